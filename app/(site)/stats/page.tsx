import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Size } from '#components/project/size.tsx'
import { Bars } from '#components/ui/bars.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { type LargeProject, readStatistics, type Week } from '#lib/catalog/statistics.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.stats'))('title') }
}

export default async function StatisticsPage() {
  const t = await getTranslations('public.stats')
  const { bytes, weeks, largest, ...counts } = await readStatistics(new Date())
  return (
    <div className="max-w-[44rem]">
      <h1>{t('title')}</h1>
      <p className="lead">{t('counts', counts)}</p>
      {counts.files === 0 ? <div className="mt-8"><EmptyState level={2} title={t('empty')} /></div> : <><Growth weeks={weeks} /><Largest projects={largest} bytes={bytes} /></>}
    </div>
  )
}

async function Growth({ weeks }: { weeks: Week[] }) {
  const [t, format] = [await getTranslations('public.stats'), await getFormatter()]
  const [first, last] = [weeks[0], weeks.at(-1)]
  const columns = [{ label: t('week') }, { label: t('files') }]
  return (
    <Section title={t('growth')}>
      <Bars label={t('growthLabel', { count: weeks.reduce((sum, { files }) => sum + files, 0) })} values={weeks.map(({ files }) => files)}
        from={first && format.dateTime(first.from, 'date')} to={last && t('thisWeek', { count: last.files })} />
      <details className="disclosure mt-2">
        <summary>{t('asTable')}<Icon name="chevron-down" small /></summary>
        <Table label={t('growth')} columns={columns} rows={weeks.map(({ from, files }) => ({ key: from.toISOString(), cells: [<Time key="from" at={from} />, files] }))} />
      </details>
    </Section>
  )
}

async function Largest({ projects, bytes }: { projects: LargeProject[]; bytes: number }) {
  const t = await getTranslations('public.stats')
  const columns = [{ label: t('project'), width: 'w-[55%]' }, { label: t('files') }, { label: t('size') }]
  const rows = projects.map(({ name, files, bytes }) => ({
    key: name,
    cells: [<Name key="name"><a href={`/project/${name}/`}><bdi>{name}</bdi></a></Name>, files, <Size key="size" bytes={bytes} />],
  }))
  return (
    <Section title={t('largest')} lead={<>{t('total')} <Size bytes={bytes} /></>}>
      <Table label={t('largest')} columns={columns} rows={rows} />
    </Section>
  )
}
