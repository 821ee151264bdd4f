// Delayed recovery: the way back for people who lost every second factor. It asks for two proofs at both ends, the password
// and a mailbox, and for a week in between, in which everyone concerned is told and can say no.
//
//   sendRecoveryLink   (start.ts) the password was right → a link to every confirmed address
//   startRecovery      link and password → the row; uploads rest, letters go out
//   vouch              (vouch.ts) a co-owner or an administrator brings the end nearer, never under 72 hours
//   cancelBy…          (cancel.ts) a link in each letter, any second factor, "This was not me"
//   finishRecovery     (finish.ts) link and password, once the time is over → factors and codes are forgotten
//
// Whoever changes a recovery holds the row of its user first: of a cancellation and an end at once, one happens.

import { and, eq, gt, isNull } from 'drizzle-orm'
import type { User } from '#lib/accounts/people.ts'
import type { Reader, Tx } from '#lib/db/client.ts'
import { recoveries, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { RECOVERY_FINISH_DAYS } from '#lib/numbers.ts'

export type Recovery = typeof recoveries.$inferSelect

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS)
export const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR_MS)

/** How many days a recovery takes here; 0: there is no such way. */
export const recoveryDays = (): number => environment().recoveryDays

/**
 * Whether an account may be recovered by waiting. Administrators may not, nor may the only one: what they hold is the whole
 * index, and the operator's `reset-2fa` helps them at once (docs/decisions/0006).
 */
export const mayRecover = (user: User): boolean => recoveryDays() > 0 && !user.isAdmin && !user.disabledAt && !user.securedAt

/** Until when a recovery can be finished; then it is over by itself. */
export const lastMoment = ({ endsAt }: Recovery): Date => daysAfter(endsAt, RECOVERY_FINISH_DAYS)

/** The recovery of a user that is running, or has come to its end and waits to be finished. */
export async function findRecovery(reader: Reader, userId: string, now: Date): Promise<Recovery | null> {
  const [found] = await reader.select().from(recoveries).where(and(eq(recoveries.userId, userId), open(now)))
  return found ?? null
}

/** The same, by the recovery's own id. */
export async function findRecoveryById(reader: Reader, id: string, now: Date): Promise<Recovery | null> {
  const [found] = await reader.select().from(recoveries).where(and(eq(recoveries.id, id), open(now)))
  return found ?? null
}

/** Neither cancelled nor finished, and not over. */
export const open = (now: Date) =>
  and(isNull(recoveries.cancelledAt), isNull(recoveries.finishedAt), gt(recoveries.endsAt, daysAfter(now, -RECOVERY_FINISH_DAYS)))

/** Lets uploads rest as long as a recovery can be finished, or wakes them. */
export async function freezeUploads(tx: Tx, userId: string, until: Date | null): Promise<void> {
  await tx.update(users).set({ frozenUntil: until }).where(eq(users.id, userId))
}
