// Somebody who knows the person says so: a co-owner of one of their projects, or an administrator. That brings the end
// nearer and skips nothing: 72 hours from the start at the least, and a day in which the letter about it can be read.

import { asc, eq } from 'drizzle-orm'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader } from '#lib/db/client.ts'
import { recoveries, users } from '#lib/db/schema.ts'
import { RECOVERY_VOUCH_NOTICE_HOURS, RECOVERY_VOUCHED_HOURS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import type { Session } from '#lib/sessions/sessions.ts'
import { coOwnersOf, tellOwner } from './letters.ts'
import { findRecoveryById, freezeUploads, hoursAfter, lastMoment, mayRecover, open, type Recovery } from './recovery.ts'

export type Voucher = { id: string; username: string; isAdmin: boolean; session: Session }
export type RunningRecovery = { id: string; username: string; startedAt: Date; endsAt: Date; vouchers: number }
export type VouchRefusal = 'not-found' | 'second-factor-missing' | 'already-vouched' | 'too-late'

/** What somebody who may vouch sees; null for everyone else, as if there were no such recovery. */
export async function findVouching(viewer: Voucher, id: string, now: Date): Promise<(RunningRecovery & { vouchedEnd: Date; hasVouched: boolean }) | null> {
  const recovery = await findRecoveryById(db(), id, now)
  if (!recovery || !(await mayVouch(db(), viewer, recovery))) return null
  const [person] = await db().select({ username: users.username }).from(users).where(eq(users.id, recovery.userId))
  if (!person) return null
  return { ...shown(recovery, person.username), vouchedEnd: vouchedEnd(recovery, now), hasVouched: recovery.vouchers.includes(viewer.id) }
}

/**
 * Vouches for the person who waits. Whoever does has proved two factors in this session; that they confirmed it just now is
 * the action's question.
 */
export async function vouch(voucher: Voucher, id: string, origin: Origin, now: Date): Promise<Result<{ endsAt: Date }, VouchRefusal>> {
  const found = await findRecoveryById(db(), id, now)
  if (!found) return err('not-found')
  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, found.userId)
    const recovery = await findRecoveryById(tx, id, now)
    if (!recovery || !mayRecover(user) || !(await mayVouch(tx, voucher, recovery))) return err('not-found')
    if (voucher.session.aal !== 2) return err('second-factor-missing')
    if (recovery.vouchers.includes(voucher.id)) return err('already-vouched')
    if (recovery.endsAt <= now) return err('too-late')

    const nearer = { ...recovery, vouchers: [...recovery.vouchers, voucher.id], endsAt: vouchedEnd(recovery, now) }
    await tx.update(recoveries).set({ vouchers: nearer.vouchers, endsAt: nearer.endsAt }).where(eq(recoveries.id, id))
    await freezeUploads(tx, user.id, lastMoment(nearer))
    await record(tx, { action: 'recovery.vouched', userId: user.id, actorId: voucher.id, actorName: voucher.username, detail: { name: voucher.username } }, origin)
    await tellOwner(tx, 'recovery-vouched', nearer, now, { by: voucher.username })
    return ok({ endsAt: nearer.endsAt })
  })
}

/** Every recovery that is running, for administrators: the one that ends first comes first. */
export async function listRecoveries(now: Date): Promise<RunningRecovery[]> {
  const rows = await db().select({ recovery: recoveries, username: users.username }).from(recoveries)
    .innerJoin(users, eq(users.id, recoveries.userId)).where(open(now)).orderBy(asc(recoveries.endsAt))
  return rows.map(({ recovery, username }) => shown(recovery, username))
}

/** Never for oneself. Co-owners only if they were that before the recovery began: nobody is made one for the purpose. */
async function mayVouch(reader: Reader, { id, isAdmin }: Voucher, recovery: Recovery): Promise<boolean> {
  if (id === recovery.userId) return false
  return isAdmin || (await coOwnersOf(reader, recovery.userId, recovery.startedAt)).includes(id)
}

function vouchedEnd({ startedAt, endsAt }: Recovery, now: Date): Date {
  const soonest = Math.max(hoursAfter(startedAt, RECOVERY_VOUCHED_HOURS).getTime(), hoursAfter(now, RECOVERY_VOUCH_NOTICE_HOURS).getTime())
  return new Date(Math.min(endsAt.getTime(), soonest))
}

function shown({ id, startedAt, endsAt, vouchers }: Recovery, username: string): RunningRecovery {
  return { id, username, startedAt, endsAt, vouchers: vouchers.length }
}
