import type { Metadata } from 'next'
import { ProjectView } from '#components/project/project-view.tsx'
import { environment } from '#lib/env.ts'
import { Missing } from '../../../../missing.tsx'
import { foundPage, metadataOf } from '../found-page.ts'

type Props = { params: Promise<{ name: string; version: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, version } = await params
  return metadataOf(await foundPage(name, version), true)
}

export default async function ReleasePage({ params }: Props) {
  const { name, version } = await params
  const page = await foundPage(name, version)
  return page ? <ProjectView page={page} index={`${environment().origin}/simple/`} /> : <Missing />
}
