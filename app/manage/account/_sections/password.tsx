import { NewPasswordField } from '#components/account/new-password-field.tsx'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { Section } from '#components/ui/section.tsx'
import { findAccount } from '#lib/accounts/details.ts'
import { environment } from '#lib/env.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { changePassword } from '../actions.ts'
import { strengthText } from '../../../strength-text.ts'
import { words } from '../../../words.ts'

export async function PasswordSection({ user }: { user: CurrentUser }) {
  const [t, format] = [await getTranslations('account'), await getFormatter()]
  const account = await findAccount(user.id)
  const lead = account ? t('password.lead', { date: format.dateTime(account.passwordChangedAt, 'date') }) : undefined
  return (
    <Section id="password" major title={t('password.title')} lead={lead}>
      <ActionForm action={changePassword} errors={{ ...(await words('auth.errors')), ...(await words('account.errors')) }} id="change-password">
        <PasswordField name="currentPassword" label={t('password.current')} />
        <NewPasswordField name="newPassword" label={t('password.next')} hint={t('password.nextHint')} siteName={environment().siteName} text={await strengthText()} own={{ username: user.username, name: user.name }} />
        <p className="text-small text-ink-2">{t('password.consequence')}</p>
        <div><Button busy={t('password.submitBusy')}>{t('password.submit')}</Button></div>
      </ActionForm>
    </Section>
  )
}
