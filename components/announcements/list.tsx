import { useTranslations } from 'next-intl'
import { SeverityBadge, type Severity } from './severity.tsx'

export type ListedAnnouncement = { slug: string; title: string; severity: Severity; when: string }

/** Published announcements, the newest first. */
export function AnnouncementList({ announcements }: { announcements: ListedAnnouncement[] }) {
  const t = useTranslations('announcements')
  return (
    <ol className="news-list">
      {announcements.map(({ slug, title, severity, when }) => (
        <li key={slug}>
          <h2 className="text-base leading-snug"><a href={`/announcements/${slug}/`}><bdi>{title}</bdi></a></h2>
          <p className="mt-1 flex flex-wrap items-center gap-2 text-small text-ink-3"><SeverityBadge severity={severity} />{t('published', { date: when })}</p>
        </li>
      ))}
    </ol>
  )
}
