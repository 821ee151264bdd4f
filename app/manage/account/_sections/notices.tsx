import { getFormatter, getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { setUpIsRunning } from '#lib/admin/set-up.ts'
import { findOwnRecovery } from '#lib/recovery/cancel.ts'
import { listRecoveries } from '#lib/recovery/vouch.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { cancelRecovery } from '../actions.ts'
import { words } from '../../../words.ts'
import { Reminder } from '../../reminder.tsx'

/** What a person should know or do first: that somebody recovers the account, or waits for theirs; then what it lacks. */
export async function AccountNotices({ user }: { user: CurrentUser }) {
  return (
    <>
      <RecoveryNotice user={user} />
      {user.isAdmin && <SiteSetUpNotice />}
      {user.isAdmin && <WaitingNotice />}
      <div className="mt-6 empty:hidden"><Reminder userId={user.id} /></div>
    </>
  )
}

async function RecoveryNotice({ user }: { user: CurrentUser }) {
  const recovery = await findOwnRecovery(user.id, new Date())
  if (!recovery) return null
  const t = await getTranslations('account')
  const cancel = await getTranslations('recovery.cancel')
  const date = (await getFormatter()).dateTime(recovery.endsAt, 'moment')
  return (
    <Alert tone="bad" className="mt-6">
      <p>{t('frozen', { date })}</p>
      <ActionForm action={cancelRecovery} errors={await words('recovery.errors')} className="mt-3"><div><Button small busy={cancel('submitBusy')}>{cancel('submit')}</Button></div></ActionForm>
    </Alert>
  )
}

async function SiteSetUpNotice() {
  const t = await getTranslations('setup')
  return (await setUpIsRunning()) && <Alert className="mt-6">{t('running')} <a href="/setup/">{t('goOn')}</a></Alert>
}

async function WaitingNotice() {
  const waiting = await listRecoveries(new Date())
  const t = await getTranslations('recovery.list')
  return waiting.length > 0 && <Alert className="mt-6">{t('waiting', { count: waiting.length })} <a href="/admin/recoveries/">{t('look')}</a></Alert>
}
