import type { Metadata } from 'next'
import { ProjectView } from '#components/project/project-view.tsx'
import { environment } from '#lib/env.ts'
import { Missing } from '../../../missing.tsx'
import { foundPage, metadataOf } from './found-page.ts'

type Props = { params: Promise<{ name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return metadataOf(await foundPage((await params).name, null), false)
}

export default async function ProjectPage({ params }: Props) {
  const page = await foundPage((await params).name, null)
  return page ? <ProjectView page={page} index={`${environment().origin}/simple/`} /> : <Missing />
}
