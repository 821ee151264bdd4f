import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { findCancellation } from '#lib/recovery/cancel.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { words } from '../../../../words.ts'
import { LinkEnded } from '../link-ended.tsx'
import { cancel } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.cancel'))('title') }
}

export default async function CancelRecoveryPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/account/recover/cancel/', (await searchParams).token)
  const found = await findCancellation(token, new Date())
  if (!found) return <LinkEnded />
  const t = await getTranslations('recovery.cancel')
  const date = (await getFormatter()).dateTime(found.endsAt, 'moment')

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { username: found.username, date })}</p>
      <ActionForm action={cancel} errors={await words('recovery.errors')} className="mt-6">
        <input type="hidden" name="token" value={token} />
        <Button kind="primary" full busy={t('submitBusy')}>{t('submit')}</Button>
      </ActionForm>
    </>
  )
}
