import { getFormatter, getTranslations } from 'next-intl/server'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Pips } from '#components/ui/pips.tsx'
import { Checks, Score } from '#components/ui/score.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { RECOVERY_CODES } from '#lib/numbers.ts'
import { checkUp } from '#lib/two-factor/check-up.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { type Factor, listFactors } from '#lib/two-factor/factors.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { HelpLink } from '../../../help-link.tsx'
import { pointsOf } from '../check-up-points.tsx'

export async function TwoFactorSection({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor')
  const factors = await listFactors(user.id)
  return (
    <Section id="two-factor" major title={t('title')} lead={<>{t('lead')} <HelpLink to="two-factor" /></>}>
      <CheckUp user={user} />
      <Apps apps={factors.filter((factor) => factor.kind === 'totp')} />
      <Keys keys={factors.filter((factor) => factor.kind !== 'totp')} />
      <Codes user={user} />
    </Section>
  )
}

/** The figure, the open point that matters most, and the way to all of them. */
async function CheckUp({ user }: { user: CurrentUser }) {
  const t = await getTranslations('twoFactor.checkUp')
  const points = await pointsOf(await checkUp(user.id, new Date()))
  const open = points.filter((point) => !point.done)
  const [first] = open
  const done = points.length - open.length
  return (
    <Score title={t('title')} done={done} total={points.length} result={t('result', { done, total: points.length })} summary={t('summary', { open: open.length })}>
      {first ? <Checks checks={[first]} /> : <p className="text-ink-2">{t('praise')}</p>}
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton small href="/manage/account/check-up/">{t('all')}</LinkButton>
        {first?.key !== 'fire-drill' && <LinkButton small kind="quiet" href="/manage/account/test-code/">{t('test')}</LinkButton>}
      </div>
    </Score>
  )
}

async function Apps({ apps }: { apps: Factor[] }) {
  const t = await getTranslations('twoFactor')
  const add = <LinkButton href="/manage/account/totp-provision/">{t('apps.add')}</LinkButton>
  if (apps.length === 0) {
    return <Section level={3} title={t('apps.title')}><EmptyState title={t('apps.none')} action={add}>{t('apps.noneLead')}</EmptyState></Section>
  }
  const rows = await Promise.all(apps.map(factorRow))
  return <Section level={3} title={t('apps.title')} actions={add}><Table label={t('apps.title')} columns={await factorColumns()} rows={rows} /></Section>
}

async function Keys({ keys }: { keys: Factor[] }) {
  const t = await getTranslations('twoFactor')
  const add = (
    <>
      <LinkButton href="/manage/account/webauthn-provision/">{t('keys.register')}</LinkButton>
      <LinkButton href="/manage/account/webauthn-provision/#passkey">{t('keys.createPasskey')}</LinkButton>
    </>
  )
  if (keys.length === 0) {
    return (
      <Section level={3} title={t('keys.title')} lead={t('keys.lead')}>
        <EmptyState title={t('keys.none')} action={<div className="flex flex-wrap gap-3">{add}</div>}>{t('keys.noneLead')}</EmptyState>
      </Section>
    )
  }
  const rows = await Promise.all(keys.map(factorRow))
  return <Section level={3} title={t('keys.title')} lead={t('keys.lead')} actions={add}><Table label={t('keys.title')} columns={await factorColumns()} rows={rows} /></Section>
}

async function Codes({ user }: { user: CurrentUser }) {
  const [t, format] = [await getTranslations('twoFactor'), await getFormatter()]
  const { total, left, lastUsedAt } = await countRecoveryCodes(user.id)
  const generate = <LinkButton href="/manage/account/recovery-codes/">{t('codes.generate')}</LinkButton>
  if (total === 0) {
    return <Section level={3} title={t('codes.title')}><EmptyState title={t('codes.none')} action={generate}>{t('codes.noneLead')}</EmptyState></Section>
  }
  return (
    <Section level={3} title={t('codes.title')} lead={t('codes.lead')} actions={generate}>
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

async function factorRow(factor: Factor) {
  const t = await getTranslations('twoFactor')
  const path = `/manage/account/factor/${factor.id}/`
  return {
    key: factor.id,
    cells: [
      <Name key="name" sub={factor.model}><bdi>{factor.name}</bdi> <FactorBadges factor={factor} /></Name>,
      <Time key="added" at={factor.createdAt} />,
      factor.lastUsedAt ? <Time key="used" at={factor.lastUsedAt} look="recent" now={new Date()} /> : t('apps.never'),
      <span key="actions" className="row-actions">
        {factor.kind !== 'totp' && <LinkButton small kind="quiet" href={`${path}#test`} about={factor.name}>{t('keys.test')}</LinkButton>}
        {factor.kind === 'totp' && <LinkButton small kind="quiet" href={`/manage/account/totp-provision/?replaces=${factor.id}`} about={factor.name}>{t('replace.submit')}</LinkButton>}
        <LinkButton small kind="quiet" href={`${path}#rename`} about={factor.name}>{t('apps.rename')}</LinkButton>
        <LinkButton small kind="quiet-danger" href={`${path}#remove`} about={factor.name}>{t('apps.remove')}</LinkButton>
      </span>,
    ],
  }
}

async function FactorBadges({ factor }: { factor: Factor }) {
  const t = await getTranslations('twoFactor')
  return (
    <>
      {factor.kind !== 'totp' && <Badge tone={factor.kind === 'passkey' ? 'accent' : 'plain'}>{t(factor.kind === 'passkey' ? 'keys.passkey' : 'keys.securityKey')}</Badge>}
      {factor.isSynced && <Badge>{t('keys.synced')}</Badge>}
      {factor.disabledAt && <Badge tone="bad">{t('apps.disabled')}</Badge>}
    </>
  )
}
