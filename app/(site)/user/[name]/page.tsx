import { cache } from 'react'
import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { ProjectList } from '#components/project/project-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/section.tsx'
import { findUserPage, type UserPage } from '#lib/catalog/lists.ts'
import { currentMember } from '#lib/web/current-user.ts'
import { Missing, missingMetadata } from '../../../missing.tsx'
import { pathPart } from '../../../path-part.ts'

type Props = { params: Promise<{ name: string }> }

/** The person at an address; another spelling leads to the right one, null when nobody is there. */
const personAt = cache(async (namePart: string): Promise<UserPage | null> => {
  const name = pathPart(namePart)
  const person = await findUserPage(name)
  if (person && person.username !== name) permanentRedirect(`/user/${person.username}/`)
  return person
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const person = await personAt((await params).name)
  return person ? { title: person.username } : missingMetadata()
}

export default async function UserPageOf({ params }: Props) {
  const person = await personAt((await params).name)
  if (!person) return <Missing />
  const [t, format] = [await getTranslations('public.user'), await getFormatter()]
  return (
    <>
      <h1><bdi>{person.name || person.username}</bdi></h1>
      <p className="mt-1 flex flex-wrap gap-x-4 text-small text-ink-3">
        {person.name && <bdi>{person.username}</bdi>}
        <span>{t('joined', { date: format.dateTime(person.joinedAt, 'date') })}</span>
        <PublicAddress address={person.publicAddress} />
      </p>
      <Section title={t('projects')} count={person.projects.length}>
        {person.projects.length === 0
          ? <EmptyState title={t('none')} />
          : <div className="max-w-[44rem]"><ProjectList now={new Date()} projects={person.projects.map((project) => ({ ...project, at: project.updatedAt }))} /></div>}
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
