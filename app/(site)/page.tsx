import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ProjectList } from '#components/project/project-list.tsx'
import { SearchForm } from '#components/project/search-form.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { Snippet } from '#components/ui/snippet.tsx'
import { countEverything, listNewProjects, listRecentlyUpdated, type Counts } from '#lib/catalog/lists.ts'
import { environment } from '#lib/env.ts'

const SHOWN = 8

/** Feeds of what stands in the two lists. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('public.home')
  const feeds = [{ url: '/rss/updates.xml', title: t('recent') }, { url: '/rss/packages.xml', title: t('new') }]
  return { alternates: { canonical: '/', types: { 'application/rss+xml': feeds } } }
}

export default async function HomePage() {
  const t = await getTranslations('public.home')
  const { siteName } = environment()
  const counts = await countEverything(new Date())
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead', { site: siteName })}</p>
      <div className="mt-6 max-w-measure"><SearchForm query="" /></div>
      {counts.projects > 0 && <p className="mt-3 text-small text-ink-3">{t('counts', counts)}</p>}
      {counts.releases > 0 ? <Lists counts={counts} /> : <NothingYet />}
      <Install />
    </>
  )
}

async function Lists({ counts }: { counts: Counts }) {
  const t = await getTranslations('public.home')
  const now = new Date()
  const [recent, fresh] = await Promise.all([listRecentlyUpdated(SHOWN), listNewProjects(SHOWN)])
  const hasMore = counts.projects > SHOWN
  return (
    <div className="mt-11 grid items-start gap-x-14 gap-y-11 wide:grid-cols-2">
      <div>
        <Section title={t('recent')} actions={hasMore && <a href="/search/?o=-created">{t('all')}</a>}>
          <ProjectList now={now} projects={recent.map((project) => ({ ...project, at: project.updatedAt }))} />
        </Section>
      </div>
      <div>
        <Section title={t('new')}>
          <ProjectList now={now} projects={fresh.map((project) => ({ ...project, at: project.createdAt }))} />
        </Section>
      </div>
    </div>
  )
}

async function NothingYet() {
  const t = await getTranslations('public.home')
  return (
    <div className="mt-11">
      <EmptyState level={2} title={t('empty')} action={<LinkButton href="/help/publish/">{t('emptyAction')}</LinkButton>}>{t('emptyLead')}</EmptyState>
    </div>
  )
}

async function Install() {
  const t = await getTranslations('public.home')
  const index = `${environment().origin}/simple/`
  return (
    <Section title={t('install')}>
      <div className="max-w-measure">
        <Snippet commands={[
          { about: t('pip'), text: `pip config set global.index-url ${index}` },
          { about: t('uv'), text: `export UV_DEFAULT_INDEX=${index}` },
        ]} />
      </div>
    </Section>
  )
}
