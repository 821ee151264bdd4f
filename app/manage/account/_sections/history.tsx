import { getTranslations } from 'next-intl/server'
import { LinkButton } from '#components/ui/button.tsx'
import { Section } from '#components/ui/section.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import { Time } from '#components/ui/time.tsx'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { browserName } from '#lib/protocol/user-agent.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { isWorthALook, sentenceOf } from '../event-sentence.ts'

const SHOWN_ON_ACCOUNT_PAGE = 8

export async function HistorySection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  const now = new Date()
  const events = await listAccountEvents(user.id, undefined, SHOWN_ON_ACCOUNT_PAGE)
  const entries = await Promise.all(events.map(async (event) => ({
    key: String(event.id),
    text: await sentenceOf(event),
    check: isWorthALook(event) ? t('history.check') : undefined,
    about: <><Time at={event.at} look="recent" now={now} /> · {browserName(event.userAgent) ?? t('sessions.unknownBrowser')} · {t('history.record', { id: event.id })}</>,
  })))
  return (
    <Section id="security-history" major title={t('history.title')} lead={t('history.lead')} actions={<LinkButton href="/manage/account/history/">{t('history.all')}</LinkButton>}>
      <Timeline label={t('history.title')} entries={entries} />
    </Section>
  )
}
