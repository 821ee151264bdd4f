import type { Metadata } from 'next'
import { ProjectView } from '#components/project/project-view.tsx'
import { environment } from '#lib/env.ts'
import { Missing } from '../../../../missing.tsx'
import { foundPage, metadataOf, pathOf } from '../found-page.ts'
import { type Query, shownOf } from '../shown.ts'

type Props = { params: Promise<{ name: string; version: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, version } = await params
  return metadataOf(await foundPage(name, version), true)
}

export default async function ReleasePage({ params, searchParams }: Props) {
  const { name, version } = await params
  const page = await foundPage(name, version)
  if (!page) return <Missing />
  const shown = shownOf(page, await searchParams, pathOf(page, true))
  return shown ? <ProjectView page={page} index={`${environment().origin}/simple/`} {...shown} /> : <Missing />
}
