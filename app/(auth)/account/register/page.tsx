import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewPasswordField } from '#components/account/new-password-field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { registrationOpenTo } from '#lib/accounts/registration.ts'
import { environment } from '#lib/env.ts'
import { NAME_MAX_CHARS, USERNAME_MAX_CHARS } from '#lib/numbers.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { createAccount } from './actions.ts'
import { SignUpPath } from '../sign-up-path.tsx'
import { strengthText } from '../../../strength-text.ts'
import { words } from '../../../words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.register'))('title') }
}

export default async function RegisterPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/register/', (await searchParams).token)
  const t = await getTranslations('auth')
  if (!(await registrationOpenTo(token, new Date()))) {
    return (
      <>
        <h1>{t('register.closedTitle')}</h1>
        <p className="lead">{t('register.closed', { site: environment().siteName })}</p>
      </>
    )
  }

  return (
    <>
      <SignUpPath at="account" />
      <h1>{t('register.title')}</h1>
      <p className="lead">{t('register.lead')}</p>
      <Panel className="mt-6">
        <ActionForm action={createAccount} errors={await words('auth.errors')}>
          <input type="hidden" name="token" value={token} />
          <Field name="name" label={t('fields.name')} hint={t('fields.nameHint')} optional autoComplete="name" maxLength={NAME_MAX_CHARS} />
          <Field name="email" type="email" label={t('fields.email')} hint={t('fields.emailHint')} autoComplete="email" />
          <Field name="username" label={t('fields.username')} hint={t('fields.usernameHint')} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={USERNAME_MAX_CHARS} />
          <NewPasswordField name="password" label={t('fields.password')} hint={t('fields.passwordHint')} siteName={environment().siteName} text={await strengthText()} />
          <Button kind="primary" full busy={t('register.submitBusy')}>{t('register.submit')}</Button>
        </ActionForm>
      </Panel>
      <div className="gate-more"><p>{t('register.haveAccount')} <a href="/account/login/">{t('login.title')}</a></p></div>
    </>
  )
}
