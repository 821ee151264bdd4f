// Short lists for the home page and for people's pages. Private and quarantined projects are on none of them.
import { and, asc, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { emailAddresses, projectRoles, projects, users } from '#lib/db/schema.ts'
import { PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import { pagesOf } from '#lib/pages.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { kept } from './kept.ts'
import { hasRelease } from './listed-releases.ts'

export type ListedProject = { name: string; normalizedName: string; summary: string; isArchived: boolean; createdAt: Date; updatedAt: Date }
export type UserPage = { username: string; name: string; joinedAt: Date; publicAddress: string | null; /** One page of them, and how many there are in all. */ projects: ListedProject[]; count: number; pages: number }
export type Counts = { projects: number; releases: number; files: number }

const columns = {
  name: projects.name, normalizedName: projects.normalizedName, summary: projects.summary,
  isArchived: sql<boolean>`${projects.status} = 'archived'`, createdAt: projects.createdAt, updatedAt: projects.updatedAt,
}

/** The public projects that changed last, of those that have a release. */
export async function listRecentlyUpdated(most: number): Promise<ListedProject[]> {
  return db().select(columns).from(projects).where(and(seenByAll, hasRelease)).orderBy(desc(projects.updatedAt)).limit(most)
}

/** The newest public projects, of those that have a release. */
export async function listNewProjects(most: number): Promise<ListedProject[]> {
  return db().select(columns).from(projects).where(and(seenByAll, hasRelease)).orderBy(desc(projects.createdAt)).limit(most)
}

/** How much there is for everyone; of a large index some minutes old. */
export const countEverything = kept('counts', readCounts)

async function readCounts(): Promise<Counts> {
  const [counts] = await db().execute<Counts>(sql`
    select count(distinct projects.id)::int as projects, count(distinct r.id)::int as releases, count(distinct f.id)::int as files
    from projects
    left join releases r on r.project_id = projects.id and r.deleted_at is null
    left join files f on f.release_id = r.id and f.deleted_at is null
    where ${seenByAll}`)
  return { projects: counts?.projects ?? 0, releases: counts?.releases ?? 0, files: counts?.files ?? 0 }
}

/** The public page of a person, with one page of their projects (from 1); null when there is none of that name, or the account is disabled. */
export async function findUserPage(username: string, page = 1): Promise<UserPage | null> {
  const [user] = await db().select().from(users).where(and(eq(users.usernameKey, username.toLowerCase()), isNull(users.disabledAt)))
  if (!user) return null
  const isPublic = and(eq(emailAddresses.userId, user.id), eq(emailAddresses.isPublic, true), isNotNull(emailAddresses.verifiedAt))
  const [address] = await db().select({ address: emailAddresses.address }).from(emailAddresses).where(isPublic)
  return { username: user.username, name: user.name, joinedAt: user.createdAt, publicAddress: address?.address ?? null, ...(await projectsOf(user.id, page)) }
}

async function projectsOf(userId: string, page: number): Promise<Pick<UserPage, 'projects' | 'count' | 'pages'>> {
  const [theirs, withRoles] = [and(seenByAll, eq(projectRoles.userId, userId)), eq(projectRoles.projectId, projects.id)]
  const [counted] = await db().select({ all: count() }).from(projects).innerJoin(projectRoles, withRoles).where(theirs)
  const shown = await db().select(columns).from(projects).innerJoin(projectRoles, withRoles).where(theirs)
    .orderBy(asc(columns.isArchived), desc(projects.updatedAt), asc(projects.normalizedName)).limit(PROJECTS_PER_PAGE).offset((page - 1) * PROJECTS_PER_PAGE)
  const all = counted?.all ?? 0
  return { projects: shown, count: all, pages: pagesOf(all, PROJECTS_PER_PAGE) }
}
