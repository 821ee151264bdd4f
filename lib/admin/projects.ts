// What administrators may do to a project that is not theirs: stop its installation while something is unclear, and give it
// more room. Who may is the face's question (adminAction).
//
//   active, archived ──quarantine──► quarantined ──end──► what it was before

import { eq, sql, type SQL } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { literally } from '#lib/db/like.ts'
import { projects } from '#lib/db/schema.ts'
import { FILE_MAX_BYTES, PROJECT_MAX_BYTES, PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { pagesOf } from '#lib/pages.ts'
import type { Project } from '#lib/projects/create.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import type { Actor } from '#lib/projects/members.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { normalizeName, typedName } from '#lib/protocol/names.ts'
import { tellMembers } from '#lib/releases/own-project.ts'
import { err, ok, type Result } from '#lib/result.ts'

export type ProjectForAdmins = {
  name: string
  status: 'active' | 'archived' | 'quarantined'
  isPrivate: boolean
  isDeleted: boolean
  /** What its files take up, those in the bin too. */
  bytes: number
  owners: string[]
  /** What one file and all together may have; at least what holds for every project. */
  fileLimitBytes: number
  totalLimitBytes: number
}
export type AdminRefusal = 'no-such-project' | 'changed-meanwhile'

/** One page (from 1) of the projects whose names begin so, private and deleted ones too; without a name of those in quarantine or with limits of their own. */
export async function listProjectsForAdmins(query: string, page: number): Promise<{ projects: ProjectForAdmins[]; pages: number }> {
  const beginning = literally(typedName(query))
  const isWatched = sql`(status = 'quarantined' or file_limit_bytes is not null or total_limit_bytes is not null)`
  const which = beginning === '' ? isWatched : sql`normalized_name like ${`${beginning}%`}`
  return { projects: await readProjects(which, page), pages: pagesOf(await db().$count(projects, which), PROJECTS_PER_PAGE) }
}

/** How many nobody can install at the moment. */
export const countQuarantined = async (): Promise<number> => db().$count(projects, eq(projects.status, 'quarantined'))

/** One of them by its name, however it is spelled. */
export async function findProjectForAdmins(name: string): Promise<ProjectForAdmins | null> {
  return (await readProjects(sql`normalized_name = ${normalizeName(name)}`))[0] ?? null
}

type Row = Omit<ProjectForAdmins, 'bytes' | 'fileLimitBytes' | 'totalLimitBytes'> & { bytes: string; fileLimitBytes: string | null; totalLimitBytes: string | null }

async function readProjects(which: SQL, page = 1): Promise<ProjectForAdmins[]> {
  const rows = await db().execute<Row>(sql`
    select name, status, is_private as "isPrivate", deleted_at is not null as "isDeleted",
      file_limit_bytes as "fileLimitBytes", total_limit_bytes as "totalLimitBytes",
      (select coalesce(sum(f.size), 0) from files f where f.project_id = projects.id) as bytes,
      array(select u.username from project_roles r join users u on u.id = r.user_id where r.project_id = projects.id and r.role = 'owner' order by u.username) as owners
    from projects where ${which} order by normalized_name limit ${PROJECTS_PER_PAGE} offset ${(page - 1) * PROJECTS_PER_PAGE}`)
  return rows.map((row) => ({
    ...row, bytes: Number(row.bytes),
    fileLimitBytes: Math.max(FILE_MAX_BYTES, Number(row.fileLimitBytes)), totalLimitBytes: Math.max(PROJECT_MAX_BYTES, Number(row.totalLimitBytes)),
  }))
}

/**
 * Nobody can install the project any more (PEP 792: quarantined, no files), and nothing about it can be changed. Its members get a
 * letter with the reason. Refused when it is in quarantine already.
 */
export async function quarantineProject(name: string, reason: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, AdminRefusal>> {
  return changeProject(name, async (tx, project) => {
    if (project.status === 'quarantined') return err('changed-meanwhile')
    await tx.update(projects).set({ status: 'quarantined', statusBefore: project.status }).where(eq(projects.id, project.id))
    await note(tx, 'project.quarantined', 'quarantine', project, admin, { reason }, origin)
    await tellMembers({ tx, project, actor: admin }, 'project-quarantined', { reason })
    await refreshSimplePage(tx, project.id, now)
    return ok(undefined)
  })
}

/** The project is again what it was before; its members get a letter. Refused when it is in no quarantine. */
export async function endQuarantine(name: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, AdminRefusal>> {
  return changeProject(name, async (tx, project) => {
    if (project.status !== 'quarantined') return err('changed-meanwhile')
    await tx.update(projects).set({ status: project.statusBefore ?? 'active', statusBefore: null }).where(eq(projects.id, project.id))
    await note(tx, 'project.unquarantined', 'unquarantine', project, admin, {}, origin)
    await tellMembers({ tx, project, actor: admin }, 'project-unquarantined')
    await refreshSimplePage(tx, project.id, now)
    return ok(undefined)
  })
}

/** Gives a project limits of its own. What is not more than every project has is no limit of its own. */
export async function setProjectLimits(
  name: string, limits: { fileBytes: number; totalBytes: number }, admin: Actor, origin: Origin,
): Promise<Result<void, AdminRefusal>> {
  return changeProject(name, async (tx, project) => {
    const fileLimitBytes = limits.fileBytes > FILE_MAX_BYTES ? limits.fileBytes : null
    const totalLimitBytes = limits.totalBytes > PROJECT_MAX_BYTES ? limits.totalBytes : null
    await tx.update(projects).set({ fileLimitBytes, totalLimitBytes }).where(eq(projects.id, project.id))
    await record(tx, { ...eventOf(project, admin, limits), action: 'project.changed' }, origin)
    return ok(undefined)
  })
}

async function changeProject(name: string, change: (tx: Tx, project: Project) => Promise<Result<void, AdminRefusal>>): Promise<Result<void, AdminRefusal>> {
  return db().transaction(async (tx) => {
    const [project] = await tx.select().from(projects).where(eq(projects.normalizedName, normalizeName(name))).for('update')
    return project ? change(tx, project) : err('no-such-project')
  })
}

/** Into the journal, which mirrors read, and into the record, which people read. */
async function note(
  tx: Tx, action: 'project.quarantined' | 'project.unquarantined', journalled: string, project: Project, admin: Actor, detail: Record<string, string>, origin: Origin,
): Promise<void> {
  await writeJournal(tx, { projectId: project.id, name: project.name, action: journalled, userId: admin.id })
  await record(tx, { ...eventOf(project, admin, detail), action }, origin)
}

const eventOf = (project: Project, admin: Actor, detail: Record<string, string | number>) =>
  ({ userId: admin.id, actorName: admin.username, projectId: project.id, detail: { name: project.name, ...detail } })
