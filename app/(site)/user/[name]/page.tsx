import { cache } from 'react'
import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { ProjectList } from '#components/project/project-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { pageNumber } from '#components/ui/page-number.ts'
import { Pagination } from '#components/ui/pagination.tsx'
import { Section } from '#components/ui/section.tsx'
import { findUserPage, type UserPage } from '#lib/catalog/lists.ts'
import { currentMember } from '#lib/web/current-user.ts'
import { Missing, missingMetadata } from '../../../missing.tsx'
import { pathPart } from '../../../path-part.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ page?: string | string[] }> }

/** The person at an address; another spelling leads to the right one, null when nobody is there. */
const personAt = cache(async (namePart: string, page = 1): Promise<UserPage | null> => {
  const name = pathPart(namePart)
  const person = await findUserPage(name, page)
  if (person && person.username !== name) permanentRedirect(`/user/${person.username}/`)
  return person
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const person = await personAt((await params).name)
  return person ? { title: person.username } : missingMetadata()
}

export default async function UserPageOf({ params, searchParams }: Props) {
  const page = pageNumber((await searchParams).page)
  const person = await personAt((await params).name, page ?? 1)
  if (!person || !page || page > person.pages) return <Missing />
  const [t, format] = [await getTranslations('public.user'), await getFormatter()]
  return (
    <>
      <h1><bdi>{person.name || person.username}</bdi></h1>
      <p className="mt-1 flex flex-wrap gap-x-4 text-small text-ink-3">
        {person.name && <bdi>{person.username}</bdi>}
        <span>{t('joined', { date: format.dateTime(person.joinedAt, 'date') })}</span>
        <PublicAddress address={person.publicAddress} />
      </p>
      <Section title={t('projects')} count={person.count}>
        {person.count === 0
          ? <EmptyState title={t('none')} />
          : <div className="max-w-[44rem]"><ProjectList now={new Date()} projects={person.projects.map((project) => ({ ...project, at: project.updatedAt }))} /></div>}
        <div className="mt-6 empty:hidden"><Pagination page={page} pages={person.pages} href={(to) => `?page=${to}`} /></div>
      </Section>
    </>
  )
}

/** Shown to people who are signed in, not to programs that collect addresses. */
async function PublicAddress({ address }: { address: string | null }) {
  if (!address || !(await currentMember())) return null
  const t = await getTranslations('public.user')
  return <span>{t('email')} <a href={`mailto:${address}`}><bdi>{address}</bdi></a></span>
}
