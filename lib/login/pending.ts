// The row that carries a sign-in from the first step to the session. It alone says who is signing in; the cookie finds it.

import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { pendingLogins, users } from '#lib/db/schema.ts'
import { PENDING_LOGIN_ATTEMPTS, PENDING_LOGIN_MINUTES, TICKET_SECONDS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'
import type { SignInMethod } from '#lib/sessions/sessions.ts'

const KEPT_DAYS = 2

export type PendingLogin = typeof pendingLogins.$inferSelect

/** Begins a sign-in: the value of its cookie, which exists nowhere else. Never a value that a browser brought. */
export async function openPending(
  tx: Tx, begun: { userId: string; nextPath: string; browserId: string | null }, origin: Origin, now: Date, cookie = newSecret(),
): Promise<string> {
  await tx.insert(pendingLogins).values({
    ...begun, cookieHash: hashSecret(cookie), attemptsLeft: PENDING_LOGIN_ATTEMPTS, createdAt: now,
    expiresAt: new Date(now.getTime() + PENDING_LOGIN_MINUTES * 60_000), ip: origin.ip, userAgent: origin.userAgent,
  })
  return cookie
}

/** The sign-in of a cookie that still waits for its second step, with its user. */
export async function findPending(reader: Reader, cookie: string | null, now: Date) {
  if (!cookie) return null
  const user = { id: users.id, username: users.username }
  const [found] = await reader.select({ pending: pendingLogins, user }).from(pendingLogins).innerJoin(users, eq(users.id, pendingLogins.userId))
    .where(and(waiting(cookie, now), gt(pendingLogins.attemptsLeft, 0), isNull(users.disabledAt)))
  return found ?? null
}

/** Takes one attempt, before anything is verified: of twenty guesses at once, five are looked at. Null: none left. */
export async function takeAttempt(reader: Reader, cookie: string, now: Date): Promise<PendingLogin | null> {
  const [taken] = await reader.update(pendingLogins).set({ attemptsLeft: sql`${pendingLogins.attemptsLeft} - 1` })
    .where(and(waiting(cookie, now), gt(pendingLogins.attemptsLeft, 0))).returning()
  return taken ?? null
}

/** The row as it is now, if it still waits for its last step: null when another request finished it, or it ended meanwhile. */
export async function findWaiting(tx: Tx, cookie: string, now: Date): Promise<PendingLogin | null> {
  const [row] = await tx.select().from(pendingLogins).where(waiting(cookie, now))
  return row ?? null
}

/** Marks the last step as passed and makes the ticket that alone opens a session: for a minute, once, with this cookie. */
export async function completePending(tx: Tx, cookie: string, method: SignInMethod, now: Date): Promise<string> {
  const ticket = newSecret()
  const ticketExpiresAt = new Date(now.getTime() + TICKET_SECONDS * 1000)
  const done = await tx.update(pendingLogins).set({ method, completedAt: now, ticketHash: hashSecret(ticket), ticketExpiresAt })
    .where(waiting(cookie, now)).returning({ at: pendingLogins.createdAt })
  if (done.length !== 1) throw new Error('A sign-in was completed twice.')
  return ticket
}

/** Whose sign-in a ticket completes; spends nothing. */
export async function ownerOfTicket(tx: Tx, ticket: string): Promise<string | null> {
  const [found] = await tx.select({ userId: pendingLogins.userId }).from(pendingLogins).where(eq(pendingLogins.ticketHash, hashSecret(ticket)))
  return found?.userId ?? null
}

/** Spends a ticket, with the cookie it belongs to: exactly one caller gets the row. */
export async function spendTicket(tx: Tx, ticket: string, cookie: string, now: Date): Promise<PendingLogin | null> {
  const [spent] = await tx.update(pendingLogins).set({ consumedAt: now })
    .where(and(
      eq(pendingLogins.ticketHash, hashSecret(ticket)), eq(pendingLogins.cookieHash, hashSecret(cookie)),
      isNotNull(pendingLogins.completedAt), isNull(pendingLogins.consumedAt),
      gt(pendingLogins.ticketExpiresAt, now), gt(pendingLogins.expiresAt, now),
    )).returning()
  return spent ?? null
}

/** Notes that the user was told of a sign-in that failed half way: nobody needs to look at it again. */
export async function markTold(tx: Tx, pending: PendingLogin, now: Date): Promise<void> {
  await tx.update(pendingLogins).set({ reviewedAt: now, toldAt: now }).where(eq(pendingLogins.cookieHash, pending.cookieHash))
}

/** Deletes what ended two days ago: letters are counted by the day. What nobody has looked at yet stays until somebody did. */
export async function sweepPending(now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  const settled = or(isNotNull(pendingLogins.completedAt), isNotNull(pendingLogins.reviewedAt))
  await db().delete(pendingLogins).where(and(lt(pendingLogins.expiresAt, longAgo), settled))
}

const waiting = (cookie: string, now: Date) => and(
  eq(pendingLogins.cookieHash, hashSecret(cookie)), isNull(pendingLogins.completedAt), isNull(pendingLogins.consumedAt), gt(pendingLogins.expiresAt, now),
)
