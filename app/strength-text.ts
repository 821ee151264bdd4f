import { getTranslations } from 'next-intl/server'
import type { StrengthText } from '#components/account/new-password-field.tsx'
import { words } from './words.ts'

/** What the strength meter says, in the reader's language. */
export async function strengthText(): Promise<StrengthText> {
  const t = await getTranslations('auth.strength')
  return { label: t('label'), scores: Object.values(await words('auth.strength.scores')), refusals: await words('auth.errors') }
}
