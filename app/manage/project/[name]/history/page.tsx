import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listProjectEvents, type RecordedEvent } from '#lib/audit/audit.ts'
import { Missing } from '../../../../missing.tsx'
import { ManagePage } from '../frame.tsx'
import { managedProject } from '../managed.ts'
import { sentenceOf } from './sentence.ts'

const PER_PAGE = 50
type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ before?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects.history'))('title') }
}

export default async function HistoryPage({ params, searchParams }: Props) {
  const managed = await managedProject(params, 'history')
  if (!managed) return <Missing />
  const { project, home } = managed
  const { before } = await searchParams
  const t = await getTranslations('projects.history')
  const events = await listProjectEvents(project.id, before && /^\d{1,15}$/.test(before) ? Number(before) : undefined, PER_PAGE)
  const oldest = events.length === PER_PAGE ? events.at(-1) : undefined
  const columns = [{ label: t('event'), width: 'w-[50%]' }, { label: t('who') }, { label: t('time') }]
  return (
    <ManagePage project={project} title={t('title')} lead={t('lead')}>
      {events.length === 0
        ? <EmptyState title={t('empty')} level={2} />
        : <Table label={t('title')} columns={columns} rows={await Promise.all(events.map(rowOf))} />}
      <div className="mt-6 flex gap-2">
        {before && <LinkButton small href={`${home}history/`}>{t('newest')}</LinkButton>}
        {oldest && <LinkButton small rel="next" href={`${home}history/?before=${oldest.id}`}>{t('older')}</LinkButton>}
      </div>
    </ManagePage>
  )
}

async function rowOf(event: RecordedEvent) {
  const t = await getTranslations('projects.history')
  return {
    key: String(event.id),
    cells: [
      <Name key="event" sub={t('record', { id: event.id })}>{await sentenceOf(event)}</Name>,
      event.actorName ? <bdi key="who">{event.actorName}</bdi> : t('system'),
      <Time key="time" at={event.at} look="moment" />,
    ],
  }
}
