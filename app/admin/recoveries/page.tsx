import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listRecoveries } from '#lib/recovery/vouch.ts'
import { findAdmin } from '#lib/web/guards.ts'
import { Missing } from '../../missing.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recovery.list'))('title') }
}

export default async function RecoveriesPage() {
  if (!(await findAdmin('/admin/recoveries/'))) return <Missing />
  const t = await getTranslations('recovery.list')
  const waiting = await listRecoveries(new Date())
  const columns = [{ label: t('person') }, { label: t('since') }, { label: t('until') }, { label: t('vouchers') }]
  const rows = waiting.map(({ id, username, startedAt, endsAt, vouchers }) => ({
    key: id,
    cells: [<a key="who" href={`/manage/vouch/${id}/`}><bdi>{username}</bdi></a>, <Time key="since" at={startedAt} />, <Time key="until" at={endsAt} look="moment" />, vouchers],
  }))

  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      {rows.length === 0 ? <EmptyState level={2} title={t('empty')} /> : <Table label={t('title')} columns={columns} rows={rows} />}
    </>
  )
}
