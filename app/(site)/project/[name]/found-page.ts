import { cache } from 'react'
import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { type EmptyProjectPage, findEmptyProjectPage, findProjectPage, type ProjectPage } from '#lib/catalog/project-page.ts'
import { environment } from '#lib/env.ts'
import { currentMember } from '#lib/web/current-user.ts'
import { missingMetadata } from '../../../missing.tsx'
import { pathPart } from '../../../path-part.ts'

const find = cache(async (name: string, version: string | null) => findProjectPage(name, version, (await currentMember())?.id ?? null))

/** The page at an address. Another spelling of the name or the version leads to the one its owners use; null when nothing is there. */
export async function foundPage(namePart: string, versionPart: string | null): Promise<ProjectPage | null> {
  const name = pathPart(namePart)
  const version = versionPart === null ? null : pathPart(versionPart)
  const found = await find(name, version)
  if (!found.ok) return null
  const { project, release } = found.value
  if (project.name !== name || (version !== null && release.version !== version)) permanentRedirect(pathOf(found.value, version !== null))
  return found.value
}

/** The same of a project without any release. */
export async function foundEmptyPage(namePart: string): Promise<EmptyProjectPage | null> {
  const name = pathPart(namePart)
  const page = await findEmptyProjectPage(name, (await currentMember())?.id ?? null)
  if (page && page.project.name !== name) permanentRedirect(`/project/${page.project.name}/`)
  return page
}

/** Title, summary, canonical address and feed. */
export async function metadataOf(page: ProjectPage | null, isRelease: boolean): Promise<Metadata> {
  if (!page) return missingMetadata()
  const { project, release } = page
  const { origin } = environment()
  return {
    title: isRelease ? `${project.name} ${release.version}` : project.name,
    description: release.summary || undefined,
    alternates: {
      canonical: `${origin}${pathOf(page, isRelease && !page.isLatest)}`,
      types: project.isPrivate ? undefined : { 'application/rss+xml': `${origin}/rss/project/${project.normalizedName}/releases.xml` },
    },
  }
}

/** The path of a project's page, or of one of its releases. */
export const pathOf = ({ project, release }: ProjectPage, withVersion: boolean) =>
  `/project/${project.name}/${withVersion ? `${encodeURIComponent(release.version)}/` : ''}`
