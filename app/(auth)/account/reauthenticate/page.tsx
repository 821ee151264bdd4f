import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeInput, Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel, Way } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { listSudoWays } from '#lib/login/sudo.ts'
import { hasKey } from '#lib/two-factor/factors.ts'
import { requireUser } from '#lib/web/guards.ts'
import { words } from '../../../words.ts'
import { confirmCode, confirmPassword, confirmRecoveryCode, confirmWithKey } from './actions.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.sudo'))('title') }
}

export default async function ReauthenticatePage({ searchParams }: { searchParams: Promise<{ next?: string; with?: string }> }) {
  const { next = '', with: asked } = await searchParams
  const user = await requireUser(next || '/manage/account/', { withoutFactor: true, oldPassword: true })
  const byKey = asked === 'key' && (await hasKey(user.id))
  const ways = await listSudoWays(user.id, byKey)
  const t = await getTranslations('auth')
  const errors = await words('auth.errors')

  return (
    <>
      <h1>{t('sudo.title')}</h1>
      <p className="lead">{t(byKey ? 'sudo.byKey' : 'sudo.lead', { username: user.username })}</p>
      <Panel plain className="mt-6">
        {ways.includes('security-key') && (
          <Way icon="key">
            <h2 className="label mb-1.5">{t('twoFactor.key')}</h2>
            <KeyForm action={confirmWithKey} id="key" ceremony="known" errors={errors}>
              <input type="hidden" name="next" value={next} />
              <KeyButton primary label={t('twoFactor.useKey')} prompt={t('twoFactor.keyBusy')} />
            </KeyForm>
            <noscript><p className="hint">{t('twoFactor.noScript')}</p></noscript>
          </Way>
        )}
        {ways.includes('totp') && (
          <Way icon="phone">
            <ActionForm action={confirmCode} errors={errors} id="code">
              <input type="hidden" name="next" value={next} />
              <CodeInput name="code" label={t('fields.authenticationCode')} hint={t('fields.authenticationCodeHint')} />
              <Button full busy={t('sudo.submitBusy')}>{t('sudo.submit')}</Button>
            </ActionForm>
          </Way>
        )}
        {ways.includes('recovery-code') && (
          <Way icon="file">
            <ActionForm action={confirmRecoveryCode} errors={errors} id="recovery">
              <input type="hidden" name="next" value={next} />
              <Field name="code" mono label={t('fields.recoveryCode')} hint={byKey ? t('sudo.withoutKey') : t('fields.recoveryCodeHint')} autoComplete="off" spellCheck={false} />
              <Button full busy={t('sudo.submitBusy')}>{t('sudo.submit')}</Button>
            </ActionForm>
          </Way>
        )}
        {ways.includes('password') && (
          <Way icon="lock">
            <ActionForm action={confirmPassword} errors={errors} id="password">
              <input type="hidden" name="next" value={next} />
              <PasswordField name="password" label={t('fields.password')} hint={t('sudo.passwordHint')} />
              <Button kind="primary" full busy={t('sudo.submitBusy')}>{t('sudo.submit')}</Button>
            </ActionForm>
          </Way>
        )}
      </Panel>
      <div className="gate-more"><p>{t('sudo.holds')}</p><p><HelpLink to="sign-in" part="confirm" /></p></div>
    </>
  )
}
