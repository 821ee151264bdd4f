import { and, eq } from 'drizzle-orm'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { recoveries, users } from '#lib/db/schema.ts'
import { findLink, spendLink, voidLinks } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { tellCoOwners } from './letters.ts'
import { findRecovery, findRecoveryById, freezeUploads, open, type Recovery } from './recovery.ts'

/** What ended it: a link in a letter, a second factor that is not lost after all, a session, "This was not me", or that the account was disabled. */
export type CancelledBy = 'operator' | 'administrator' | 'link' | 'second-factor' | 'session' | 'not-me'

/** Whose recovery a link cancels. Uses nothing up. */
export async function findCancellation(token: string, now: Date): Promise<{ username: string; endsAt: Date } | null> {
  const link = await findLink(db(), 'cancel-recovery', token, now)
  const recovery = link && (await findRecoveryById(db(), link.subject, now))
  if (!recovery) return null
  const [user] = await db().select({ username: users.username }).from(users).where(eq(users.id, recovery.userId))
  return user ? { username: user.username, endsAt: recovery.endsAt } : null
}

/** Cancels by a link of a letter, the owner's or a co-owner's; no sign-in is asked for. */
export async function cancelByLink(token: string, origin: Origin, now: Date): Promise<Result<void, 'link-invalid'>> {
  const link = await findLink(db(), 'cancel-recovery', token, now)
  const recovery = link && (await findRecoveryById(db(), link.subject, now))
  if (!link || !recovery) return err('link-invalid')
  return db().transaction(async (tx) => {
    await lockPerson(tx, recovery.userId)
    if (!(await spendLink(tx, 'cancel-recovery', token, now))) return err('link-invalid')
    return (await cancelRecovery(tx, recovery.userId, 'link', origin, now, link.userId)) ? ok(undefined) : err('link-invalid')
  })
}

/** The recovery that runs for a user who is signed in. */
export const findOwnRecovery = (userId: string, now: Date): Promise<Recovery | null> => findRecovery(db(), userId, now)

/** Cancels from a session of the account itself. */
export async function cancelOwnRecovery(userId: string, origin: Origin, now: Date): Promise<Result<void, 'not-found'>> {
  return db().transaction(async (tx) => {
    await lockPerson(tx, userId)
    return (await cancelRecovery(tx, userId, 'session', origin, now)) ? ok(undefined) : err('not-found')
  })
}

/** Ends the recovery of a user whose row the caller has locked. False when none is running. */
export async function cancelRecovery(tx: Tx, userId: string, by: CancelledBy, origin: Origin, now: Date, actorId: string | null = userId): Promise<boolean> {
  const [cancelled] = await tx.update(recoveries).set({ cancelledAt: now }).where(and(eq(recoveries.userId, userId), open(now))).returning()
  if (!cancelled) return false
  await freezeUploads(tx, userId, null)
  for (const purpose of ['start-recovery', 'finish-recovery'] as const) await voidLinks(tx, userId, purpose, now)
  await record(tx, { action: 'recovery.cancelled', userId, actorId, detail: { by } }, origin)
  await record(tx, { action: 'account.unfrozen', userId, actorId }, origin)
  await sendWarning(tx, 'recovery-cancelled', userId, origin, now)
  await tellCoOwners(tx, 'cancelled', cancelled, now)
  return true
}
