// Inviting somebody to a project. The invitation lies with the account it is for: only that account can answer it,
// and nobody becomes a member, or is shown as one, without having said yes.
import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { emailAddresses, invitations, projects, users } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import { INVITE_LINK_DAYS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { writeJournal } from './journal.ts'
import { type Actor, addMember } from './members.ts'
import { findRole, lockForRole, type Role } from './projects.ts'
import { refreshSimplePage } from './simple-page.ts'

export type InviteError = 'no-such-project' | 'not-allowed' | 'no-such-user' | 'already-member' | 'already-invited'
export type AnswerError = 'no-such-invitation'

/** Owners invite people by user name. Who cannot be invited (unknown, disabled, no confirmed address) is told apart in nothing. */
export async function invite(
  name: string, actor: Actor, username: string, role: Role, origin: Origin, now: Date,
): Promise<Result<void, InviteError>> {
  return db().transaction(async (tx) => {
    const allowed = await lockForRole(tx, name, actor.id, 'owner')
    if (!allowed.ok) return allowed
    const { project } = allowed.value
    const invited = await findInvitable(tx, username)
    if (!invited) return err('no-such-user')
    if (await findRole(project.id, invited.id, tx)) return err('already-member')

    await closeExpired(tx, project.id, invited.id, now)
    const expiresAt = new Date(now.getTime() + INVITE_LINK_DAYS * 86_400_000)
    const values = { projectId: project.id, userId: invited.id, role, invitedBy: actor.id, expiresAt, createdAt: now }
    const added = await tx.insert(invitations).values(values).onConflictDoNothing().returning()
    if (added.length === 0) return err('already-invited')

    await note(tx, 'invitation.sent', { project, user: invited, role, actor }, origin, now)
    const said = { project: project.name, role, by: actor.username, expires: expiresAt.toISOString() }
    await sendLetter(tx, { kind: 'project-invitation', userId: invited.id, to: 'primary', values: said })
    return ok(undefined)
  })
}

export type ReceivedInvitation = { id: string; project: { name: string; normalizedName: string }; role: Role; expiresAt: Date }

/** The open invitations of a user, the one that ends first at the top. */
export async function listInvitations(userId: string, now: Date): Promise<ReceivedInvitation[]> {
  const project = { name: projects.name, normalizedName: projects.normalizedName }
  return db()
    .select({ id: invitations.id, project, role: invitations.role, expiresAt: invitations.expiresAt })
    .from(invitations).innerJoin(projects, eq(projects.id, invitations.projectId))
    .where(and(eq(invitations.userId, userId), isNull(invitations.answer), gt(invitations.expiresAt, now), isNull(projects.deletedAt)))
    .orderBy(asc(invitations.expiresAt))
}

/** The invited user says yes or no, once. Another's invitation looks like one that never was. */
export async function answerInvitation(
  user: Actor, invitationId: string, answer: 'accepted' | 'declined', origin: Origin, now: Date,
): Promise<Result<void, AnswerError>> {
  return db().transaction(async (tx) => {
    const closed = await close(tx, and(eq(invitations.id, invitationId), eq(invitations.userId, user.id)), answer, now)
    if (!closed) return err('no-such-invitation')
    const { project, role } = closed
    await note(tx, answer === 'accepted' ? 'invitation.accepted' : 'invitation.declined', { project, user, role, actor: user }, origin, now)
    if (answer === 'accepted') await addMember(tx, project, { userId: user.id, username: user.username, role }, user, origin, now)
    return ok(undefined)
  })
}

/** An owner takes an open invitation back. */
export async function revokeInvitation(
  name: string, actor: Actor, invitationId: string, origin: Origin, now: Date,
): Promise<Result<void, 'no-such-project' | 'not-allowed' | 'no-such-invitation'>> {
  return db().transaction(async (tx) => {
    const allowed = await lockForRole(tx, name, actor.id, 'owner')
    if (!allowed.ok) return allowed
    const closed = await close(tx, and(eq(invitations.id, invitationId), eq(invitations.projectId, allowed.value.project.id)), 'revoked', now)
    if (!closed) return err('no-such-invitation')
    await note(tx, 'invitation.revoked', { project: closed.project, user: closed.user, role: closed.role, actor }, origin, now)
    return ok(undefined)
  })
}

/** Of two answers to one invitation, one is given. */
async function close(tx: Tx, which: ReturnType<typeof and>, answer: string, now: Date) {
  const project = await lockProjectOf(tx, which)
  if (!project) return null
  const open = and(which, isNull(invitations.answer), gt(invitations.expiresAt, now))
  const [closed] = await tx.update(invitations).set({ answer, answeredAt: now }).where(open).returning()
  if (!closed) return null
  const [user] = await tx.select({ id: users.id, username: users.username }).from(users).where(eq(users.id, closed.userId))
  return user ? { project, user, role: closed.role } : null
}

/** The project before the invitation, as whoever invites does it: else two could wait for one another. */
async function lockProjectOf(tx: Tx, which: ReturnType<typeof and>): Promise<{ id: string; name: string } | null> {
  const [invitation] = await tx.select({ projectId: invitations.projectId }).from(invitations).where(which)
  if (!invitation) return null
  const [project] = await tx.select({ id: projects.id, name: projects.name }).from(projects)
    .where(and(eq(projects.id, invitation.projectId), isNull(projects.deletedAt))).for('update')
  return project ?? null
}

/** One that ran out is no hindrance to another. */
async function closeExpired(tx: Tx, projectId: string, userId: string, now: Date): Promise<void> {
  const open = and(eq(invitations.projectId, projectId), eq(invitations.userId, userId), isNull(invitations.answer))
  const [found] = await tx.select().from(invitations).where(open).for('update')
  if (found && found.expiresAt <= now) await tx.update(invitations).set({ answer: 'expired', answeredAt: now }).where(eq(invitations.id, found.id))
}

async function findInvitable(tx: Tx, username: string): Promise<Actor | null> {
  const able = and(eq(users.usernameKey, username.trim().toLowerCase()), isNull(users.disabledAt), eq(emailAddresses.isPrimary, true), isNotNull(emailAddresses.verifiedAt))
  const [user] = await tx.select({ id: users.id, username: users.username }).from(users).innerJoin(emailAddresses, eq(emailAddresses.userId, users.id)).where(able)
  return user ?? null
}

type Noted = { project: { id: string; name: string }; user: Actor; role: Role; actor: Actor }
type Action = 'invitation.sent' | 'invitation.accepted' | 'invitation.declined' | 'invitation.revoked'
const VERBS: Record<Action, string> = { 'invitation.sent': 'invite', 'invitation.accepted': 'accepted', 'invitation.declined': 'declined', 'invitation.revoked': 'revoke_invite' }

async function note(tx: Tx, action: Action, { project, user, role, actor }: Noted, origin: Origin, now: Date): Promise<void> {
  const said = role === 'owner' ? 'Owner' : 'Maintainer'
  await writeJournal(tx, { projectId: project.id, name: project.name, action: `${VERBS[action]} ${said} ${user.username}`, userId: actor.id })
  await refreshSimplePage(tx, project.id, now, 'people')
  const detail = { name: project.name, role, user: user.username }
  await record(tx, { action, userId: user.id, actorId: actor.id, actorName: actor.username, projectId: project.id, detail }, origin)
}
