import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { findSubscriptionRequest } from '#lib/announcements/subscribers.ts'
import { environment } from '#lib/env.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { words } from '../../../words.ts'
import { confirm } from '../actions.ts'
import { LinkEnded, strong } from '../link-ended.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements.confirm'))('title'), robots: { index: false } }
}

export default async function ConfirmSubscriptionPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/announcements/confirm/', (await searchParams).token)
  const t = await getTranslations('announcements.confirm')
  const found = await findSubscriptionRequest(token, new Date())
  if (!found) return <LinkEnded />

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t.rich('lead', { site: environment().siteName, address: found.address, b: strong })}</p>
      <ActionForm action={confirm} errors={await words('announcements.errors')} className="mt-6">
        <input type="hidden" name="token" value={token} />
        <div><Button kind="primary" busy={t('submitBusy')}>{t('submit')}</Button></div>
      </ActionForm>
    </>
  )
}
