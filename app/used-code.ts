import { getFormatter, getTranslations } from 'next-intl/server'
import type { FormState } from '#components/ui/form-state.ts'

/** A form's answer to a recovery code that is spent: since when, so that people see whether it was them. */
export async function usedCodeAnswer(usedAt: Date): Promise<FormState> {
  const [t, format] = [await getTranslations('auth.recovery'), await getFormatter()]
  const code = 'used-recovery-code'
  return { fields: { code }, said: { [code]: t('usedOn', { date: format.dateTime(usedAt, 'moment') }) } }
}
