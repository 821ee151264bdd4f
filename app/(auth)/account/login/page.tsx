import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { currentUser } from '#lib/web/current-user.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'
import { SignUpPath } from '../sign-up-path.tsx'
import { signIn, signInWithPasskey } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const NOTICES = ['confirmed', 'passwordChanged', 'signedOut', 'expired', 'accountDeleted'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.login'))('title') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string; notice?: string }> }) {
  const { next, notice } = await searchParams
  if (await currentUser()) redirect(safeRedirect(next, '/manage/projects/'))
  const t = await getTranslations('auth')
  const known = NOTICES.find((one) => one === notice)

  return (
    <>
      {known === 'confirmed' && <SignUpPath at="signIn" />}
      <h1>{t('login.title')}</h1>
      {known && <Alert live tone={known === 'expired' ? 'warn' : 'good'} className="mt-4">{t(`login.${known}`)}</Alert>}
      <Panel className="mt-6">
        <ActionForm action={signIn} errors={await words('auth.errors')}>
          <input type="hidden" name="next" value={next ?? ''} />
          <Field name="login" label={t('fields.usernameOrEmail')} autoComplete="username webauthn" autoCapitalize="none" spellCheck={false} />
          <PasswordField name="password" label={t('fields.password')} />
          <Button kind="primary" full busy={t('login.submitBusy')}>{t('login.submit')}</Button>
        </ActionForm>
        <div className="needs-script mt-4">
          <KeyForm action={signInWithPasskey} id="passkey" ceremony="known" errors={await words('auth.errors')}>
            <input type="hidden" name="next" value={next ?? ''} />
            <KeyButton label={t('login.passkey')} prompt={t('login.passkeyBusy')} />
          </KeyForm>
        </div>
      </Panel>
      <div className="gate-more">
        <p><a href="/account/request-password-reset/">{t('login.forgot')}</a></p>
        <p><HelpLink to="recover" /></p>
        <p>{t('login.noAccount')} <a href="/account/register/">{t('login.register')}</a></p>
      </div>
    </>
  )
}
