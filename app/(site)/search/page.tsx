import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ChosenClassifiers } from '#components/project/chosen-classifiers.tsx'
import { ClassifierFilter } from '#components/project/classifier-filter.tsx'
import { ProjectList } from '#components/project/project-list.tsx'
import { addressOf, type Asked, wishOf, type Wish } from '#components/project/search-address.ts'
import { SearchForm } from '#components/project/search-form.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { searchProjects, type SearchResult } from '#lib/catalog/search.ts'
import { listUsedClassifiers } from '#lib/catalog/used-classifiers.ts'
import { setAnswerStatus } from '#lib/web/answer-status.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'
import { Missing } from '../../missing.tsx'

const FORM = 'search'
type Props = { searchParams: Promise<Asked> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations('public.search')
  const { query } = wishOf(await searchParams)
  return { title: query ? t('titleFor', { query }) : t('title'), robots: { index: false } }
}

export default async function SearchPage({ searchParams }: Props) {
  const t = await getTranslations('public.search')
  const wish = wishOf(await searchParams)
  const found = await searchProjects(wish, await requestOrigin(), new Date())
  if (!found.ok && found.error === 'no-such-page') return <Missing />
  if (!found.ok) setAnswerStatus(found.error === 'too-many' ? 429 : 413)
  return (
    <>
      <h1>{wish.query ? <bdi>{t('titleFor', { query: wish.query })}</bdi> : t('title')}</h1>
      <div className="with-aside mt-6">
        <div className="min-w-0">
          <SearchForm id={FORM} sortable query={wish.query} order={wish.order === 'updated' ? '-created' : ''} />
          <ChosenClassifiers wish={wish} />
          {found.ok ? <Results result={found.value} wish={wish} /> : <Alert live tone="warn" className="mt-6">{t(found.error === 'too-many' ? 'too-many' : 'query-too-long')}</Alert>}
        </div>
        <ClassifierFilter form={FORM} chosen={wish.classifiers} used={await listUsedClassifiers(new Date())} />
      </div>
    </>
  )
}

async function Results({ result, wish }: { result: SearchResult; wish: Wish }) {
  const t = await getTranslations('public.search')
  if (result.total === 0) return <Nothing query={wish.query} didYouMean={result.didYouMean} />
  return (
    <>
      <p className="mt-6 mb-4 flex flex-wrap justify-between gap-x-4 text-small text-ink-3">
        {t('count', { count: result.total })} <a href="#classifiers" className="wide:hidden">{t('classifiers')}</a>
      </p>
      <ProjectList level={2} now={new Date()} projects={result.found.map((project) => ({ ...project, at: project.updatedAt }))} />
      <div className="mt-6"><Pagination page={result.page} pages={result.pages} href={(page) => addressOf({ ...wish, page })} /></div>
    </>
  )
}

async function Nothing({ query, didYouMean }: { query: string; didYouMean: string | null }) {
  const t = await getTranslations('public.search')
  return (
    <div className="mt-6">
      <EmptyState level={2} title={query ? t('none', { query }) : t('noneAtAll')}>
        {didYouMean && <>{t('meant')} <a href={`/search/?q=${encodeURIComponent(didYouMean)}`}><bdi>{didYouMean}</bdi></a>{t('meantEnd')} </>}{t('noneLead')}
      </EmptyState>
    </div>
  )
}
