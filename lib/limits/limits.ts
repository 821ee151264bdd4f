// Rate limits, in Postgres: shared by all processes, surviving restarts, counted before the work is done.

import { sql } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { rateLimits } from '#lib/db/schema.ts'
import { RATES, type Rate, type RateName } from '#lib/numbers.ts'

/** One limit and whom it is counted for, e.g. `['passwordPerNetwork', '203.0.113.9']`. */
export type Counted = [name: RateName, subject: string]
export type Allowance = { allowed: true } | { allowed: false; retryAfterSeconds: number }

/**
 * Counts one attempt against every limit named, in one statement, and says whether all of them still allow it.
 * Twenty at once see twenty different counts. Throws when the database is away: no answer is not a yes.
 * Counted in a transaction when `reader` is one: what limits letters is not counted when the letter is not sent.
 */
export async function countAttempt(counted: Counted[], now: Date, reader: Reader = db()): Promise<Allowance> {
  const windows = windowsOf(counted)
  const rows = await reader.insert(rateLimits)
    .values(windows.map((w) => ({ key: w.key, count: 1, endsAt: new Date(now.getTime() + w.rate.seconds * 1000) })))
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.endsAt} <= ${now.toISOString()}::timestamptz then 1 else ${rateLimits.count} + 1 end`,
        endsAt: sql`case when ${rateLimits.endsAt} <= ${now.toISOString()}::timestamptz then excluded.ends_at else ${rateLimits.endsAt} end`,
      },
    })
    .returning()
  const most = new Map(windows.map((w) => [w.key, w.rate.count]))
  const over = rows.filter((row) => row.count > (most.get(row.key) ?? 0))
  if (over.length === 0) return { allowed: true }
  const until = Math.max(...over.map((row) => row.endsAt.getTime()))
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1000)) }
}

/** Takes back one count: what was attempted succeeded, and only failures weigh. */
export async function forgiveAttempt(counted: Counted[]): Promise<void> {
  const keys = windowsOf(counted).map((w) => w.key)
  await db().update(rateLimits).set({ count: sql`greatest(${rateLimits.count} - 1, 0)` }).where(sql`${rateLimits.key} in ${keys}`)
}

/** Forgets what was counted: for the limits whose subject has just proved itself. */
export async function clearAttempts(counted: Counted[]): Promise<void> {
  await db().delete(rateLimits).where(sql`${rateLimits.key} in ${windowsOf(counted).map((w) => w.key)}`)
}

/** Drops windows that are over; run daily. */
export async function sweepLimits(now: Date): Promise<void> {
  await db().delete(rateLimits).where(sql`${rateLimits.endsAt} <= ${now.toISOString()}::timestamptz`)
}

/** Sorted, so that two requests lock the rows in the same order. */
function windowsOf(counted: Counted[]): { key: string; rate: Rate }[] {
  const all = counted.flatMap(([name, subject]) => RATES[name].map((rate) => ({ key: `${name}:${subject}:${rate.seconds}`, rate })))
  return all.sort((a, b) => (a.key < b.key ? -1 : 1))
}
