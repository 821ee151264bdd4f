import { and, eq, isNull } from 'drizzle-orm'
import { checkOwnPassword } from '#lib/accounts/password-change.ts'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { recoveries, users } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { findLink, spendLink } from '#lib/mail/links.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { RECOVERY_LINK_MINUTES } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import { tellCoOwners, tellOwner, tellReady } from './letters.ts'
import { daysAfter, findRecovery, freezeUploads, lastMoment, mayRecover, recoveryDays, type Recovery } from './recovery.ts'

export type ProofRefusal = 'link-invalid' | 'wrong-password' | 'throttled'

/**
 * Mails the next link to every confirmed address: to start a recovery, or to finish one whose time has come. Who asks has
 * proved the password; that is the caller's question (login/lost-factors.ts). `running`: there is nothing to do but wait.
 */
export async function sendRecoveryLink(userId: string, origin: Origin, now: Date): Promise<Result<void, 'not-recoverable' | 'running' | 'throttled'>> {
  const allowance = await countAttempt([['recoveryMailPerAccount', userId]], now)
  if (!allowance.allowed) return err('throttled')
  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, userId)
    if (!(await canStart(tx, user))) return err('not-recoverable')
    const running = await findRecovery(tx, userId, now)
    if (running && running.endsAt > now) return err('running')
    await record(tx, { action: 'recovery.asked', userId, actorId: null }, origin)
    if (running) await tellReady(tx, running, now)
    else await sendStartLink(tx, user, origin, now)
    return ok(undefined)
  })
}

/** Whom a link would start a recovery for. Uses nothing up. */
export async function findRecoveryStart(token: string, now: Date): Promise<User | null> {
  const link = await findLink(db(), 'start-recovery', token, now)
  if (!link?.userId) return null
  const [user] = await db().select().from(users).where(eq(users.id, link.userId))
  return user && mayRecover(user) ? user : null
}

/** Starts a recovery: the mailed link and, once more, the password. From now on uploads rest and everybody concerned is told. */
export async function startRecovery(token: string, password: string, origin: Origin, now: Date): Promise<Result<{ endsAt: Date }, ProofRefusal | 'running'>> {
  const asked = await findRecoveryStart(token, now)
  if (!asked) return err('link-invalid')
  const known = await checkOwnPassword(asked.id, password, origin, now)
  if (!known.ok) return known
  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, asked.id)
    if (user.passwordHash !== known.value.passwordHash || !(await canStart(tx, user))) return err('link-invalid')
    if (await findRecovery(tx, user.id, now)) return err('running')
    if (!(await spendLink(tx, 'start-recovery', token, now))) return err('link-invalid')
    return ok({ endsAt: (await begin(tx, user, origin, now)).endsAt })
  })
}

/** Whoever has no second factor has lost none. */
const canStart = async (reader: Reader, user: User) => mayRecover(user) && (await hasSecondFactor(user.id, reader))

async function sendStartLink(tx: Tx, user: User, origin: Origin, now: Date): Promise<void> {
  const link = { purpose: 'start-recovery' as const, path: '/account/recover/start/', minutes: RECOVERY_LINK_MINUTES }
  const values = { ...circumstances(origin, now), days: recoveryDays() }
  await sendLetter(tx, { kind: 'recovery-confirm', userId: user.id, to: 'all', values, link })
}

async function begin(tx: Tx, user: User, origin: Origin, now: Date): Promise<Recovery> {
  // One that nobody finished in time still holds the place of the open one.
  await tx.update(recoveries).set({ cancelledAt: now }).where(and(eq(recoveries.userId, user.id), isNull(recoveries.cancelledAt), isNull(recoveries.finishedAt)))
  const [recovery] = await tx.insert(recoveries).values({ userId: user.id, startedAt: now, endsAt: daysAfter(now, recoveryDays()), toldAt: now }).returning()
  if (!recovery) throw new Error('An insert returned no row.')
  await freezeUploads(tx, user.id, lastMoment(recovery))
  await record(tx, { action: 'recovery.started', userId: user.id, actorId: null, detail: { endsAt: recovery.endsAt.toISOString() } }, origin)
  await record(tx, { action: 'account.frozen', userId: user.id, actorId: null }, origin)
  await tellOwner(tx, 'recovery-started', recovery, now, circumstances(origin, now))
  await tellCoOwners(tx, 'running', recovery, now)
  return recovery
}
