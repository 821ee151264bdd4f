import { useTranslations } from 'next-intl'
import type { PageFile, ProjectPage } from '#lib/catalog/project-page.ts'
import { LinkButton } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ProjectAside } from './aside.tsx'
import { ReleaseBadges, ReleaseBanners } from './banners.tsx'
import { ReleaseDescription } from './description.tsx'
import { Downloads } from './downloads.tsx'
import { FileFilter, type ShownFiles } from './file-filter.tsx'
import { FilesTable } from './files.tsx'
import { InstallCommands } from './install-commands.tsx'
import { ReleasesTable, type ShownReleases } from './releases.tsx'

type Props = { page: ProjectPage; index: string; files: { listed: PageFile[]; filter: ShownFiles | null }; releases: ShownReleases }

/** The page of a project, or of one of its releases. `index` is the address that installers are given. */
export function ProjectView({ page, index, ...shown }: Props) {
  const { project, release } = page
  const home = `/project/${project.name}/`
  const isExact = !page.isLatest || release.isYanked
  return (
    <>
      <Head page={page} />
      <div className="with-aside mt-6">
        <div className="min-w-0">
          {project.status !== 'quarantined' && <InstallCommands index={index} name={project.name} version={isExact ? release.version : null} isPrivate={project.isPrivate} />}
          <Parts page={page} home={home} {...shown} />
        </div>
        <ProjectAside page={page} home={home} />
      </div>
    </>
  )
}

function Head({ page }: { page: ProjectPage }) {
  const t = useTranslations('public.project')
  const { project, release, viewerRole } = page
  const manage = `/manage/project/${project.name}/${viewerRole === 'owner' ? 'releases' : 'collaboration'}/`
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <h1 className="project-name"><bdi>{project.name}</bdi> <bdi className="version">{release.version}</bdi></h1>
        {viewerRole && <LinkButton icon="settings" href={manage}>{t('manage')}</LinkButton>}
      </div>
      {release.summary && <p className="project-summary"><bdi>{release.summary}</bdi></p>}
      <ReleaseBadges page={page} />
      <ReleaseBanners page={page} />
    </>
  )
}

function Parts({ page, home, files: { listed, filter }, releases: shownReleases }: Omit<Props, 'index'> & { home: string }) {
  const t = useTranslations('public.project')
  const { description, files, releases, latest } = page
  const tabs = [
    { href: '#description', label: t('description'), current: true },
    { href: '#files', label: t('files'), count: files.length },
    { href: '#releases', label: t('releases'), count: releases.length },
    { href: '#this-release', label: t('thisRelease'), narrow: true },
  ]
  return (
    <>
      <div className="mt-8"><Tabs label={t('tabs')} tabs={tabs} /></div>
      <section id="description" className="mt-6">
        <h2 className="sr-only">{t('description')}</h2>
        <ReleaseDescription description={description} />
      </section>
      <Section id="files" title={t('files')}>
        {filter && <FileFilter {...filter} />}
        <FilesTable files={listed} none={filter ? t('filter.none') : t('noFiles')} />
      </Section>
      <Section id="downloads" title={t('downloads.title')}><Downloads days={page.downloads} /></Section>
      <Section id="releases" title={t('releases')}><ReleasesTable home={home} releases={shownReleases} latest={latest} /></Section>
    </>
  )
}
