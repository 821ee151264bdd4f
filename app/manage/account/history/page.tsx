import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { listAccountEvents, type RecordedEvent } from '#lib/audit/audit.ts'
import { browserName } from '#lib/protocol/user-agent.ts'
import { requireUser } from '#lib/web/guards.ts'
import { AboutPlaces, Address } from '../address.tsx'
import { isWorthALook, sentenceOf } from '../event-sentence.ts'

const PER_PAGE = 50

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.history'))('title') }
}

export default async function HistoryPage({ searchParams }: { searchParams: Promise<{ before?: string }> }) {
  const user = await requireUser('/manage/account/history/', { withoutFactor: true })
  const { before } = await searchParams
  const t = await getTranslations('account')
  const events = await listAccountEvents(user.id, before && /^\d{1,15}$/.test(before) ? Number(before) : undefined, PER_PAGE)
  const oldest = events.length === PER_PAGE ? events.at(-1) : undefined
  const columns = [{ label: t('history.event'), width: 'w-[45%]' }, { label: t('history.time') }, { label: t('history.address') }, { label: t('history.browser') }]

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/', label: t('title') }]} here={t('history.title')} />
      <h1>{t('history.title')}</h1>
      <p className="mt-2 mb-6 text-ink-2">{t('history.lead')}</p>
      {events.length === 0
        ? <EmptyState title={t('history.empty')} level={2} />
        : <Table label={t('history.title')} columns={columns} rows={await Promise.all(events.map(rowOf))} />}
      <AboutPlaces />
      <div className="mt-6 flex gap-2">
        {before && <LinkButton small href="/manage/account/history/">{t('history.newest')}</LinkButton>}
        {oldest && <LinkButton small rel="next" href={`/manage/account/history/?before=${oldest.id}`}>{t('history.older')}</LinkButton>}
      </div>
    </>
  )
}

async function rowOf(event: RecordedEvent) {
  const t = await getTranslations('account')
  return {
    key: String(event.id),
    cells: [
      <Name key="event" sub={t('history.record', { id: event.id })}>
        {await sentenceOf(event)} {isWorthALook(event) && <Badge tone="warn">{t('history.check')}</Badge>}
      </Name>,
      <Time key="time" at={event.at} look="moment" />,
      <Address key="address" ip={event.ip} />,
      browserName(event.userAgent) ?? t('sessions.unknownBrowser'),
    ],
  }
}
