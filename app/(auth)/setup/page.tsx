import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { NewPasswordField } from '#components/account/new-password-field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { findSetUp, setUpIsRunning } from '#lib/admin/set-up.ts'
import { setupLinkIsGood } from '#lib/accounts/setup.ts'
import { environment } from '#lib/env.ts'
import { USERNAME_MAX_CHARS } from '#lib/numbers.ts'
import { requireUser } from '#lib/web/guards.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { strengthText } from '../../strength-text.ts'
import { words } from '../../words.ts'
import { createAdministrator } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.setup'))('title', { site: environment().siteName }) }
}

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/setup/', (await searchParams).token)
  if (await setUpIsRunning()) redirect(await stepToGoOnWith())
  const t = await getTranslations('auth')
  if (!(await setupLinkIsGood(token, new Date()))) {
    return (
      <>
        <h1>{t('setup.invalidTitle')}</h1>
        <p className="lead">{t('setup.invalid')}</p>
      </>
    )
  }

  return (
    <>
      <h1>{t('setup.title', { site: environment().siteName })}</h1>
      <p className="lead">{t('setup.lead')}</p>
      <Panel className="mt-6">
        <ActionForm action={createAdministrator} errors={await words('auth.errors')}>
          <input type="hidden" name="token" value={token} />
          <Field name="username" label={t('fields.username')} hint={t('fields.usernameHint')} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={USERNAME_MAX_CHARS} />
          <Field name="email" type="email" label={t('fields.email')} hint={t('fields.emailHint')} autoComplete="email" />
          <NewPasswordField name="password" label={t('fields.password')} hint={t('fields.passwordHint')} siteName={environment().siteName} text={await strengthText()} />
          <Button kind="primary" full busy={t('setup.submitBusy')}>{t('setup.submit')}</Button>
        </ActionForm>
      </Panel>
    </>
  )
}

/** The administrator exists: whoever comes back goes on where they were. To anybody else there is nothing to set up. */
async function stepToGoOnWith(): Promise<string> {
  const user = await requireUser('/setup/', { withoutFactor: true })
  if (!user.isAdmin) return '/'
  return `/setup/${(await findSetUp(user.id)).current ?? 'first-package'}/`
}
