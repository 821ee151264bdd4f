import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/choice.tsx'
import { CodeInput } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { environment } from '#lib/env.ts'
import { findBrowserConfirmation } from '#lib/login/browser-code.ts'
import { BROWSER_CODE_MINUTES } from '#lib/numbers.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { sendAnotherCode, verifyMailedCode } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.confirmBrowser'))('title') }
}

export default async function ConfirmBrowserPage({ searchParams }: { searchParams: Promise<{ remember?: string; sent?: string }> }) {
  const waiting = await findBrowserConfirmation(await readCookie('pending'), new Date())
  if (!waiting) redirect('/account/login/?notice=expired')
  const { remember, sent } = await searchParams
  const t = await getTranslations('auth')
  const errors = await words('auth.errors')

  return (
    <>
      <h1>{t('confirmBrowser.title')}</h1>
      <p className="lead">
        {t.rich('confirmBrowser.lead', {
          minutes: BROWSER_CODE_MINUTES,
          site: () => <b key="site">{new URL(environment().origin).host}</b>,
          user: () => <b key="user"><bdi>{waiting.username}</bdi></b>,
        })}
      </p>
      {sent && <Alert live tone="good" className="mt-4">{t('confirmBrowser.sentAgain')}</Alert>}
      <Panel className="mt-6">
        <ActionForm action={verifyMailedCode} errors={errors} id="code">
          <CodeInput name="code" label={t('confirmBrowser.code')} hint={t('confirmBrowser.codeHint')} />
          {waiting.method === 'totp' && (
            <Checkbox name="remember" label={t('fields.rememberBrowser')} hint={t('fields.rememberBrowserHint')} defaultChecked={remember === 'on'} optional />
          )}
          <Button kind="primary" full busy={t('twoFactor.verifyBusy')}>{t('confirmBrowser.submit')}</Button>
        </ActionForm>
      </Panel>
      {waiting.canSendAgain && (
        <ActionForm action={sendAnotherCode} errors={errors} className="mt-6">
          <Button full busy={t('confirmBrowser.againBusy')}>{t('confirmBrowser.again')}</Button>
        </ActionForm>
      )}
      <div className="gate-more">
        <p>{t('confirmBrowser.keys')}</p>
        <p><a href="/account/login/">{t('confirmBrowser.startAgain')}</a></p>
        <p><HelpLink to="sign-in" /></p>
      </div>
    </>
  )
}
