import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { findLostFactors } from '#lib/login/lost-factors.ts'
import { recoveryDays } from '#lib/recovery/recovery.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { Missing } from '../../../missing.tsx'
import { words } from '../../../words.ts'
import { sendLink } from './actions.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.ask'))('title') }
}

export default async function RecoverPage() {
  if (recoveryDays() === 0) return <Missing />
  const now = new Date()
  const lost = await findLostFactors(await readCookie('pending'), now)
  if (!lost) redirect('/account/login/?notice=expired')
  const t = await getTranslations('recovery.ask')
  const format = await getFormatter()
  const waits = lost.endsAt !== null && lost.endsAt > now

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { username: lost.username })}</p>
      {lost.endsAt && <Alert className="mt-4">{waits ? t('running', { date: format.dateTime(lost.endsAt, 'moment') }) : t('ready')}</Alert>}
      {!lost.endsAt && (
        <ul className="mt-4 list-disc ps-5">
          <li>{t('waits', { days: recoveryDays() })}</li>
          <li>{t('proof')}</li>
          <li>{t('frozen')}</li>
          <li>{t('end')}</li>
          <li>{t('admins')}</li>
        </ul>
      )}
      {!waits && (
        <ActionForm action={sendLink} errors={await words('recovery.errors')} className="mt-6">
          <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
        </ActionForm>
      )}
      <div className="gate-more">
        <p><a href="/account/two-factor/">{t('other')}</a></p>
        <p><HelpLink to="recover" part="everything" /></p>
      </div>
    </>
  )
}
