import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { type ListedRelease, listReleases } from '#lib/catalog/listed-releases.ts'
import { RELEASES_PER_PAGE } from '#lib/numbers.ts'
import { pagesOf, rowsOnPage } from '#lib/pages.ts'
import { type BinEntry, listBin } from '#lib/releases/bin.ts'
import { RowForm } from '../../../account/_sections/row-form.tsx'
import { Missing } from '../../../../missing.tsx'
import { words } from '../../../../words.ts'
import { restore } from '../actions.ts'
import { ManagePage } from '../frame.tsx'
import { type Managed, managedProject } from '../managed.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ page?: string | string[]; done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.releases'))('title') }
}

export default async function ReleasesPage({ params, searchParams }: Props) {
  const managed = await managedProject(params, 'releases')
  if (!managed) return <Missing />
  const { page: asked, done } = await searchParams
  const releases = (await listReleases(managed.project.id)).toReversed()
  const [page, pages] = [pageNumber(asked), pagesOf(releases.length, RELEASES_PER_PAGE)]
  if (!page || page > pages) return <Missing />
  const t = await getTranslations('projects.releases')
  const listed = rowsOnPage(releases, page, RELEASES_PER_PAGE)
  const columns = [{ label: t('version'), width: 'w-[40%]' }, { label: t('released') }, { label: t('files') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <ManagePage project={managed.project} title={t('title')} lead={t('lead')} done={done}>
      <p className="mb-6"><LinkButton icon="upload" href="/manage/projects/upload/">{t('upload')}</LinkButton></p>
      {releases.length === 0
        ? <EmptyState level={2} title={t('none')} action={<span className="flex flex-wrap gap-3"><LinkButton href={`/manage/account/token/?project=${managed.project.normalizedName}`}>{t('token')}</LinkButton><LinkButton kind="quiet" href="/help/publish/">{t('noneAction')}</LinkButton></span>}>{t('noneLead')}</EmptyState>
        : <Table label={t('title')} columns={columns} rows={await Promise.all(listed.map((release) => rowOf(release, managed.home)))} />}
      <div className="mt-6 empty:hidden"><Pagination page={page} pages={pages} href={(to) => `${managed.home}releases/?page=${to}`} /></div>
      <Bin managed={managed} />
    </ManagePage>
  )
}

async function rowOf({ version, yanked, createdAt, files }: ListedRelease, home: string) {
  const t = await getTranslations('projects.releases')
  const href = `${home}release/${encodeURIComponent(version)}/`
  return {
    key: version,
    cells: [
      <Name key="version"><a href={href}><code>{version}</code></a>{yanked && <Badge tone="warn">{t('yanked')}</Badge>}</Name>,
      <Time key="released" at={createdAt} />,
      files.length,
      <LinkButton key="manage" small kind="quiet" href={href} about={version}>{t('manage')}</LinkButton>,
    ],
  }
}

async function Bin({ managed: { project, user } }: { managed: Managed }) {
  const t = await getTranslations('projects.bin')
  const listed = await listBin(project.name, user, new Date())
  if (!listed.ok || listed.value.length === 0) return null
  const columns = [{ label: t('what'), width: 'w-[45%]' }, { label: t('deleted') }, { label: t('until') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <Section id="bin" title={t('title')} lead={t('lead')}>
      <Table label={t('title')} columns={columns} rows={await Promise.all(listed.value.map((entry) => binRow(entry, project.name)))} />
    </Section>
  )
}

async function binRow({ kind, id, version, filename, deletedAt, restorableUntil }: BinEntry, project: string) {
  const t = await getTranslations('projects.bin')
  const what = filename ?? version
  return {
    key: id,
    cells: [
      <Name key="what" sub={t(kind)}><code>{what}</code></Name>,
      <Time key="deleted" at={deletedAt} look="moment" />,
      <Time key="until" at={restorableUntil} look="moment" />,
      <span key="restore" className="row-actions"><RowForm action={restore} id={id} fields={{ project, kind, version }} label={t('restore')} about={what} errors={await words('projects.errors')} /></span>,
    ],
  }
}
