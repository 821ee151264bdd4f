import { record, type AuditEvent } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { type LetterKind, sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import type { Project } from '#lib/projects/create.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import type { Actor } from '#lib/projects/members.ts'
import { listMembers, lockForRole, type RoleError } from '#lib/projects/projects.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import { err, type Result } from '#lib/result.ts'

export type { Actor } from '#lib/projects/members.ts'
export type OwnProjectError = RoleError | 'quarantined' | 'read-only'

/** Who does what where, in one transaction. */
export type Doing = { tx: Tx; project: Project; actor: Actor; origin: Origin; now: Date }

/**
 * Runs a change that only an owner may make, under the lock of the project; afterwards its simple page is new. Refused
 * while the project is in quarantine (nothing is to be covered up) or the index is read-only.
 */
export async function changeOwnProject<E extends string>(
  name: string, actor: Actor, origin: Origin, now: Date, change: (doing: Doing) => Promise<Result<void, E>>,
): Promise<Result<void, E | OwnProjectError>> {
  return db().transaction(async (tx) => {
    const allowed = await lockForRole(tx, name, actor.id, 'owner')
    if (!allowed.ok) return allowed
    const { project } = allowed.value
    if (project.status === 'quarantined') return err('quarantined')
    if (await isRuleOn('read-only', tx)) return err('read-only')

    const changed = await change({ tx, project, actor, origin, now })
    if (changed.ok) await refreshSimplePage(tx, project.id, now)
    return changed
  })
}

/** Writes a change into the journal, which mirrors read, and into the record, which people read. */
export async function noteChange(
  { tx, project, actor, origin }: Doing, action: AuditEvent['action'], journalled: string, detail: Record<string, string> & { version: string },
): Promise<void> {
  await writeJournal(tx, { projectId: project.id, name: project.name, version: detail.version, action: journalled, userId: actor.id })
  await record(tx, { action, userId: actor.id, actorName: actor.username, projectId: project.id, detail: { name: project.name, ...detail } }, origin)
}

/** Tells every member what was done, whoever did it: each of them may publish and answers for what is there. */
export async function tellMembers({ tx, project, actor }: Pick<Doing, 'tx' | 'project' | 'actor'>, kind: LetterKind, about: Record<string, string> = {}): Promise<void> {
  for (const { userId } of await listMembers(project.id, tx)) {
    await sendLetter(tx, { kind, userId, to: 'primary', values: { project: project.name, by: actor.username, ...about } })
  }
}
