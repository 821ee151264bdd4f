import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewPasswordField } from '#components/account/new-password-field.tsx'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { environment } from '#lib/env.ts'
import { findReset } from '#lib/login/password-reset.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { strengthText } from '../../../strength-text.ts'
import { words } from '../../../words.ts'
import { resetPassword, resetWithKey } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.reset'))('title') }
}

export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/reset-password/', (await searchParams).token)
  const reset = await findReset(token, new Date())
  const t = await getTranslations('auth')
  if (!reset) {
    return (
      <>
        <h1>{t('reset.invalidTitle')}</h1>
        <p className="lead">{t('reset.invalid')}</p>
        <p className="mt-6"><LinkButton href="/account/request-password-reset/">{t('reset.again')}</LinkButton></p>
      </>
    )
  }

  const errors = await words('auth.errors')
  return (
    <>
      <h1>{t('reset.title')}</h1>
      <p className="lead">{t('reset.lead', { username: reset.username })}</p>
      <Panel className="mt-6">
        <ActionForm action={resetPassword} errors={errors} id="reset">
          <input type="hidden" name="token" value={token} />
          <NewPasswordField name="newPassword" label={t('fields.newPassword')} hint={t('fields.passwordHint')} siteName={environment().siteName} text={await strengthText()} own={{ username: reset.username }} />
          {reset.steps.length > 0 && (
            <Field name="code" mono label={t('reset.codeOrRecovery')} hint={t('reset.factorHint')} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} />
          )}
          <Button kind="primary" full busy={t('reset.submitBusy')}>{t('reset.submit')}</Button>
        </ActionForm>
        {reset.steps.includes('security-key') && (
          <div className="needs-script mt-6">
            <p className="hint mb-3">{t('reset.keyHint')}</p>
            <KeyForm action={resetWithKey} id="reset-with-key" ceremony="known" errors={errors} withField="reset-newPassword">
              <input type="hidden" name="token" value={token} />
              <KeyButton label={t('reset.useKey')} prompt={t('twoFactor.keyBusy')} />
            </KeyForm>
          </div>
        )}
      </Panel>
    </>
  )
}
