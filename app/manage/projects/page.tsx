import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Alert } from '#components/ui/alert.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listProjectsOf, type OwnProject } from '#lib/projects/projects.ts'
import { requireUser } from '#lib/web/guards.ts'
import { words } from '../../words.ts'
import { DeletedProjects } from './deleted.tsx'
import { ReceivedInvitations } from './invitations.tsx'

type Props = { searchParams: Promise<{ done?: string }> }

const [UPLOAD, NEW] = ['/manage/projects/upload/', '/manage/projects/new/']

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects'))('title') }
}

export default async function ProjectsPage({ searchParams }: Props) {
  const user = await requireUser('/manage/projects/')
  const t = await getTranslations('projects')
  const projects = await listProjectsOf(user.id)
  const columns = [{ label: t('project'), width: 'w-[40%]' }, { label: t('role') }, { label: t('state') }, { label: t('updated') }, { label: t('actions'), hidden: true, end: true }]

  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <h1>{t('title')}</h1>
        {projects.length > 0 && <span className="flex flex-wrap gap-3"><LinkButton icon="add" href={NEW}>{t('newAction')}</LinkButton><LinkButton icon="upload" href={UPLOAD}>{t('uploadAction')}</LinkButton></span>}
      </div>
      <p className="mt-2 mb-6 text-ink-2">{t('lead')}</p>
      <Done what={(await searchParams).done} />
      <ReceivedInvitations userId={user.id} />
      {projects.length === 0
        ? <EmptyState level={2} title={t('none')} action={<span className="flex flex-wrap gap-3"><LinkButton icon="upload" href={UPLOAD}>{t('uploadAction')}</LinkButton><LinkButton icon="add" href={NEW}>{t('newAction')}</LinkButton><LinkButton kind="quiet" href="/help/publish/">{t('noneAction')}</LinkButton></span>}>{t('noneLead')}</EmptyState>
        : <Table label={t('title')} columns={columns} rows={await Promise.all(projects.map(rowOf))} />}
      <DeletedProjects userId={user.id} />
    </>
  )
}

async function Done({ what }: { what: string | undefined }) {
  const sentences = await words('projects.done')
  return what && Object.hasOwn(sentences, what) ? <Alert live tone="good" className="mb-8">{sentences[what]}</Alert> : null
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
