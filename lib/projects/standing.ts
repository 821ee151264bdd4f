// What an owner may change about a project as a whole: who sees it, and whether anything new comes.
import { eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { writeJournal } from './journal.ts'
import type { Actor } from './members.ts'
import { lockForRole } from './projects.ts'
import { refreshSimplePage } from './simple-page.ts'

export type StandingError = 'no-such-project' | 'not-allowed' | 'quarantined'

const CHANGES = {
  archive: { set: { status: 'archived' }, action: 'project.archived' },
  unarchive: { set: { status: 'active' }, action: 'project.unarchived' },
  'make-private': { set: { isPrivate: true }, action: 'project.made-private' },
  'make-public': { set: { isPrivate: false }, action: 'project.made-public' },
} as const

export type StandingChange = keyof typeof CHANGES

/** Archives a project or lets it live again (PEP 792), hides it from strangers or shows it. Owners only. */
export async function changeStanding(name: string, change: StandingChange, actor: Actor, origin: Origin, now: Date): Promise<Result<void, StandingError>> {
  return db().transaction(async (tx) => {
    const allowed = await lockForRole(tx, name, actor.id, 'owner')
    if (!allowed.ok) return allowed
    const { project } = allowed.value
    if (project.status === 'quarantined') return err('quarantined')

    const { set, action } = CHANGES[change]
    await tx.update(projects).set(set).where(eq(projects.id, project.id))
    await writeJournal(tx, { projectId: project.id, name: project.name, action: change.replace('-', ' '), userId: actor.id })
    await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name } }, origin)
    await refreshSimplePage(tx, project.id, now)
    return ok(undefined)
  })
}
