// The letters of the days between. Days are counted from the row, not from the job: a server that slept tells once what is
// due when it wakes, and a job that runs twice tells nothing twice.

import { and, eq, isNull, lt, lte } from 'drizzle-orm'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { recoveries } from '#lib/db/schema.ts'
import { RECOVERY_FINISH_DAYS, RECOVERY_REMINDER_DAYS } from '#lib/numbers.ts'
import { nowhere } from '#lib/origin.ts'
import { tellCoOwners, tellOwner, tellReady } from './letters.ts'
import { daysAfter, findRecovery, mayRecover, open, type Recovery } from './recovery.ts'

/** Sends what is due, and closes recoveries that nobody finished in time. Run each minute; several at once do no harm. */
export async function remindOfRecoveries(now: Date): Promise<void> {
  const running = await db().select().from(recoveries).where(and(open(now), lt(recoveries.toldAt, now)))
  for (const recovery of running.filter((one) => isDue(one, now))) await remind(recovery.userId, now)
  await closeOverdue(now)
}

async function closeOverdue(now: Date): Promise<void> {
  const overdue = and(isNull(recoveries.cancelledAt), isNull(recoveries.finishedAt), lte(recoveries.endsAt, daysAfter(now, -RECOVERY_FINISH_DAYS)))
  await db().transaction(async (tx) => {
    const closed = await tx.update(recoveries).set({ cancelledAt: now }).where(overdue).returning({ userId: recoveries.userId })
    for (const { userId } of closed) await record(tx, { action: 'recovery.cancelled', userId, actorId: null, detail: { by: 'time' } }, nowhere)
  })
}

async function remind(userId: string, now: Date): Promise<void> {
  await db().transaction(async (tx) => {
    const user = await lockPerson(tx, userId)
    const recovery = await findRecovery(tx, userId, now)
    if (!recovery || !isDue(recovery, now) || !mayRecover(user)) return
    await tx.update(recoveries).set({ toldAt: now }).where(eq(recoveries.id, recovery.id))
    if (recovery.endsAt <= now) return tellReady(tx, recovery, now)
    const days = Math.ceil((recovery.endsAt.getTime() - now.getTime()) / 86_400_000)
    await tellOwner(tx, 'recovery-reminder', recovery, now, { days })
    await tellCoOwners(tx, 'running', recovery, now)
  })
}

/** After 1 and 3 days, a day before the end, and at the end; none of those twice. */
function isDue(recovery: Recovery, now: Date): boolean {
  const { startedAt, endsAt, toldAt } = recovery
  const before = [...RECOVERY_REMINDER_DAYS.map((day) => daysAfter(startedAt, day)), daysAfter(endsAt, -1)].filter((at) => at < endsAt)
  return [...before, endsAt].some((at) => at > toldAt && at <= now)
}
