import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { SeverityBadge } from '#components/announcements/severity.tsx'
import { ReleaseDescription } from '#components/project/description.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { findAnnouncement } from '#lib/announcements/announcements.ts'
import { MARKDOWN } from '#lib/announcements/mailing.ts'
import { renderDescription } from '#lib/catalog/readme.ts'
import { Missing } from '../../../missing.tsx'

type Props = { params: Promise<{ slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await findAnnouncement((await params).slug)
  return found ? { title: found.title, robots: found.withdrawnAt ? { index: false } : undefined } : {}
}

export default async function AnnouncementPage({ params }: Props) {
  const found = await findAnnouncement((await params).slug)
  if (!found) return <Missing />
  const t = await getTranslations('announcements')
  const format = await getFormatter()
  const { title, severity, body, publishedAt, editedAt, withdrawnAt } = found
  return (
    <article className="max-w-[44rem]">
      <Breadcrumbs trail={[{ href: '/announcements/', label: t('title') }]} here={title} />
      <h1><bdi>{title}</bdi></h1>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-small text-ink-3">
        <SeverityBadge severity={severity} />
        <span>{t('published', { date: format.dateTime(publishedAt, 'moment') })}</span>
        {editedAt && <span>{t('edited', { date: format.dateTime(editedAt, 'moment') })}</span>}
      </p>
      <div className="mt-6">
        {withdrawnAt
          ? <Alert tone="warn">{t('withdrawn', { date: format.dateTime(withdrawnAt, 'moment') })}</Alert>
          : <ReleaseDescription description={await renderDescription(body, MARKDOWN)} />}
      </div>
    </article>
  )
}
