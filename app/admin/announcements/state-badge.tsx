import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import type { Announcement } from '#lib/announcements/announcements.ts'

/** Draft, published or withdrawn; and whether its letters are still being written. */
export async function StateBadge({ of }: { of: Announcement }) {
  const t = await getTranslations('announcements.admin')
  if (of.withdrawnAt) return <Badge tone="warn">{t('withdrawn')}</Badge>
  if (!of.publishedAt) return <Badge>{t('draft')}</Badge>
  return <span className="flex flex-wrap gap-1.5"><Badge tone="good">{t('published')}</Badge>{!of.mailedAt && <Badge icon="mail">{t('mailing')}</Badge>}</span>
}
