import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { findRecoveryStart } from '#lib/recovery/start.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { words } from '../../../../words.ts'
import { LinkEnded } from '../link-ended.tsx'
import { start } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.start'))('title') }
}

export default async function StartRecoveryPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/recover/start/', (await searchParams).token)
  const user = await findRecoveryStart(token, new Date())
  if (!user) return <LinkEnded />
  const t = await getTranslations('recovery.start')
  const fields = await getTranslations('auth.fields')

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { username: user.username })}</p>
      <Panel className="mt-6">
        <ActionForm action={start} errors={await words('recovery.errors')}>
          <input type="hidden" name="token" value={token} />
          <PasswordField name="password" label={fields('password')} />
          <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
        </ActionForm>
      </Panel>
    </>
  )
}
