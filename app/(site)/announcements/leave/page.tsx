import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { findLeaver } from '#lib/announcements/subscribers.ts'
import { environment } from '#lib/env.ts'
import { mailedToken } from '#lib/web/mailed-link.ts'
import { words } from '../../../words.ts'
import { leave } from '../actions.ts'
import { LinkEnded, strong } from '../link-ended.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements.leave'))('title'), robots: { index: false } }
}

export default async function LeavePage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = await mailedToken('/announcements/leave/', (await searchParams).token)
  const t = await getTranslations('announcements.leave')
  const found = await findLeaver(token, new Date())
  if (!found) return <LinkEnded />
  if (found === 'gone') return <LinkEnded gone />

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t.rich('lead', { site: environment().siteName, address: found.address, b: strong })}</p>
      <ActionForm action={leave} errors={await words('announcements.errors')} className="mt-6">
        <input type="hidden" name="token" value={token} />
        <div><Button kind="primary" busy={t('submitBusy')}>{t('submit')}</Button></div>
      </ActionForm>
    </>
  )
}
