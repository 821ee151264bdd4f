// Projects and who may do what with them. Owners manage and publish, maintainers publish.
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { projectRoles, projects, users } from '#lib/db/schema.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { err, ok, type Result } from '#lib/result.ts'
import type { Project } from './create.ts'

export type Role = 'owner' | 'maintainer'
export type Member = { userId: string; username: string; name: string; role: Role; since: Date; isDisabled: boolean }

/** The project of that name, in any spelling; null when there is none or it is in the bin. */
export async function findProject(name: string, reader: Reader = db()): Promise<Project | null> {
  const [project] = await reader.select().from(projects).where(and(eq(projects.normalizedName, normalizeName(name)), isNull(projects.deletedAt)))
  return project ?? null
}

/** The role a user has on a project now, or null. */
export async function findRole(projectId: string, userId: string, reader: Reader = db()): Promise<Role | null> {
  const mine = and(eq(projectRoles.projectId, projectId), eq(projectRoles.userId, userId))
  const [row] = await reader.select({ role: projectRoles.role }).from(projectRoles).where(mine)
  return row?.role ?? null
}

export type RoleError = 'no-such-project' | 'not-allowed'

/** The project, if the user has (at least) that role on it. Who has none sees a private project as one that does not exist. */
export async function requireRole(
  name: string, userId: string, needed: Role, reader: Reader = db(),
): Promise<Result<{ project: Project; role: Role }, RoleError>> {
  const project = await findProject(name, reader)
  if (!project) return err('no-such-project')
  const role = await findRole(project.id, userId, reader)
  if (!role) return err(project.isPrivate ? 'no-such-project' : 'not-allowed')
  return needed === 'owner' && role !== 'owner' ? err('not-allowed') : ok({ project, role })
}

/** The same for a change of the project, which is locked until the transaction ends: asked again under the lock, for the role or the project may go while we wait for it. */
export async function lockForRole(tx: Tx, name: string, userId: string, needed: Role): Promise<Result<{ project: Project; role: Role }, RoleError>> {
  const before = await requireRole(name, userId, needed, tx)
  if (!before.ok) return before
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, before.value.project.id)).for('update')
  return requireRole(name, userId, needed, tx)
}

/** Whether someone (null: a stranger) may see the project and its files. */
export async function mayRead(project: { id: string; isPrivate: boolean }, userId: string | null, reader: Reader = db()): Promise<boolean> {
  if (!project.isPrivate) return true
  return userId !== null && (await findRole(project.id, userId, reader)) !== null
}

/** Everyone with a role, owners first. */
export async function listMembers(projectId: string, reader: Reader = db()): Promise<Member[]> {
  return reader
    .select({ userId: users.id, username: users.username, name: users.name, role: projectRoles.role, since: projectRoles.createdAt, isDisabled: sql<boolean>`${users.disabledAt} is not null` })
    .from(projectRoles).innerJoin(users, eq(users.id, projectRoles.userId))
    .where(eq(projectRoles.projectId, projectId))
    .orderBy(desc(projectRoles.role), asc(users.usernameKey))
}
