import type { Metadata } from 'next'
import { ProjectView } from '#components/project/project-view.tsx'
import { environment } from '#lib/env.ts'
import { Missing } from '../../../missing.tsx'
import { foundPage, metadataOf, pathOf } from './found-page.ts'
import { type Query, shownFiles } from './shown-files.ts'

type Props = { params: Promise<{ name: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(await foundPage((await params).name, null), false)
}

export default async function ProjectPage({ params, searchParams }: Props) {
  const page = await foundPage((await params).name, null)
  if (!page) return <Missing />
  const files = shownFiles(page, await searchParams, pathOf(page, false))
  return <ProjectView page={page} index={`${environment().origin}/simple/`} files={files} />
}
