import { getTranslations } from 'next-intl/server'
import type { StrengthText } from '#components/account/new-password-field.tsx'
import type { PasswordStrength } from '#lib/accounts/password-strength.ts'
import { words } from './words.ts'

const REFUSALS = ['password-too-short', 'password-pattern', 'password-context'] as const satisfies PasswordStrength['refusal'][]

/** What the strength meter says, in the reader's language. */
export async function strengthText(): Promise<StrengthText> {
  const t = await getTranslations('auth.strength')
  const errors = await getTranslations('auth.errors')
  const refusals = Object.fromEntries(REFUSALS.map((refusal) => [refusal, errors(refusal)]))
  return { label: t('label'), scores: Object.values(await words('auth.strength.scores')), refusals }
}
