// Deleting a whole project. It is gone from the index at once and can be restored for 72 hours; then its releases and files
// are gone for good (bin.ts). Its name stays taken: nobody may step into its place.

import { and, desc, eq, gt, isNotNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { projectRoles, projects } from '#lib/db/schema.ts'
import { BIN_HOURS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import { findRole } from '#lib/projects/projects.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Actor, changeOwnProject, type Doing, type OwnProjectError, tellMembers } from './own-project.ts'

/** Deletes a project with all its releases. Whoever does it has typed its name. Owners only; every member is told. */
export async function deleteProject(
  name: string, confirmation: string, actor: Actor, origin: Origin, now: Date,
): Promise<Result<void, OwnProjectError | 'wrong-confirmation'>> {
  return changeOwnProject<'wrong-confirmation'>(name, actor, origin, now, async (doing) => {
    const { tx, project } = doing
    if (confirmation.trim() !== project.name) return err('wrong-confirmation')
    await tx.update(projects).set({ deletedAt: now }).where(eq(projects.id, project.id))
    await note(doing, 'project.deleted', 'remove project')
    await tellMembers(doing, 'project-deleted')
    return ok(undefined)
  })
}

/** Puts a project back as it was. One that is not there, or whose 72 hours are over, looks to strangers and owners alike as if it never was. Every member is told. */
export async function restoreProject(
  projectId: string, actor: Actor, origin: Origin, now: Date,
): Promise<Result<void, 'no-such-project' | 'not-allowed' | 'quarantined' | 'read-only'>> {
  return db().transaction(async (tx) => {
    const [project] = await tx.select().from(projects).where(and(eq(projects.id, projectId), inBin(now))).for('update')
    const role = project && (await findRole(project.id, actor.id, tx))
    if (!project || !role) return err('no-such-project')
    if (role !== 'owner') return err('not-allowed')
    if (project.status === 'quarantined') return err('quarantined')
    if (await isRuleOn('read-only', tx)) return err('read-only')

    await tx.update(projects).set({ deletedAt: null }).where(eq(projects.id, project.id))
    await note({ tx, project, actor, origin, now }, 'project.restored', 'restore project')
    await tellMembers({ tx, project, actor }, 'project-restored')
    await refreshSimplePage(tx, project.id, now)
    return ok(undefined)
  })
}

export type DeletedProject = { id: string; name: string; deletedAt: Date; restorableUntil: Date }

/** The projects of an owner that lie in the bin, deleted last first. */
export async function listDeletedProjects(userId: string, now: Date): Promise<DeletedProject[]> {
  const own = and(eq(projectRoles.userId, userId), eq(projectRoles.role, 'owner'))
  const rows = await db().select({ id: projects.id, name: projects.name, deletedAt: projects.deletedAt }).from(projects)
    .innerJoin(projectRoles, eq(projectRoles.projectId, projects.id)).where(and(own, inBin(now))).orderBy(desc(projects.deletedAt))
  return rows.flatMap(({ id, name, deletedAt }) => (deletedAt ? [{ id, name, deletedAt, restorableUntil: new Date(deletedAt.getTime() + BIN_MS) }] : []))
}

const BIN_MS = BIN_HOURS * 3_600_000
const inBin = (now: Date) => and(isNotNull(projects.deletedAt), gt(projects.deletedAt, new Date(now.getTime() - BIN_MS)))

async function note({ tx, project, actor, origin }: Doing, action: 'project.deleted' | 'project.restored', journalled: string): Promise<void> {
  await writeJournal(tx, { projectId: project.id, name: project.name, action: journalled, userId: actor.id })
  await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name } }, origin)
}
