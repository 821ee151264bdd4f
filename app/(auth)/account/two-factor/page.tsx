import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { KeyButton, KeyForm } from '#components/login/key-form.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/choice.tsx'
import { CodeInput } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel, PanelTail, Way } from '#components/ui/panel.tsx'
import { environment } from '#lib/env.ts'
import { findPendingLogin } from '#lib/login/login.ts'
import { recoveryDays } from '#lib/recovery/recovery.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { signInWithKey, verifyCode } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.twoFactor'))('title') }
}

export default async function TwoFactorPage() {
  const pending = await findPendingLogin(await readCookie('pending'), new Date())
  if (!pending) redirect('/account/login/?notice=expired')
  if (pending.isCodeDue) redirect('/account/confirm-browser/')
  const t = await getTranslations('auth')
  const recovery = await getTranslations('recovery')
  const { keys, apps } = pending.factors
  const days = recoveryDays()

  return (
    <>
      <p className="text-small text-ink-3">{t('twoFactor.step')}</p>
      <h1>{t('twoFactor.title')}</h1>
      <p className="lead">
        {t.rich('twoFactor.lead', {
          site: () => <b key="site">{new URL(environment().origin).host}</b>,
          user: () => <b key="user"><bdi>{pending.username}</bdi></b>,
        })}{' '}
        <a href="/account/login/" className="nowrap">{t('twoFactor.notYou')}</a>
      </p>
      <Panel plain className="mt-6">
        {keys > 0 && (
          <Way icon="key">
            <h2 className="label">{t('twoFactor.key')}</h2>
            <p className="hint mb-3">{t('twoFactor.keyHint', { count: keys })}</p>
            <KeyForm action={signInWithKey} id="key" ceremony="known" errors={await words('auth.errors')} withField="code-remember">
              <KeyButton primary label={t('twoFactor.useKey')} prompt={t('twoFactor.keyBusy')} />
            </KeyForm>
            <noscript><p className="hint">{t('twoFactor.noScript')}</p></noscript>
          </Way>
        )}
        <ActionForm action={verifyCode} errors={await words('auth.errors')} id="code">
          {apps > 0 && (
            <Way icon="phone">
              <CodeInput name="code" label={t('fields.authenticationCode')} hint={t('fields.authenticationCodeHint')} />
              <div className="mt-3"><Button kind={keys > 0 ? 'default' : 'primary'} full busy={t('twoFactor.verifyBusy')}>{t('twoFactor.verify')}</Button></div>
            </Way>
          )}
          <PanelTail>
            <Checkbox name="remember" label={t('fields.rememberBrowser')} hint={t('fields.rememberBrowserHint')} optional />
          </PanelTail>
        </ActionForm>
      </Panel>
      <div className="gate-more">
        <p><a href="/account/recovery-code/">{t('twoFactor.useRecoveryCode')}</a></p>
        <p><HelpLink to="recover" /></p>
        {days > 0 && <p><a href="/account/recover/">{recovery('lost', { days })}</a></p>}
      </div>
    </>
  )
}
