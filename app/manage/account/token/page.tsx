import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewToken, type NewTokenText } from '#components/account/new-token.tsx'
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx'
import { TOKEN_DEFAULT_DAYS, TOKEN_NAME_MAX_CHARS } from '#lib/numbers.ts'
import { listOwnProjects } from '#lib/projects/own-projects.ts'
import { requireSudo } from '#lib/web/guards.ts'
import { makeToken } from './actions.ts'
import { words } from '../../../words.ts'
import { HelpLink } from '../../../help-link.tsx'

const LIFETIMES_DAYS = [1, 7, 30, 90, 180, 365]

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens.new'))('title') }
}

export default async function TokenPage({ searchParams }: { searchParams: Promise<{ project?: string }> }) {
  const { project } = await searchParams
  const user = await requireSudo('/manage/account/token/')
  const t = await getTranslations('tokens')
  const projects = await listOwnProjects(user.id)

  const text = { ...(await words('tokens.new')), everything: t('everything'), ...(await words('tokens.purposes')), ...(await words('tokens.made')) } as NewTokenText

  return (
    <>
      <Breadcrumbs trail={[{ href: '/manage/account/#api-tokens', label: t('title') }]} here={t('new.title')} />
      <h1>{t('new.title')}</h1>
      <p className="mt-2"><HelpLink to="tokens" /></p>
      <NewToken
        action={makeToken} errors={await words('tokens.errors')} nameMax={TOKEN_NAME_MAX_CHARS}
        projects={projects.map(({ name, normalizedName }) => ({ name, value: normalizedName, chosen: normalizedName === project }))}
        lifetimes={LIFETIMES_DAYS.map((days) => ({ value: String(days), label: t('new.days', { days }) }))} lifetime={String(TOKEN_DEFAULT_DAYS)}
        text={text}
      />
    </>
  )
}
