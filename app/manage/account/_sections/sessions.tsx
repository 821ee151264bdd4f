import { getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { environment } from '#lib/env.ts'
import { browserName } from '#lib/protocol/user-agent.ts'
import { listSessions, type Session } from '#lib/sessions/sessions.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { endOtherSessions, endSession } from '../actions.ts'
import { AboutPlaces, Address } from '../address.tsx'
import { RowForm } from './row-form.tsx'
import { words } from '../../../words.ts'

const SHOWN_ON_ACCOUNT_PAGE = 5

export async function SessionsSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account')
  return (
    <Section id="sessions" major title={t('sessions.title')} lead={t('sessions.lead', { idle: environment().sessionIdleMinutes })}
      actions={<LinkButton href="/manage/account/sessions/">{t('sessions.all')}</LinkButton>}>
      <SessionsTable user={user} most={SHOWN_ON_ACCOUNT_PAGE} />
    </Section>
  )
}

/** The sessions of a user; the one that is asking is marked and ends by signing out. */
export async function SessionsTable({ user, most }: { user: CurrentUser; most?: number }) {
  const t = await getTranslations('account')
  const now = new Date()
  const sessions = (await listSessions(user.id, now)).slice(0, most)
  const columns = [
    { label: t('sessions.browser') }, { label: t('sessions.method') }, { label: t('sessions.firstSeen') },
    { label: t('sessions.lastSeen') }, { label: t('sessions.actions'), hidden: true, end: true },
  ]
  const rows = await Promise.all(sessions.map((session) => rowOf(session, session.publicId === user.session.publicId, now)))
  return (
    <>
      <Table label={t('sessions.title')} columns={columns} rows={rows} />
      <AboutPlaces />
      {sessions.length > 1 && (
        <ActionForm action={endOtherSessions} errors={await words('account.errors')} className="mt-4"><div><Button>{t('sessions.signOutOthers')}</Button></div></ActionForm>
      )}
    </>
  )
}

async function rowOf(session: Session, isThis: boolean, now: Date) {
  const t = await getTranslations('account')
  const browser = browserName(session.userAgent) ?? t('sessions.unknownBrowser')
  const methods: Record<string, string> = await words('account.sessions.methods')
  return {
    key: session.publicId,
    cells: [
      <Name key="name" sub={<Address ip={session.ip} />}>{browser}{isThis && <> <Badge tone="accent">{t('sessions.thisOne')}</Badge></>}</Name>,
      methods[session.method],
      <Time key="since" at={session.createdAt} look="recent" now={now} />,
      <Time key="seen" at={session.lastSeenAt} look="recent" now={now} />,
      !isThis && <RowForm key="end" action={endSession} id={session.publicId} about={browser} label={t('sessions.signOut')} errors={await words('account.errors')} />,
    ],
  }
}
