// New projects. There is one way to make one:
//
//   permitProject   the rules that need no lock: who asks, how often, which names are names → a permit
//   createProject   permit → the project, its first owner, journal and record, in the caller's transaction
//
// A permit cannot be made elsewhere, so no path goes around the rules.
import { eq, or } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { projectRoles, projects } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import { confusableName, isProhibitedName, isProjectName, isStandardLibraryName, normalizeName } from '#lib/protocol/names.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasConfirmedPrimary } from '#lib/two-factor/factors.ts'
import { writeJournal } from './journal.ts'
import { isRuleOn } from './site-rules.ts'
import { refreshSimplePage } from './simple-page.ts'

export type ProjectNameError = 'name-invalid' | 'name-standard-library' | 'name-conflicts' | 'name-prohibited' | 'name-too-similar'
export type NewProjectError = ProjectNameError | 'address-not-confirmed' | 'too-many-projects' | 'new-projects-refused'

declare const permitted: unique symbol
export type ProjectPermit = { name: string; user: { id: string; username: string }; readonly [permitted]: true }
export type Project = typeof projects.$inferSelect

/** Whether this user may make a project of this name now. Counts as an attempt; ask once per upload, outside a transaction. */
export async function permitProject(
  name: string, user: { id: string; username: string }, origin: Origin, now: Date,
): Promise<Result<ProjectPermit, NewProjectError>> {
  if (!(await hasConfirmedPrimary(user.id, db()))) return err('address-not-confirmed')
  const allowance = await countAttempt([['projectCreatedPerAccount', user.id], ['projectCreatedPerNetwork', networkOf(origin.ip)]], now)
  if (!allowance.allowed) return err('too-many-projects')
  if (await isRuleOn('refuse-new-projects')) return err('new-projects-refused')

  const named = await checkNewName(db(), name)
  return named.ok ? ok({ name, user } as ProjectPermit) : named
}

/** The name alone, in PyPI's order of checks: for previews and for trusted publishers that wait for their first upload. */
export async function checkNewName(reader: Reader, name: string): Promise<Result<void, ProjectNameError>> {
  if (!isProjectName(name)) return err('name-invalid')
  if (isStandardLibraryName(name) && (await isRuleOn('refuse-standard-library-names', reader))) return err('name-standard-library')
  const taken = await takenBy(reader, name)
  if (taken === 'name-conflicts') return err(taken)
  if (isProhibitedName(name)) return err('name-prohibited')
  return taken ? err(taken) : ok(undefined)
}

/**
 * Makes the project, owned by the user of the permit, private where they said so or, where nobody was asked, by the rule of the
 * site. Of two at once, one gets the name and the other is refused.
 */
export async function createProject(
  tx: Tx, { name, user }: ProjectPermit, origin: Origin, now: Date, asked: { isPrivate?: boolean } = {},
): Promise<Result<Project, ProjectNameError>> {
  const isPrivate = asked.isPrivate ?? (await isRuleOn('private-new-projects', tx))
  const names = { name, normalizedName: normalizeName(name), confusableName: confusableName(name) }
  const [project] = await tx.insert(projects).values({ ...names, isPrivate, createdAt: now, updatedAt: now }).onConflictDoNothing().returning()
  if (!project) return err((await takenBy(tx, name)) ?? 'name-conflicts')

  await tx.insert(projectRoles).values({ projectId: project.id, userId: user.id, role: 'owner', createdAt: now })
  await writeJournal(tx, { projectId: project.id, name, action: 'create', userId: user.id })
  const serial = await writeJournal(tx, { projectId: project.id, name, action: `add Owner ${user.username}`, userId: user.id })
  const event = { userId: user.id, actorName: user.username, projectId: project.id, detail: { name } }
  await record(tx, { ...event, action: 'project.created', detail: { name, visibility: isPrivate ? 'private' : 'public' } }, origin)
  await record(tx, { ...event, action: 'role.added', detail: { name, role: 'owner', user: user.username } }, origin)
  await refreshSimplePage(tx, project.id, now)
  return ok({ ...project, serial })
}

/**
 * Whether the name is another project's, or looks like one. A deleted project keeps its name: nobody may step into its place.
 * Asked in one go, or a project that is made in between would look like itself.
 */
async function takenBy(reader: Reader, name: string): Promise<'name-conflicts' | 'name-too-similar' | null> {
  const same = or(eq(projects.normalizedName, normalizeName(name)), eq(projects.confusableName, confusableName(name)))
  const found = await reader.select({ normalizedName: projects.normalizedName }).from(projects).where(same)
  if (found.some(({ normalizedName }) => normalizedName === normalizeName(name))) return 'name-conflicts'
  return found.length > 0 ? 'name-too-similar' : null
}
