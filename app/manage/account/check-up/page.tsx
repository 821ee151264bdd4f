import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { type Check as Point, Checks, Score } from '#components/ui/score.tsx'
import { Section } from '#components/ui/section.tsx'
import { Time } from '#components/ui/time.tsx'
import { CHECK_UP_DAYS } from '#lib/numbers.ts'
import { checkUp } from '#lib/two-factor/check-up.ts'
import { hasSecondFactor, listFactors } from '#lib/two-factor/factors.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { checkUpDates } from '#lib/two-factor/reminders.ts'
import { requireUser } from '#lib/web/guards.ts'
import { DoneAlert } from '../../../done-alert.tsx'
import { pointsOf } from '../check-up-points.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('twoFactor.checkUp'))('title') }
}

export default async function CheckUpPage({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const user = await requireUser('/manage/account/check-up/', { withoutFactor: true })
  const { done } = await searchParams
  const t = await getTranslations('twoFactor')
  const points = await pointsOf(await checkUp(user.id, new Date()))
  const [open, inOrder] = [points.filter((point) => !point.done), points.filter((point) => point.done)]

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#two-factor', label: t('provision.crumb') }]} here={t('checkUp.title')} />
      <h1>{t('checkUp.title')}</h1>
      <DoneAlert group="account.done" done={done} />
      <Result points={points} mayStart={!(await hasSecondFactor(user.id))} />
      {open.length > 0 && <Section id="to-do" title={t('checkUp.toDo')} count={open.length}><Checks checks={open} /></Section>}
      {inOrder.length > 0 && <Section id="in-order" title={t('checkUp.inOrder')} count={inOrder.length}><Checks checks={inOrder} /></Section>}
      <FireDrill userId={user.id} />
      <Dates userId={user.id} />
    </>
  )
}

/** The figure, and beside it what it means: how to begin, or that there is nothing to do. */
async function Result({ points, mayStart }: { points: Point[]; mayStart: boolean }) {
  const t = await getTranslations('twoFactor.checkUp')
  const done = points.filter((point) => point.done).length
  const open = points.length - done
  return (
    <div className="mt-6">
      <Score title={t('score')} level={2} done={done} total={points.length} result={t('result', { done, total: points.length })} summary={t('summary', { open })}>
        {mayStart ? <Start /> : <p className="max-w-measure text-ink-2">{t(open === 0 ? 'praise' : 'lead')}</p>}
      </Score>
    </div>
  )
}

async function Start() {
  const t = await getTranslations('twoFactor')
  return (
    <>
      <h3 className="text-base">{t('checkUp.start.title')}</h3>
      <p className="mt-1 mb-4 max-w-measure text-ink-2">{t('checkUp.start.lead')}</p>
      <div className="flex flex-wrap gap-3">
        <LinkButton kind="primary" href="/manage/account/totp-provision/">{t('apps.add')}</LinkButton>
        <LinkButton href="/manage/account/webauthn-provision/">{t('keys.register')}</LinkButton>
      </div>
    </>
  )
}

async function FireDrill({ userId }: { userId: string }) {
  const t = await getTranslations('twoFactor')
  const { left } = await countRecoveryCodes(userId)
  const [lead, href, label] = left > 0
    ? [t('checkUp.drillLead'), '/manage/account/test-code/', t('drill.title')]
    : [t('checkUp.drillNone'), '/manage/account/recovery-codes/', t('codes.generate')]
  return <Section id="fire-drill" title={t('checkUp.checks.fire-drill')} lead={lead}><LinkButton href={href}>{label}</LinkButton></Section>
}

async function Dates({ userId }: { userId: string }) {
  const t = await getTranslations('twoFactor.checkUp.reminders')
  const { codeTestedAt, remindedAt, nextAt } = await checkUpDates(userId)
  const used = (await listFactors(userId)).flatMap(({ kind, lastUsedAt }) => (kind === 'totp' ? [] : lastUsedAt ?? []))
  const keyUsedAt = used.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null
  const day = (at: Date | null) => (at ? <Time at={at} /> : t('never'))
  return (
    <Section id="dates" title={t('title')} lead={t('lead', { days: CHECK_UP_DAYS })}>
      <div className="max-w-[29rem]">
        <Facts facts={[
          { label: t('tested'), value: day(codeTestedAt) },
          { label: t('keyUsed'), value: day(keyUsedAt) },
          { label: t('reminded'), value: day(remindedAt) },
          { label: t('next'), value: nextAt ? <NextReminder at={nextAt} /> : t('none') },
        ]} />
      </div>
    </Section>
  )
}

/** The letters go out once a day: what is due goes with the next ones. */
async function NextReminder({ at }: { at: Date }) {
  const t = await getTranslations('twoFactor.checkUp.reminders')
  return at > new Date() ? <Time at={at} /> : t('soon')
}
