import { eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { type Counted, countAttempt, forgiveAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import { voidLinks } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { rotateSession, type Session } from '#lib/sessions/sessions.ts'
import { hashNewPassword, type PasswordRefusal, verifyPassword } from './passwords.ts'
import { type Actor, lockPerson, type User } from './people.ts'
import { rolledBack } from './rolled-back.ts'

/**
 * Changes the password of someone who knows the old one. Everything else that is signed in ends; this session goes on under
 * the new cookie that is returned.
 */
export async function changePassword(
  actor: Actor, change: { currentPassword: string; newPassword: string }, origin: Origin, now: Date,
): Promise<Result<{ cookie: string }, 'throttled' | 'wrong-password' | 'session-ended' | PasswordRefusal>> {
  const known = await checkOwnPassword(actor.id, change.currentPassword, origin, now)
  if (!known.ok) return known
  const passwordHash = await hashNewPasswordOf(known.value, change.newPassword)
  if (!passwordHash.ok) return passwordHash

  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, actor.id)
    if (user.passwordHash !== known.value.passwordHash) return err('wrong-password')
    await putNewPassword(tx, user.id, passwordHash.value, actor.session, origin, now)
    await record(tx, { action: 'password.changed', userId: user.id }, origin)
    const cookie = await rotateSession(tx, actor.session, now)
    return cookie ? ok({ cookie }) : tx.rollback()
  }).catch(rolledBack('session-ended'))
}

/** Whether the user signed in knows the password; the attempt is counted before it is looked at. */
export async function checkOwnPassword(userId: string, password: string, origin: Origin, now: Date): Promise<Result<User, 'throttled' | 'wrong-password'>> {
  const network = networkOf(origin.ip)
  const counted: Counted[] = [['passwordPerAccountAndNetwork', `${userId}|${network}`], ['passwordPerNetwork', network]]
  const allowance = await countAttempt(counted, now)
  if (!allowance.allowed) return err('throttled')
  const [user] = await db().select().from(users).where(eq(users.id, userId))
  if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) return err('wrong-password')
  await forgiveAttempt(counted)
  return ok(user)
}

/**
 * The hash of a new password for a user, whose names and addresses it may not be made of. One that must go because of a breach
 * is not the next one, even while the list that knew it is silent.
 */
export async function hashNewPasswordOf(user: User, password: string): Promise<Result<string, PasswordRefusal>> {
  if (user.passwordBreachedAt && (await verifyPassword(user.passwordHash, password))) return err('password-breached')
  const addresses = await db().select({ address: emailAddresses.address }).from(emailAddresses).where(eq(emailAddresses.userId, user.id))
  const [first, ...others] = addresses.map((row) => row.address)
  const name = [user.name, ...others.map((address) => address.split('@')[0] ?? '')].join(' ')
  return hashNewPassword(password, { username: user.username, name, address: first })
}

/** What every change of a password brings with it: other access ends, open reset links are dead, tokens of a secured account wake, all addresses are told. */
export async function putNewPassword(tx: Tx, userId: string, passwordHash: string, kept: Session | null, origin: Origin, now: Date): Promise<void> {
  const [was] = await tx.select({ securedAt: users.securedAt }).from(users).where(eq(users.id, userId))
  await tx.update(users).set({ passwordHash, passwordChangedAt: now, passwordBreachedAt: null, securedAt: null }).where(eq(users.id, userId))
  if (was?.securedAt) await record(tx, { action: 'account.unfrozen', userId }, origin)
  await endOtherAccess(tx, userId, kept, origin, now)
  await voidLinks(tx, userId, 'reset-password', now)
  await sendWarning(tx, 'password-changed', userId, origin, now)
}
