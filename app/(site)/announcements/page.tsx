import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { AnnouncementList } from '#components/announcements/list.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { ActionForm } from '#components/ui/form.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Section } from '#components/ui/section.tsx'
import { listAnnouncements } from '#lib/announcements/announcements.ts'
import { environment } from '#lib/env.ts'
import { ADDRESS_MAX_CHARS } from '#lib/numbers.ts'
import { DoneAlert } from '../../done-alert.tsx'
import { Missing } from '../../missing.tsx'
import { words } from '../../words.ts'
import { subscribe } from './actions.ts'

const FEED = '/rss/announcements.xml'
type Props = { searchParams: Promise<{ page?: string | string[]; done?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements'))('title'), alternates: { types: { 'application/rss+xml': FEED } } }
}

export default async function AnnouncementsPage({ searchParams }: Props) {
  const t = await getTranslations('announcements')
  const format = await getFormatter()
  const { page: asked, done } = await searchParams
  const page = pageNumber(asked)
  const { found, pages } = await listAnnouncements(page ?? 1)
  if (!page || page > pages) return <Missing />
  const list = found.map(({ slug, title, severity, publishedAt }) => ({ slug, title, severity, when: format.dateTime(publishedAt, 'date') }))

  return (
    <>
      <div className="section-head">
        <div><h1>{t('title')}</h1><p className="lead">{t('lead', { site: environment().siteName })}</p></div>
        <div className="section-actions"><LinkButton small href={FEED} icon="rss">{t('feed')}</LinkButton></div>
      </div>
      <DoneAlert group="announcements.done" done={done} />
      <div className="with-aside mt-6">
        <div className="min-w-0">
          {list.length === 0 ? <EmptyState level={2} title={t('emptyTitle')}>{t('empty')}</EmptyState> : <AnnouncementList announcements={list} />}
          <div className="mt-6"><Pagination page={page} pages={pages} href={(to) => `?page=${to}`} /></div>
        </div>
        <Section title={t('subscribe.title')} lead={t('subscribe.lead')}>
          <ActionForm action={subscribe} errors={await words('announcements.errors')} id="subscribe" className="mt-4">
            <Field name="address" type="email" label={t('subscribe.address')} hint={t('subscribe.hint')} autoComplete="email" maxLength={ADDRESS_MAX_CHARS} />
            <div><Button busy={t('subscribe.submitBusy')}>{t('subscribe.submit')}</Button></div>
          </ActionForm>
        </Section>
      </div>
    </>
  )
}
