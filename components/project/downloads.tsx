import { useFormatter, useTranslations } from 'next-intl'
import { Bars } from '../ui/bars.tsx'
import { Icon } from '../ui/icon.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

type Day = { day: Date; downloads: number }

/** Downloads of the last days as bars, and as a table for whoever cannot see them. */
export function Downloads({ days }: { days: Day[] }) {
  const t = useTranslations('public.project.downloads')
  const format = useFormatter()
  const total = days.reduce((sum, { downloads }) => sum + downloads, 0)
  const [first, last] = [days[0], days.at(-1)]
  if (total === 0) return <p className="text-label text-ink-2">{t('none', { days: days.length })}</p>
  return (
    <>
      <p className="mb-3 text-label">{t('total', { count: total, days: days.length })}</p>
      <Bars label={t('label', { count: total, days: days.length })} values={days.map(({ downloads }) => downloads)}
        from={first && format.dateTime(first.day, 'date')} to={last && t('today', { count: last.downloads })} />
      <p className="hint mt-2">{t('what')}</p>
      <details className="disclosure mt-2">
        <summary>{t('asTable')}<Icon name="chevron-down" small /></summary>
        <Table label={t('title')} columns={[{ label: t('day') }, { label: t('title') }]}
          rows={days.toReversed().map(({ day, downloads }) => ({ key: day.toISOString(), cells: [<Time key="day" at={day} />, format.number(downloads)] }))} />
      </details>
    </>
  )
}
