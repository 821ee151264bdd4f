import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Size } from '#components/project/size.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { listProjectsForAdmins, type ProjectForAdmins } from '#lib/admin/projects.ts'
import { findAdmin } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'
import { States } from './states.tsx'

type Props = { searchParams: Promise<Partial<Record<'q' | 'page', string | string[]>>> }

const HERE = '/admin/projects/'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.projects'))('title') }
}

export default async function AdminProjectsPage({ searchParams }: Props) {
  if (!(await findAdmin(HERE))) return <Missing />
  const asked = await searchParams
  const [query = ''] = [asked.q ?? []].flat()
  const page = pageNumber(asked.page)
  const { projects, pages } = await listProjectsForAdmins(query, page ?? 1)
  if (!page || page > pages) return <Missing />
  const t = await getTranslations('admin')
  const columns = [{ label: t('projects.name'), width: 'w-[40%]' }, { label: t('projects.state') }, { label: t('projects.owners') }, { label: t('projects.size') }]
  return (
    <>
      <Breadcrumbs trail={[{ href: '/admin/', label: t('title') }]} here={t('projects.title')} />
      <h1>{t('projects.title')}</h1>
      <p className="lead">{t('projects.lead')}</p>
      <search>
        <form action={HERE} method="get" className="form-inline mt-6 max-w-measure">
          <div className="min-w-0 flex-1 basis-60"><Field name="q" id="find-project" type="search" label={t('projects.search')} defaultValue={query} optional={false} required={false} autoCapitalize="none" spellCheck={false} /></div>
          <Button kind="primary">{t('projects.find')}</Button>
        </form>
      </search>
      <div className="mt-8">
        {projects.length === 0
          ? <EmptyState level={2} title={t(query === '' ? 'projects.nothing' : 'projects.none')} />
          : <Table label={t('projects.title')} columns={columns} rows={projects.map(rowOf)} />}
      </div>
      <div className="mt-6 empty:hidden"><Pagination page={page} pages={pages} href={(to) => `${HERE}?${new URLSearchParams({ q: query, page: String(to) })}`} /></div>
    </>
  )
}

function rowOf(project: ProjectForAdmins) {
  const { name, owners, bytes } = project
  return {
    key: name,
    cells: [
      <Name key="name"><a href={`/admin/projects/${encodeURIComponent(name)}/`}><bdi>{name}</bdi></a></Name>,
      <States key="state" project={project} />,
      <span key="owners">{owners.map((owner, place) => <span key={owner}>{place > 0 && ', '}<a href={`/user/${encodeURIComponent(owner)}/`}><bdi>{owner}</bdi></a></span>)}</span>,
      <Size key="size" bytes={bytes} />,
    ],
  }
}
