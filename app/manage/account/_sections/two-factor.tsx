import { getFormatter, getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Pips } from '#components/ui/pips.tsx'
import { Score } from '#components/ui/score.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { RECOVERY_CODES } from '#lib/numbers.ts'
import { checkUp } from '#lib/two-factor/check-up.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { listSecurityKeys } from '#lib/two-factor/security-keys.ts'
import { listTotpApps } from '#lib/two-factor/totp-apps.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'

const FEW = 3

export async function TwoFactorSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor')
  return (
    <Section id="two-factor" major title={t('title')} lead={t('lead')}>
      <CheckUp user={user} />
      <Apps user={user} />
      <Keys user={user} />
      <Codes user={user} />
    </Section>
  )
}

async function CheckUp({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor')
  const items = await checkUp(user.id, new Date())
  const done = items.filter((item) => item.done).length
  const say = t as unknown as (key: string, values?: Record<string, string | number>) => string
  return (
    <Score
      title={t('checkUp.title')}
      result={t('checkUp.result', { done, total: items.length })}
      summary={t('checkUp.summary', { open: items.length - done })}
      checks={items.map((item) => ({
        key: item.key,
        label: say(`checkUp.${item.key}`),
        why: say(`checkUp.${item.key}${item.done ? 'Done' : 'Open'}`, item.values),
        done: item.done,
        state: t(item.done ? 'checkUp.done' : 'checkUp.open'),
        action: item.key === 'fire-drill' && <LinkButton small href="/manage/account/test-code/">{t('checkUp.test')}</LinkButton>,
      }))}
    />
  )
}

async function Apps({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor')
  const apps = await listTotpApps(user.id)
  const add = <LinkButton href="/manage/account/totp-provision/">{t('apps.add')}</LinkButton>
  if (apps.length === 0) {
    return <Section level={3} title={t('apps.title')}><EmptyState level={3} title={t('apps.none')} action={add}>{t('apps.noneLead')}</EmptyState></Section>
  }
  const rows = await Promise.all(apps.map((app) => factorRow({ ...app, path: `/manage/account/totp/${app.id}/` })))
  return <Section level={3} title={t('apps.title')} actions={add}><Table label={t('apps.title')} columns={await factorColumns()} rows={rows} /></Section>
}

async function Keys({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor')
  const keys = await listSecurityKeys(user.id)
  const add = (
    <>
      <LinkButton href="/manage/account/webauthn-provision/">{t('keys.register')}</LinkButton>
      <LinkButton href="/manage/account/webauthn-provision/#passkey">{t('keys.createPasskey')}</LinkButton>
    </>
  )
  if (keys.length === 0) {
    return (
      <Section level={3} title={t('keys.title')} lead={t('keys.lead')}>
        <EmptyState level={3} title={t('keys.none')} action={<LinkButton href="/manage/account/webauthn-provision/">{t('keys.register')}</LinkButton>}>{t('keys.noneLead')}</EmptyState>
      </Section>
    )
  }
  const rows = await Promise.all(keys.map((key) => factorRow({
    ...key,
    path: `/manage/account/key/${key.id}/`,
    sub: key.model,
    badge: (
      <>
        <Badge tone={key.isPasskey ? 'accent' : 'plain'}>{t(key.isPasskey ? 'keys.passkey' : 'keys.securityKey')}</Badge>
        {key.backedUp && <Badge>{t('keys.synced')}</Badge>}
      </>
    ),
    test: true,
  })))
  return <Section level={3} title={t('keys.title')} lead={t('keys.lead')} actions={add}><Table label={t('keys.title')} columns={await factorColumns()} rows={rows} /></Section>
}

async function Codes({ user }: { user: CurrentUser }) {
  const [t, format] = [await getTranslations('twoFactor'), await getFormatter()]
  const { total, left, lastUsedAt } = await countRecoveryCodes(user.id)
  const generate = <LinkButton href="/manage/account/recovery-codes/">{t('codes.generate')}</LinkButton>
  if (total === 0) {
    return <Section level={3} title={t('codes.title')}><EmptyState level={3} title={t('codes.none')} action={generate}>{t('codes.noneLead')}</EmptyState></Section>
  }
  return (
    <Section level={3} title={t('codes.title')} lead={t('codes.lead')} actions={generate}>
      {left <= FEW && <Alert tone="warn" className="mb-4">{t('codes.few', { left })}</Alert>}
      <Pips left={left} of={RECOVERY_CODES}>{t('codes.left', { left, total })}</Pips>
      <p className="mt-2 text-small text-ink-3">
        {lastUsedAt && <>{t('codes.lastUsed', { date: format.dateTime(lastUsedAt, 'date') })} </>}{t('codes.replaces')}
      </p>
    </Section>
  )
}

async function factorColumns() {
  const t = await getTranslations('twoFactor.apps')
  return [{ label: t('name'), width: 'w-[40%]' }, { label: t('added') }, { label: t('lastUsed') }, { label: t('actions'), hidden: true, end: true }]
}

type Factor = {
  id: string; name: string; createdAt: Date; lastUsedAt: Date | null; disabledAt: Date | null
  path: string; sub?: string | null; badge?: React.ReactNode; test?: boolean
}

async function factorRow({ id, name, createdAt, lastUsedAt, disabledAt, path, sub, badge, test }: Factor) {
  const t = await getTranslations('twoFactor')
  const now = new Date()
  return {
    key: id,
    cells: [
      <Name key="name" sub={sub}><bdi>{name}</bdi> {badge}{disabledAt && <Badge tone="bad">{t('apps.disabled')}</Badge>}</Name>,
      <Time key="added" at={createdAt} />,
      lastUsedAt ? <Time key="used" at={lastUsedAt} look="recent" now={now} /> : t('apps.never'),
      <span key="actions" className="row-actions">
        {test && <LinkButton small kind="quiet" href={`${path}#test`} about={name}>{t('keys.test')}</LinkButton>}
        <LinkButton small kind="quiet" href={`${path}#rename`} about={name}>{t('apps.rename')}</LinkButton>
        <LinkButton small kind="quiet-danger" href={`${path}#remove`} about={name}>{t('apps.remove')}</LinkButton>
      </span>,
    ],
  }
}
