import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SeverityBadge } from '#components/announcements/severity.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Announcement } from '#lib/announcements/announcements.ts'
import { listForAdmins } from '#lib/announcements/writing.ts'
import { findAdmin } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'
import { StateBadge } from './state-badge.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements.admin'))('title') }
}

export default async function AdminAnnouncementsPage({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  if (!(await findAdmin('/admin/announcements/'))) return <Missing />
  const t = await getTranslations('announcements.admin')
  const written = await listForAdmins()
  const columns = [{ label: t('columnTitle'), width: 'w-[45%]' }, { label: t('columnSeverity') }, { label: t('columnState') }, { label: t('columnDate') }]

  return (
    <>
      <div className="section-head">
        <div><h1>{t('title')}</h1><p className="lead">{t('lead')}</p></div>
        <div className="section-actions"><LinkButton kind="primary" href="/admin/announcements/new/" icon="add">{t('new')}</LinkButton></div>
      </div>
      {(await searchParams).done === 'justDiscarded' && <Alert live tone="good" className="mt-6">{t('justDiscarded')}</Alert>}
      <div className="mt-6">
        {written.length === 0
          ? <EmptyState level={2} title={t('emptyTitle')}>{t('empty')}</EmptyState>
          : <Table label={t('title')} columns={columns} rows={written.map(rowOf)} />}
      </div>
    </>
  )
}

function rowOf(of: Announcement) {
  return {
    key: of.id,
    cells: [
      <Name key="name"><a href={`/admin/announcements/${of.id}/`}><bdi>{of.title}</bdi></a></Name>,
      <SeverityBadge key="kind" severity={of.severity} />, <StateBadge key="state" of={of} />, <Time key="date" at={of.publishedAt ?? of.createdAt} />,
    ],
  }
}
