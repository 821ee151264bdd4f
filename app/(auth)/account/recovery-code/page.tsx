import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { findPendingLogin } from '#lib/login/login.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { verifyRecoveryCode } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.recovery'))('title') }
}

export default async function RecoveryCodePage() {
  const t = await getTranslations('auth')
  if (!(await findPendingLogin(await readCookie('pending'), new Date()))) redirect('/account/login/?notice=expired')

  return (
    <>
      <p className="text-small text-ink-3">{t('recovery.step')}</p>
      <h1>{t('recovery.title')}</h1>
      <p className="lead">{t('recovery.lead')}</p>
      <Panel className="mt-6">
        <ActionForm action={verifyRecoveryCode} errors={await words('auth.errors')}>
          <Field name="code" mono label={t('fields.recoveryCode')} hint={t('fields.recoveryCodeHint')} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
          <Button kind="primary" full busy={t('recovery.verifyBusy')}>{t('recovery.verify')}</Button>
        </ActionForm>
      </Panel>
      <div className="gate-more">
        <p><a href="/account/two-factor/">{t('recovery.back')}</a></p>
        <p><HelpLink to="recover" /></p>
      </div>
    </>
  )
}
