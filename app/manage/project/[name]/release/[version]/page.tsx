import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Size } from '#components/project/size.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { type FileRow, type ListedRelease, listReleases } from '#lib/catalog/listed-releases.ts'
import { canonicalVersion } from '#lib/protocol/versions.ts'
import { Missing } from '../../../../../missing.tsx'
import { pathPart } from '../../../../../path-part.ts'
import { ManagePage } from '../../frame.tsx'
import { managedProject } from '../../managed.ts'
import { DeleteFileZone, DeleteReleaseZone } from './delete.tsx'
import { YankSection } from './yank.tsx'

type Props = { params: Promise<{ name: string; version: string }>; searchParams: Promise<{ done?: string; delete?: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathPart((await params).version) }
}

export default async function ManageReleasePage({ params, searchParams }: Props) {
  const version = pathPart((await params).version)
  const managed = await managedProject(params, `release/${encodeURIComponent(version)}`)
  if (!managed) return <Missing />
  const { project, home } = managed
  const release = (await listReleases(project.id)).find((one) => one.canonicalVersion === canonicalVersion(version))
  if (!release) return <Missing />
  const t = await getTranslations('projects.release')
  const { done, delete: deleting } = await searchParams
  const file = release.files.find(({ id }) => id === deleting)
  return (
    <ManagePage project={project} title={`${project.name} ${release.version}`} done={done} trail={[{ href: `${home}releases/`, label: t('releases') }]}>
      <Files release={release} path={`${home}release/${encodeURIComponent(release.version)}/`} />
      {file && <DeleteFileZone project={project.name} version={release.version} file={file} />}
      <YankSection project={project.name} release={release} />
      <DeleteReleaseZone project={project.name} release={release} />
    </ManagePage>
  )
}

async function Files({ release, path }: { release: ListedRelease; path: string }) {
  const t = await getTranslations('projects.release')
  const columns = [{ label: t('file'), width: 'w-[45%]' }, { label: t('size') }, { label: t('uploaded') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="files" title={t('files')} count={release.files.length} actions={release.yanked && <Badge tone="warn">{t('yanked')}</Badge>}>
      {release.files.length === 0 ? <EmptyState title={t('noFiles')} /> : <Table label={t('files')} columns={columns} rows={await Promise.all(release.files.map((file) => rowOf(file, path)))} />}
    </Section>
  )
}

async function rowOf({ id, filename, packagetype, size, uploadedAt }: FileRow, path: string) {
  const t = await getTranslations('projects.release')
  return {
    key: id,
    cells: [
      <Name key="name" sub={t(packagetype === 'sdist' ? 'sdist' : 'wheel')}><code>{filename}</code></Name>,
      <Size key="size" bytes={size} />,
      <Time key="uploaded" at={uploadedAt} />,
      <LinkButton key="delete" small kind="quiet-danger" href={`${path}?delete=${id}#delete-file`} about={filename}>{t('deleteFile')}</LinkButton>,
    ],
  }
}
