import type { Metadata } from 'next'
import { EmptyProjectView } from '#components/project/empty-project.tsx'
import { ProjectView } from '#components/project/project-view.tsx'
import { environment } from '#lib/env.ts'
import { Missing, missingMetadata } from '../../../missing.tsx'
import { foundEmptyPage, foundPage, metadataOf, pathOf } from './found-page.ts'
import { type Query, shownOf } from './shown.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params
  const page = await foundPage(name, null)
  if (page) return metadataOf(page, false)
  const empty = await foundEmptyPage(name)
  return empty ? { title: empty.project.name } : missingMetadata()
}

export default async function ProjectPage({ params, searchParams }: Props) {
  const { name } = await params
  const page = await foundPage(name, null)
  if (!page) return <WithoutRelease name={name} />
  const shown = shownOf(page, await searchParams, pathOf(page, false))
  return shown ? <ProjectView page={page} index={`${environment().origin}/simple/`} {...shown} /> : <Missing />
}

async function WithoutRelease({ name }: { name: string }) {
  const page = await foundEmptyPage(name)
  return page ? <EmptyProjectView page={page} /> : <Missing />
}
