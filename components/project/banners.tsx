import { useTranslations } from 'next-intl'
import type { ProjectPage } from '#lib/catalog/project-page.ts'
import { Alert } from '../ui/alert.tsx'
import { Badge } from '../ui/badge.tsx'

/** What to know about a release before reading on, as words in a row. */
export function ReleaseBadges({ page: { project, release, isLatest } }: { page: ProjectPage }) {
  const t = useTranslations('public.project')
  return (
    <p className="flex flex-wrap gap-1.5">
      <ProjectBadges project={project} />
      {release.isYanked && <Badge tone="warn">{t('yanked')}</Badge>}
      {release.isPrerelease && <Badge>{t('prerelease')}</Badge>}
      {isLatest && <Badge>{t('latest')}</Badge>}
    </p>
  )
}

/** What a visitor must not miss, in sentences. */
export function ReleaseBanners({ page: { project, release, isLatest, latest } }: { page: ProjectPage }) {
  const t = useTranslations('public.project')
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      <ProjectBanners project={project} />
      {release.isYanked && <Alert tone="warn">{t('yankedBanner')} {release.yankedReason && t('yankedReason', { reason: release.yankedReason })}</Alert>}
      {!isLatest && <Alert>{t('notLatest')} <a href={`/project/${project.name}/`}><bdi>{project.name} {latest}</bdi></a></Alert>}
    </div>
  )
}

type Of = { project: ProjectPage['project'] }

/** The same of a project, whichever release one looks at. */
export function ProjectBadges({ project }: Of) {
  const t = useTranslations('public.project')
  return (
    <>
      {project.status === 'quarantined' && <Badge tone="bad" icon="ban">{t('quarantined')}</Badge>}
      {project.status === 'archived' && <Badge icon="archive">{t('archived')}</Badge>}
      {project.isPrivate && <Badge icon="lock">{t('private')}</Badge>}
    </>
  )
}

export function ProjectBanners({ project }: Of) {
  const t = useTranslations('public.project')
  if (project.status === 'quarantined') return <Alert tone="bad">{t('quarantinedBanner')}</Alert>
  return project.status === 'archived' ? <Alert>{t('archivedBanner')}</Alert> : null
}
