// Sessions. The cookie is 256 random bits; its SHA-256 finds the row, and the row is the truth: closing it signs out at
// once, everywhere. Idle and absolute limits are read from the row, never from the cookie (SP 800-63B-4 §5).

import { and, desc, eq, gt, inArray, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { sessions, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { SESSIONS_MAX_PER_USER } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'

export type Session = typeof sessions.$inferSelect
export type SignInMethod = 'password' | 'totp' | 'security-key' | 'passkey' | 'recovery-code' | 'remembered-browser'
export type SessionUser = {
  id: string; username: string; name: string; isAdmin: boolean; locale: string | null
  /** Recovered without any: needs a second factor again before anything else. */
  mustHaveFactor: boolean
  /** Signed in with a password known from a breach: a new one before anything else. */
  mustChangePassword: boolean
}
export type FoundSession = { session: Session; user: SessionUser }
export type NewSession = {
  userId: string
  /** 2 only when two factors were proved in this very sign-in. */
  aal: 1 | 2
  method: SignInMethod
  browserId: string | null
  /** The session cookie the browser held until now: whoever it belonged to, it ends here. */
  replaces?: string | null
}

const TOUCH_MS = 60_000

/**
 * Opens a session and returns the cookie's value, which exists nowhere else. Signing in proves the factors it used, so it
 * begins with sudo; a remembered browser proves nothing and begins without. The oldest of too many sessions ends.
 */
export async function openSession(tx: Tx, wanted: NewSession, origin: Origin, now: Date): Promise<string> {
  const { replaces, ...values } = wanted
  if (replaces) await revoke(tx, eq(sessions.idHash, hashSecret(replaces)), now)
  await tx.select({ id: users.id }).from(users).where(eq(users.id, wanted.userId)).for('update')
  await revokeOldest(tx, wanted.userId, now)

  const token = newSecret()
  const proved = wanted.method === 'remembered-browser' ? null : now
  const { ip, userAgent } = origin
  const { sessionMaxHours } = environment()
  await tx.insert(sessions).values({
    ...values, ip, userAgent, idHash: hashSecret(token), createdAt: now, lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionMaxHours * 3_600_000),
    sudoAt: proved, sudoMethod: proved && wanted.method,
  })
  return token
}

/** The live session of a cookie, with its user; null when it is unknown, ended, idle too long, too old, or its user is disabled. */
export async function findSession(token: string, now: Date): Promise<FoundSession | null> {
  const { id, username, name, isAdmin, locale, mustHaveFactor } = users
  const mustChangePassword = sql<boolean>`${users.passwordBreachedAt} is not null`
  const user = { id, username, name, isAdmin, locale, mustHaveFactor, mustChangePassword }
  const [found] = await db().select({ session: sessions, user }).from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.idHash, hashSecret(token)), live(now), isNull(users.disabledAt)))
  if (!found) return null
  if (now.getTime() - found.session.lastSeenAt.getTime() < TOUCH_MS) return found
  await touch(found.session, now)
  return { ...found, session: { ...found.session, lastSeenAt: now } }
}

/** The live sessions of a user, the one seen last first. */
export async function listSessions(userId: string, now: Date): Promise<Session[]> {
  return db().select().from(sessions).where(and(eq(sessions.userId, userId), live(now))).orderBy(desc(sessions.lastSeenAt))
}

/**
 * Gives a live session a new cookie, as after every change of privilege; the old one is dead. Null when the session ended
 * meanwhile: an ended session is not revived.
 */
export async function rotateSession(tx: Reader, session: Session, now: Date, also: Partial<Session> = {}): Promise<string | null> {
  const token = newSecret()
  const rotated = await tx.update(sessions).set({ ...also, idHash: hashSecret(token) })
    .where(and(eq(sessions.idHash, session.idHash), live(now))).returning({ id: sessions.publicId })
  return rotated.length === 1 ? token : null
}

/** Ends one session of this user, named as pages name it. False when the user has no such live session. */
export async function closeSession(userId: string, publicId: string, origin: Origin, now: Date): Promise<boolean> {
  return db().transaction(async (tx) => {
    const ended = await revoke(tx, and(eq(sessions.userId, userId), eq(sessions.publicId, publicId)), now)
    if (ended > 0) await record(tx, { action: 'session.ended', userId }, origin)
    return ended > 0
  })
}

/** Ends all sessions of a user but the one kept (`null`: all), and says how many. */
export async function closeOtherSessions(tx: Tx, userId: string, kept: Session | null, origin: Origin, now: Date): Promise<number> {
  const others = kept ? ne(sessions.publicId, kept.publicId) : undefined
  const count = await revoke(tx, and(eq(sessions.userId, userId), others), now)
  if (count > 0) await record(tx, { action: 'sessions.ended', userId, detail: { count } }, origin)
  return count
}

/** Signs out: ends the session of this cookie. Nothing happens when it ended before. */
export async function endSession(token: string, origin: Origin, now: Date): Promise<void> {
  await db().transaction(async (tx) => {
    const [ended] = await tx.update(sessions).set({ revokedAt: now })
      .where(and(eq(sessions.idHash, hashSecret(token)), isNull(sessions.revokedAt))).returning({ userId: sessions.userId })
    if (ended) await record(tx, { action: 'login.ended', userId: ended.userId }, origin)
  })
}

/** Forgets sessions that ended so long ago that nobody asks any more. */
export async function sweepSessions(before: Date): Promise<void> {
  await db().delete(sessions).where(lt(sessions.expiresAt, before))
}

async function touch(session: Session, now: Date): Promise<void> {
  await db().update(sessions).set({ lastSeenAt: now }).where(and(eq(sessions.idHash, session.idHash), lt(sessions.lastSeenAt, now)))
}

async function revoke(tx: Tx, which: SQL | undefined, now: Date): Promise<number> {
  const ended = await tx.update(sessions).set({ revokedAt: now }).where(and(which, isNull(sessions.revokedAt))).returning({ id: sessions.publicId })
  return ended.length
}

/** Makes room for one more; the user's row is locked, so two sign-ins at once count one after the other. */
async function revokeOldest(tx: Tx, userId: string, now: Date): Promise<void> {
  const open = await tx.select({ idHash: sessions.idHash }).from(sessions)
    .where(and(eq(sessions.userId, userId), live(now))).orderBy(desc(sessions.createdAt))
  const surplus = open.slice(SESSIONS_MAX_PER_USER - 1).map((s) => s.idHash)
  if (surplus.length > 0) await revoke(tx, inArray(sessions.idHash, surplus), now)
}

function live(now: Date): SQL | undefined {
  const idleSince = new Date(now.getTime() - environment().sessionIdleMinutes * 60_000)
  return and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt(sessions.lastSeenAt, idleSince))
}
