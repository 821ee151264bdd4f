// Changing who may publish and manage. The project's row is locked before owners are counted, so that two owners who
// remove each other at once cannot leave a project without one.
import { and, eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { projectRoles } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import type { Project } from './create.ts'
import { writeJournal } from './journal.ts'
import { listMembers, lockForRole, type Member, type Role } from './projects.ts'
import { refreshSimplePage } from './simple-page.ts'

export type Actor = { id: string; username: string }
export type MemberError = 'no-such-project' | 'not-allowed' | 'no-such-member' | 'last-owner' | 'own-role' | 'wrong-confirmation'

/** Gives a member the other role. Nobody changes their own. */
export async function changeRole(
  name: string, actor: Actor, memberId: string, role: Role, origin: Origin, now: Date,
): Promise<Result<void, MemberError>> {
  return withMember(name, actor, memberId, async (tx, project, member) => {
    if (member.userId === actor.id) return err('own-role')
    if (member.role === role) return ok(undefined)
    await tx.update(projectRoles).set({ role }).where(roleOf(project, member))
    await announce(tx, 'role.changed', project, actor, { ...member, role }, origin, now)
    return ok(undefined)
  })
}

/** Makes a member the owner in the place of whoever hands the project over, who has typed its name and stays as a maintainer. */
export async function handOver(name: string, confirmation: string, actor: Actor, memberId: string, origin: Origin, now: Date): Promise<Result<void, MemberError>> {
  return withMember(name, actor, memberId, async (tx, project, member) => {
    if (memberId === actor.id) return err('own-role')
    if (confirmation.trim() !== project.name) return err('wrong-confirmation')
    if (member.isDisabled) return err('last-owner')
    for (const changed of [{ ...member, role: 'owner' as const }, { userId: actor.id, username: actor.username, role: 'maintainer' as const }]) {
      await tx.update(projectRoles).set({ role: changed.role }).where(roleOf(project, changed))
      await announce(tx, 'role.changed', project, actor, changed, origin, now)
    }
    return ok(undefined)
  })
}

/** Takes a member's role away, or one's own; never the last owner's. Their tokens lose the project at once. */
export async function removeMember(name: string, actor: Actor, memberId: string, origin: Origin, now: Date): Promise<Result<void, MemberError>> {
  return withMember(name, actor, memberId, async (tx, project, member, owners) => {
    if (member.role === 'owner' && owners === 1) return err('last-owner')
    await tx.delete(projectRoles).where(roleOf(project, member))
    await announce(tx, 'role.removed', project, actor, member, origin, now)
    return ok(undefined)
  })
}

/** Gives someone a role: the last step of an invitation that was accepted. Who has one already keeps it. */
export async function addMember(
  tx: Tx, project: { id: string; name: string }, member: { userId: string; username: string; role: Role }, actor: Actor, origin: Origin, now: Date,
): Promise<void> {
  const values = { projectId: project.id, userId: member.userId, role: member.role }
  const added = await tx.insert(projectRoles).values(values).onConflictDoNothing().returning()
  if (added.length > 0) await announce(tx, 'role.added', project, actor, member, origin, now)
}

type Change = (tx: Tx, project: Project, member: Member, owners: number) => Promise<Result<void, MemberError>>

async function withMember(name: string, actor: Actor, memberId: string, change: Change): Promise<Result<void, MemberError>> {
  return db().transaction(async (tx) => {
    // Leaving needs no more than being in; anything else is an owner's to do.
    const allowed = await lockForRole(tx, name, actor.id, memberId === actor.id ? 'maintainer' : 'owner')
    if (!allowed.ok) return allowed
    const { project } = allowed.value
    const members = await listMembers(project.id, tx)
    const member = members.find(({ userId }) => userId === memberId)
    // Whoever is disabled owns nothing that anybody could do: the project would be left alone with them.
    const owners = members.filter(({ userId, role, isDisabled }) => role === 'owner' && (userId === memberId || !isDisabled))
    return member ? change(tx, project, member, owners.length) : err('no-such-member')
  })
}

const roleOf = (project: Project, member: { userId: string }) =>
  and(eq(projectRoles.projectId, project.id), eq(projectRoles.userId, member.userId))

type Announced = { userId: string; username: string; role: Role }
const VERBS = { 'role.added': 'add', 'role.changed': 'change', 'role.removed': 'remove' } as const
const LETTERS = { 'role.added': 'role-added', 'role.changed': 'role-changed', 'role.removed': 'role-removed' } as const

/** Into the journal and the record, and to everyone concerned: the owners and the member. */
async function announce(
  tx: Tx, action: keyof typeof VERBS, project: { id: string; name: string }, actor: Actor, member: Announced, origin: Origin, now: Date,
): Promise<void> {
  const said = member.role === 'owner' ? 'Owner' : 'Maintainer'
  await writeJournal(tx, { projectId: project.id, name: project.name, action: `${VERBS[action]} ${said} ${member.username}`, userId: actor.id })
  const detail = { name: project.name, role: member.role, user: member.username }
  await record(tx, { action, userId: member.userId, actorId: actor.id, actorName: actor.username, projectId: project.id, detail }, origin)
  await refreshSimplePage(tx, project.id, now, 'people')
  const owners = (await listMembers(project.id, tx)).filter(({ role }) => role === 'owner')
  for (const userId of new Set([member.userId, ...owners.map((owner) => owner.userId)])) {
    await sendLetter(tx, { kind: LETTERS[action], userId, to: 'primary', values: { project: project.name, role: member.role, user: member.username, by: actor.username } })
  }
}
