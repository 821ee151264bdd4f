import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Name, Table } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { environment } from '#lib/env.ts'
import { browserName } from '#lib/protocol/user-agent.ts'
import { type Browser, isRemembered, listBrowsers } from '#lib/sessions/browsers.ts'
import { requireUser } from '#lib/web/guards.ts'
import { forgetBrowser } from '../actions.ts'
import { Address } from '../address.tsx'
import { RowForm } from '../_sections/row-form.tsx'
import { SessionsTable } from '../_sections/sessions.tsx'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.sessions'))('title') }
}

export default async function SessionsPage() {
  const user = await requireUser('/manage/account/sessions/', { withoutFactor: true })
  const t = await getTranslations('account')
  const now = new Date()
  const browsers = await listBrowsers(user.id, now)
  const columns = [
    { label: t('sessions.browser') }, { label: t('sessions.firstSeen') }, { label: t('sessions.lastSeen') },
    { label: t('sessions.rememberedUntil') }, { label: t('sessions.actions'), hidden: true, end: true },
  ]

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/', label: t('title') }]} here={t('sessions.title')} />
      <h1>{t('sessions.title')}</h1>
      <p className="mt-2 mb-6 max-w-[42rem] text-ink-2">{t('sessions.lead', { idle: environment().sessionIdleMinutes })}</p>
      <SessionsTable user={user} />
      <Section major title={t('sessions.browsersTitle')} lead={<>{t('sessions.browsersLead')} <HelpLink to="sign-in" part="remembered" /></>}>
        {browsers.length === 0
          ? <EmptyState title={t('sessions.noBrowsers')} />
          : <Table label={t('sessions.browsersTitle')} columns={columns} rows={await Promise.all(browsers.map((browser) => rowOf(browser, now)))} />}
      </Section>
    </>
  )
}

async function rowOf(browser: Browser, now: Date) {
  const t = await getTranslations('account')
  const name = browserName(browser.userAgent) ?? t('sessions.unknownBrowser')
  const remembered = isRemembered(browser, now) && browser.rememberedUntil
  return {
    key: browser.id,
    cells: [
      <Name key="name" sub={<Address ip={browser.ip} />}>{name}</Name>,
      <Time key="first" at={browser.createdAt} />,
      <Time key="last" at={browser.lastSeenAt} look="recent" now={now} />,
      remembered ? <Time key="until" at={remembered} /> : t('sessions.notRemembered'),
      <RowForm key="forget" action={forgetBrowser} id={browser.id} about={name} label={t('sessions.forget')} errors={await words('account.errors')} />,
    ],
  }
}
