import { and, desc, eq, isNull, ne, type SQL } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { projects, releases } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import type { FeedItem } from '#lib/protocol/rss.ts'
import { hasRelease } from './listed-releases.ts'

const NEWEST_RELEASES = 100
const NEWEST_PROJECTS = 40
const RELEASES_OF_A_PROJECT = 40

/** The newest releases of all public projects. */
export async function listNewestReleases(): Promise<FeedItem[]> {
  return (await readReleases(seenByAll, NEWEST_RELEASES)).map((row) => releaseItem(row, `${row.name} ${row.version}`))
}

/** The newest public projects that have something to install. */
export async function listNewestProjects(): Promise<FeedItem[]> {
  const columns = { name: projects.name, summary: projects.summary, createdAt: projects.createdAt }
  const rows = await db().select(columns).from(projects).where(and(seenByAll, hasRelease)).orderBy(desc(projects.createdAt)).limit(NEWEST_PROJECTS)
  return rows.map(({ name, summary, createdAt }) => {
    const link = projectLink(name)
    return { title: `${name} added to ${environment().siteName}`, link, guid: link, description: summary, publishedAt: createdAt }
  })
}

/** The newest releases of one project. */
export async function listReleasesOf(projectId: string): Promise<FeedItem[]> {
  return (await readReleases(eq(projects.id, projectId), RELEASES_OF_A_PROJECT)).map((row) => releaseItem(row, row.version))
}

const shown = and(isNull(projects.deletedAt), ne(projects.status, 'quarantined'))

async function readReleases(which: SQL, most: number) {
  const columns = { name: projects.name, version: releases.version, summary: releases.summary, metadata: releases.metadata, createdAt: releases.createdAt }
  return db().select(columns).from(releases).innerJoin(projects, eq(projects.id, releases.projectId))
    .where(and(which, shown, isNull(releases.deletedAt))).orderBy(desc(releases.createdAt)).limit(most)
}

type ReleaseRow = Awaited<ReturnType<typeof readReleases>>[number]

function releaseItem({ name, version, summary, metadata, createdAt }: ReleaseRow, title: string): FeedItem {
  const author = authorOf(metadata.author_email)
  return { title, link: `${projectLink(name)}${encodeURIComponent(version)}/`, description: summary, publishedAt: createdAt, ...(author && { author }) }
}

/** As PyPI: addresses only, and only when all of them are. */
function authorOf(email: string | string[] | undefined): string | null {
  const addresses = [email ?? []].flat().flatMap((text) => text.split(',')).map((part) => /<([^>]+)>/.exec(part)?.[1] ?? part.trim())
  return addresses.length > 0 && addresses.every((address) => address.includes('@')) ? addresses.join(', ') : null
}

const projectLink = (name: string) => `${environment().origin}/project/${encodeURIComponent(name)}/`
