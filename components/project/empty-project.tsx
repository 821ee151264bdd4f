import { useTranslations } from 'next-intl'
import type { EmptyProjectPage } from '#lib/catalog/project-page.ts'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { People } from './aside.tsx'
import { ProjectBadges, ProjectBanners } from './banners.tsx'

/** The page of a project that has no release: what its members can do about it, and who they are. */
export function EmptyProjectView({ page }: { page: EmptyProjectPage }) {
  const t = useTranslations('public.project')
  const { project, viewerRole } = page
  const manage = `/manage/project/${project.name}/${viewerRole === 'owner' ? 'releases' : 'collaboration'}/`
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <h1 className="project-name"><bdi>{project.name}</bdi></h1>
        {viewerRole && <LinkButton icon="settings" href={manage}>{t('manage')}</LinkButton>}
      </div>
      <p className="flex flex-wrap gap-1.5"><ProjectBadges project={project} /></p>
      <div className="mt-4 grid gap-3 empty:hidden"><ProjectBanners project={project} /></div>
      <div className="with-aside mt-6">
        <div className="min-w-0"><NoRelease page={page} /></div>
        <div className="aside"><People members={page.members} /></div>
      </div>
    </>
  )
}

function NoRelease({ page: { project, viewerRole } }: { page: EmptyProjectPage }) {
  const [t, words] = [useTranslations('public.project'), useTranslations('projects.releases')]
  if (!viewerRole || project.status !== 'active') return <EmptyState level={2} title={t('noRelease')}>{t('noReleaseLead')}</EmptyState>
  return <EmptyState level={2} title={t('noRelease')} action={<FirstFiles name={project.normalizedName} upload={words('upload')} token={words('token')} />}>{t('noReleaseMember')}</EmptyState>
}

/** The two ways to the first release of a project. */
function FirstFiles({ name, upload, token }: { name: string; upload: string; token: string }) {
  return (
    <span className="flex flex-wrap gap-3">
      <LinkButton icon="upload" href="/manage/projects/upload/">{upload}</LinkButton>
      <LinkButton kind="quiet" href={`/manage/account/token/?project=${name}`}>{token}</LinkButton>
    </span>
  )
}
