// Browsers a user signed in from, recognised by a random cookie, never by IP address. A known browser has a rate limit of its
// own and causes no "new browser" letter; a remembered one also skips the second step, for 30 days, until it is forgotten.

import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { browsers } from '#lib/db/schema.ts'
import { KNOWN_BROWSER_DAYS, REMEMBERED_BROWSER_DAYS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'

export type Browser = typeof browsers.$inferSelect
export type MetBrowser = { browser: Browser; token: string; isNew: boolean }

const DAY_MS = 86_400_000

/** The browser of this cookie, if this user signed in from it before. It recognises; it authenticates nobody. */
export async function knownBrowser(tx: Reader, userId: string, token: string | null, now: Date): Promise<Browser | null> {
  if (!token) return null
  const [browser] = await tx.select().from(browsers)
    .where(and(eq(browsers.tokenHash, hashSecret(token)), eq(browsers.userId, userId), known(now)))
  return browser ?? null
}

/** Whether a browser that was known a moment ago still is. */
export async function isKnownBrowser(tx: Reader, browserId: string, now: Date): Promise<boolean> {
  return (await tx.$count(browsers, and(eq(browsers.id, browserId), known(now)))) === 1
}

/** Whether the user asked, on this browser and not too long ago, to be spared the second step. */
export function isRemembered(browser: Browser | null, now: Date): boolean {
  return browser?.rememberedUntil != null && browser.rememberedUntil > now
}

/** Notes that a user signed in from a browser; an unknown one gets a cookie's worth of randomness. */
export async function meetBrowser(tx: Tx, userId: string, token: string | null, origin: Origin, now: Date): Promise<MetBrowser> {
  const { ip, userAgent } = origin
  const old = await knownBrowser(tx, userId, token, now)
  if (old && token) {
    await tx.update(browsers).set({ ip, userAgent, lastSeenAt: now }).where(eq(browsers.id, old.id))
    return { browser: old, token, isNew: false }
  }
  const fresh = newSecret()
  const values = { tokenHash: hashSecret(fresh), userId, ip, userAgent, lastSeenAt: now, createdAt: now }
  const [browser] = await tx.insert(browsers).values(values).returning()
  if (!browser) throw new Error('An insert returned no row.')
  return { browser, token: fresh, isNew: true }
}

/** Spares the user the second step on this browser from now on. */
export async function rememberBrowser(tx: Tx, browser: Browser, now: Date): Promise<void> {
  const rememberedUntil = new Date(now.getTime() + REMEMBERED_BROWSER_DAYS * DAY_MS)
  await tx.update(browsers).set({ rememberedUntil }).where(eq(browsers.id, browser.id))
}

/** Forgets every browser of a user: after a change of the password, or a factor that went, each is a stranger and skips no step. */
export async function forgetBrowsers(tx: Tx, userId: string, origin: Origin, now: Date): Promise<void> {
  const forgotten = await tx.update(browsers).set({ revokedAt: now })
    .where(and(eq(browsers.userId, userId), isNull(browsers.revokedAt))).returning()
  await noteForgotten(tx, userId, forgotten.filter((browser) => isRemembered(browser, now)).length, origin)
}

/** No browser of a user skips the second step any more: there is a new factor to ask for. They stay known, so signing in again alarms nobody. */
export async function forgetRememberedBrowsers(tx: Tx, userId: string, origin: Origin, now: Date): Promise<void> {
  const forgotten = await tx.update(browsers).set({ rememberedUntil: null })
    .where(and(eq(browsers.userId, userId), isNull(browsers.revokedAt), gt(browsers.rememberedUntil, now))).returning({ id: browsers.id })
  await noteForgotten(tx, userId, forgotten.length, origin)
}

/** Forgets one browser of this user. False when the user has no such browser. */
export async function forgetBrowser(tx: Tx, userId: string, browserId: string, now: Date): Promise<boolean> {
  const forgotten = await tx.update(browsers).set({ revokedAt: now })
    .where(and(eq(browsers.id, browserId), eq(browsers.userId, userId), isNull(browsers.revokedAt))).returning({ id: browsers.id })
  return forgotten.length === 1
}

/** The browsers of a user that are known, the one seen last first. */
export async function listBrowsers(userId: string, now: Date): Promise<Browser[]> {
  return db().select().from(browsers).where(and(eq(browsers.userId, userId), known(now))).orderBy(desc(browsers.lastSeenAt))
}

/** Deletes what is known no longer. */
export async function sweepBrowsers(now: Date): Promise<void> {
  await db().delete(browsers).where(lt(browsers.lastSeenAt, seenSince(now)))
}

async function noteForgotten(tx: Tx, userId: string, count: number, origin: Origin): Promise<void> {
  if (count > 0) await record(tx, { action: 'browsers.forgotten', userId, detail: { count } }, origin)
}

const seenSince = (now: Date) => new Date(now.getTime() - KNOWN_BROWSER_DAYS * DAY_MS)
const known = (now: Date) => and(isNull(browsers.revokedAt), gt(browsers.lastSeenAt, seenSince(now)))
