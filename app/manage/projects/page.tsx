import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import { findOwnProjects, type OwnProject, type OwnProjects } from '#lib/projects/own-projects.ts'
import { requireUser } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'
import { DoneAlert } from '../../done-alert.tsx'
import { DeletedProjects } from './deleted.tsx'
import { ReceivedInvitations } from './invitations.tsx'

type Props = { searchParams: Promise<{ q?: string | string[]; page?: string | string[]; done?: string }> }

const [HERE, UPLOAD, NEW] = ['/manage/projects/', '/manage/projects/upload/', '/manage/projects/new/']

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects'))('title') }
}

export default async function ProjectsPage({ searchParams }: Props) {
  const user = await requireUser(HERE)
  const asked = await searchParams
  const [part = ''] = [asked.q ?? []].flat()
  const page = pageNumber(asked.page)
  const own = await findOwnProjects(user.id, part, page ?? 1)
  if (!page || page > own.pages) return <Missing />
  const t = await getTranslations('projects')

  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <h1>{t('title')}</h1>
        {own.all > 0 && <span className="flex flex-wrap gap-3"><LinkButton icon="add" href={NEW}>{t('newAction')}</LinkButton><LinkButton icon="upload" href={UPLOAD}>{t('uploadAction')}</LinkButton></span>}
      </div>
      <p className="mt-2 mb-6 text-ink-2">{t('lead')}</p>
      <DoneAlert group="projects.done" done={asked.done} className="mb-8" />
      <ReceivedInvitations userId={user.id} />
      {own.all === 0
        ? <EmptyState level={2} title={t('none')} action={<span className="flex flex-wrap gap-3"><LinkButton icon="upload" href={UPLOAD}>{t('uploadAction')}</LinkButton><LinkButton icon="add" href={NEW}>{t('newAction')}</LinkButton><LinkButton kind="quiet" href="/help/publish/">{t('noneAction')}</LinkButton></span>}>{t('noneLead')}</EmptyState>
        : <Projects own={own} part={part} page={page} />}
      <DeletedProjects userId={user.id} />
    </>
  )
}

async function Projects({ own, part, page }: { own: OwnProjects; part: string; page: number }) {
  const t = await getTranslations('projects')
  const columns = [{ label: t('project'), width: 'w-[40%]' }, { label: t('role') }, { label: t('state') }, { label: t('updated') }, { label: t('actions'), hidden: true, end: true }]
  return (
    <>
      {(own.all > PROJECTS_PER_PAGE || part !== '') && <Search own={own} part={part} />}
      {own.found === 0
        ? <EmptyState level={2} title={t('search.none')} action={<LinkButton href={HERE}>{t('search.reset')}</LinkButton>} />
        : <Table label={t('title')} columns={columns} rows={await Promise.all(own.projects.map(rowOf))} />}
      <div className="mt-6 empty:hidden"><Pagination page={page} pages={own.pages} href={(to) => `${HERE}?${new URLSearchParams({ ...(part && { q: part }), page: String(to) })}`} /></div>
    </>
  )
}

/** Offered to whoever cannot see all projects at once. A plain GET form: its address can be kept. */
async function Search({ own: { found, all }, part }: { own: OwnProjects; part: string }) {
  const t = await getTranslations('projects.search')
  return (
    <search className="mb-4 block">
      <form action={HERE} method="get" className="form-inline max-w-measure">
        <div className="min-w-0 flex-1 basis-60"><Field name="q" id="find-project" type="search" label={t('label')} defaultValue={part} optional={false} required={false} autoCapitalize="none" spellCheck={false} /></div>
        <Button>{t('submit')}</Button>
        {part !== '' && found > 0 && <LinkButton kind="quiet" href={HERE}>{t('reset')}</LinkButton>}
      </form>
      <p className="mt-2 text-small text-ink-2"><output>{part === '' ? t('all', { all }) : t('some', { found, all })}</output></p>
    </search>
  )
}

async function rowOf(project: OwnProject) {
  const t = await getTranslations('projects')
  const home = `/project/${project.name}/`
  const manage = `/manage/project/${project.name}/${project.role === 'owner' ? 'releases' : 'collaboration'}/`
  return {
    key: project.id,
    cells: [
      <Name key="name" sub={project.summary}><a href={home}>{project.name}</a></Name>,
      <span key="role">{t(project.role)}{project.isSoleOwner && <> <Badge>{t('soleOwner')}</Badge></>}</span>,
      <span key="state">{t(project.status === 'archived' || project.status === 'quarantined' ? project.status : 'active')}{project.isPrivate && <> <Badge icon="lock">{t('private')}</Badge></>}</span>,
      <Time key="updated" at={project.updatedAt} />,
      <span key="actions" className="row-actions">
        <LinkButton small kind="quiet" href={manage} about={project.name}>{t('manage')}</LinkButton>
        <LinkButton small kind="quiet" href={home} about={project.name}>{t('view')}</LinkButton>
      </span>,
    ],
  }
}
