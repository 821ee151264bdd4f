import { useTranslations } from 'next-intl'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'

export type ShownBanner = { id: string; slug: string; title: string; severity: 'notice' | 'maintenance' | 'security'; dismiss: (form: FormData) => void | Promise<void> }

/** What administrators want everybody to know now, until this browser has dismissed it. */
export function AnnouncementBanner({ id, slug, title, severity, dismiss }: ShownBanner) {
  const t = useTranslations('announcements')
  return (
    <section className={severity === 'security' ? 'news news-security' : 'news'} aria-label={t('banner.label')}>
      <div className="page">
        <Badge tone={severity === 'security' ? 'bad' : 'warn'}>{t(`severity.${severity}`)}</Badge>
        <p className="min-w-0"><bdi>{title}</bdi> <a className="nowrap" href={`/announcements/${slug}/`}>{t('banner.read')}<span className="sr-only"> {title}</span></a></p>
        <form action={dismiss}>
          <input type="hidden" name="id" value={id} />
          <Button small kind="quiet" icon="close" about={title}>{t('banner.dismiss')}</Button>
        </form>
      </div>
    </section>
  )
}
