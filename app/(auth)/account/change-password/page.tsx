import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { NewPasswordField } from '#components/account/new-password-field.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { environment } from '#lib/env.ts'
import { wayToNewPassword } from '#lib/login/forced-change.ts'
import { confirmPath, requireUser } from '#lib/web/guards.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'
import { signOut } from '../../../sign-out.ts'
import { strengthText } from '../../../strength-text.ts'
import { words } from '../../../words.ts'
import { changePassword, mailResetLink } from './actions.ts'

const HERE = '/account/change-password/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.forced'))('title') }
}

export default async function ChangePasswordPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next = '' } = await searchParams
  const user = await requireUser(HERE, { withoutFactor: true, oldPassword: true })
  if (!user.mustChangePassword) redirect(safeRedirect(next, '/manage/account/'))
  const way = await wayToNewPassword(user, new Date())
  if (way === 'confirm-first') redirect(confirmPath(`${HERE}?${new URLSearchParams({ next })}`))
  const [t, shell] = [await getTranslations('auth'), await getTranslations('shell')]
  const errors = await words('auth.errors')

  return (
    <>
      <h1>{t('forced.title')}</h1>
      <p className="lead">{t('forced.lead', { username: user.username })}</p>
      <Alert tone="warn" className="mt-4">{t('forced.why')}</Alert>
      <Panel className="mt-6">
        {way === 'mail' && (
          <ActionForm action={mailResetLink} errors={errors}>
            <p>{t('forced.byMail')}</p>
            <Button kind="primary" full busy={t('requestReset.submitBusy')}>{t('requestReset.submit')}</Button>
          </ActionForm>
        )}
        {way === 'here' && (
          <ActionForm action={changePassword} errors={errors} id="change">
            <input type="hidden" name="next" value={next} />
            <PasswordField name="currentPassword" label={t('forced.current')} />
            <NewPasswordField name="newPassword" label={t('fields.newPassword')} hint={t('fields.passwordHint')} siteName={environment().siteName} text={await strengthText()} own={{ username: user.username, name: user.name }} />
            <Button kind="primary" full busy={t('reset.submitBusy')}>{t('reset.submit')}</Button>
          </ActionForm>
        )}
      </Panel>
      <div className="gate-more">
        <p>{t('forced.tokens')}</p>
        {way === 'here' && <p><a href="/account/request-password-reset/">{t('login.forgot')}</a></p>}
        <form action={signOut}><Button small>{shell('signOut')}</Button></form>
      </div>
    </>
  )
}
