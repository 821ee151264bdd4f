import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { recoveryId } from '#lib/recovery/input.ts'
import { findVouching } from '#lib/recovery/vouch.ts'
import { requireTwoFactors, requireUser } from '#lib/web/guards.ts'
import { Missing } from '../../../missing.tsx'
import { words } from '../../../words.ts'
import { vouchFor } from './actions.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.list'))('title') }
}

export default async function VouchPage({ params }: Props) {
  const asked = recoveryId.safeParse(await params)
  if (!asked.success) return <Missing />
  const user = await requireUser(`/manage/vouch/${asked.data.id}/`)
  const found = await findVouching(user, asked.data.id, new Date())
  if (!found) return <Missing />
  await requireTwoFactors(user, `/manage/vouch/${found.id}/`)
  const t = await getTranslations('recovery.vouch')
  const format = await getFormatter()
  const { username, hasVouched } = found

  return (
    <>
      <h1>{t('title', { username })}</h1>
      <p className="lead">{t('lead', { username, since: format.dateTime(found.startedAt, 'date') })}</p>
      <p className="mt-4">{t('now', { date: format.dateTime(found.endsAt, 'moment') })}</p>
      {hasVouched ? <Alert tone="good" className="mt-6">{t('done')}</Alert> : (
        <>
          <p>{t('then', { date: format.dateTime(found.vouchedEnd, 'moment') })}</p>
          <ActionForm action={vouchFor} errors={await words('recovery.errors')} className="mt-6">
            <input type="hidden" name="id" value={found.id} />
            <div><Button kind="primary" busy={t('submitBusy')}>{t('submit', { username })}</Button></div>
          </ActionForm>
        </>
      )}
    </>
  )
}
