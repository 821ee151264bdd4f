import { useTranslations } from 'next-intl'
import { Badge } from '#components/ui/badge.tsx'
import type { ProjectForAdmins } from '#lib/admin/projects.ts'

/** What a project is at the moment, as badges. */
export function States({ project: { status, isPrivate, isDeleted } }: { project: ProjectForAdmins }) {
  const [t, projects] = [useTranslations('admin.projects'), useTranslations('projects')]
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Badge tone={status === 'quarantined' ? 'bad' : 'plain'}>{projects(status)}</Badge>
      {isPrivate && <Badge icon="lock">{projects('private')}</Badge>}
      {isDeleted && <Badge tone="warn">{t('inBin')}</Badge>}
    </span>
  )
}
