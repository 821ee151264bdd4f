// A code from the mailbox, where a sign-in comes from an unknown browser and could have been relayed: a page that looks like
// ours passes on a password and six digits within the minute, but no key answers to it (WebAuthn is bound to the origin).
// An operator's choice: CONFIRM_NEW_BROWSERS. Mail comes on top of the factors and replaces none (ASVS 5.0 V6.3.6).
//
// The code is a keyed hash of the pending login and of how many were mailed for it. So it is bound to that browser (V6.6.2),
// lies neither in a table nor in the queue, and a letter that is delivered twice says the same.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { and, eq, gt, sql } from 'drizzle-orm'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { pendingLogins } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { keyRing } from '#lib/key-ring.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { BROWSER_CODE_DIGITS, BROWSER_CODE_MINUTES, BROWSER_CODES_PER_DAY, BROWSER_CODES_PER_SIGN_IN } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { isKnownBrowser } from '#lib/sessions/browsers.ts'
import type { SignInMethod } from '#lib/sessions/sessions.ts'
import { hasConfirmedPrimary } from '#lib/two-factor/factors.ts'
import { completePending, findPending, findWaiting, type PendingLogin, takeAttempt } from './pending.ts'
import { countSecondStep, forgiveSecondStep } from './second-step.ts'
import { tellOfFailures } from './tell-of-failures.ts'

export type Completed = { ticket: string; next: string }
export type CodeDue = 'browser-code-due' | 'throttled'

/** With another SECRETS_KEY, codes that are on their way are wrong, and another one is sent. */
const keys = keyRing('browser-codes')
const CANNOT_BE_RELAYED: ReadonlySet<string> = new Set(['security-key', 'passkey'])

/**
 * Ends the steps of a sign-in with a ticket; or, where the browser must be confirmed first, mails a code and refuses:
 * `browser-code-due`, and `throttled` when too many were mailed today. The user's row is locked.
 */
export async function completeOrConfirm(
  tx: Tx, user: User, cookie: string, method: SignInMethod, origin: Origin, now: Date,
): Promise<Result<Completed, CodeDue | 'expired'>> {
  const pending = await findWaiting(tx, cookie, now)
  if (!pending) return err('expired')
  if (!(await mustConfirm(tx, user, pending, method, now))) return ok({ ticket: await completePending(tx, cookie, method, now), next: pending.nextPath })
  if (pending.codesMailed > 0) return err('browser-code-due')
  return err((await mailCode(tx, { ...pending, method }, origin, now)) ? 'browser-code-due' : 'throttled')
}

/** Whose browser waits for its code, and whether another one can be sent. Null: no such sign-in, or no code is due. */
export async function findBrowserConfirmation(cookie: string | null, now: Date) {
  const found = await findPending(db(), cookie, now)
  if (!found || found.pending.codesMailed === 0) return null
  const { codesMailed, method } = found.pending
  return { username: found.user.username, method, canSendAgain: codesMailed < BROWSER_CODES_PER_SIGN_IN }
}

/** The last step: the mailed code. Counted like every second factor, in the same attempts and the same limits. */
export async function confirmBrowser(
  cookie: string | null, code: string, origin: Origin, now: Date,
): Promise<Result<Completed, 'expired' | 'throttled' | 'wrong-browser-code'>> {
  const found = await findPending(db(), cookie, now)
  if (!cookie || !found || found.pending.codesMailed === 0) return err('expired')
  const allowance = await countSecondStep(found.user.id, origin, now)
  if (!allowance.allowed) return err('throttled')
  const attempt = await takeAttempt(db(), cookie, now)
  if (!attempt) return err('expired')
  const confirmed = await db().transaction((tx) => judge(tx, cookie, attempt, code, origin, now))
  if (confirmed.ok) await forgiveSecondStep(attempt.userId, origin)
  return confirmed
}

/** Mails another code; the one before is useless then. `no-more-codes`: that were three, the sign-in begins anew. */
export async function mailAnotherCode(cookie: string | null, origin: Origin, now: Date): Promise<Result<void, 'expired' | 'throttled' | 'no-more-codes'>> {
  const found = await findPending(db(), cookie, now)
  if (!cookie || !found || found.pending.codesMailed === 0) return err('expired')
  return db().transaction(async (tx) => {
    await lockPerson(tx, found.user.id)
    const pending = await findWaiting(tx, cookie, now)
    if (!pending) return err('expired')
    if (pending.codesMailed >= BROWSER_CODES_PER_SIGN_IN) return err('no-more-codes')
    return (await mailCode(tx, pending, origin, now)) ? ok(undefined) : err('throttled')
  })
}

/** The code of a pending login, for the letter that is about to go. Null when nobody waits for it any more. */
export async function codeForLetter(cookieHash: string, now: Date): Promise<string | null> {
  const [pending] = await db().select().from(pendingLogins).where(eq(pendingLogins.cookieHash, cookieHash))
  const isOver = !pending || pending.codesMailed === 0 || pending.completedAt || pending.consumedAt || pending.expiresAt <= now
  return isOver ? null : codeOf(pending)
}

async function judge(tx: Tx, cookie: string, attempt: PendingLogin, typed: string, origin: Origin, now: Date): Promise<Result<Completed, 'expired' | 'wrong-browser-code'>> {
  await lockPerson(tx, attempt.userId)
  const pending = await findWaiting(tx, cookie, now)
  if (!pending) return err('expired')
  if (isCode(pending, typed)) return ok({ ticket: await completePending(tx, cookie, pending.method as SignInMethod, now), next: pending.nextPath })
  await record(tx, { action: 'login.browser-code-failed', userId: attempt.userId, actorId: null, outcome: 'failure' }, origin)
  if (attempt.attemptsLeft === 0) await tellOfFailures(tx, attempt, origin, now)
  return err('wrong-browser-code')
}

/** Not at the very first sign-in, and not where no letter would arrive: then the factors have to do. */
async function mustConfirm(tx: Tx, user: User, { browserId }: PendingLogin, method: SignInMethod, now: Date): Promise<boolean> {
  if (!environment().confirmNewBrowsers || CANNOT_BE_RELAYED.has(method) || !user.lastLoginAt) return false
  if (browserId && (await isKnownBrowser(tx, browserId, now))) return false
  return hasConfirmedPrimary(user.id, tx)
}

/** False when too many were mailed today. The letter names the browser and the network that wait. */
async function mailCode(tx: Tx, pending: PendingLogin, origin: Origin, now: Date): Promise<boolean> {
  const { cookieHash, userId, method } = pending
  if ((await mailedToday(tx, userId, now)) >= BROWSER_CODES_PER_DAY) return false
  const expiresAt = new Date(now.getTime() + BROWSER_CODE_MINUTES * 60_000)
  await tx.update(pendingLogins).set({ method, codesMailed: pending.codesMailed + 1, expiresAt }).where(eq(pendingLogins.cookieHash, cookieHash))
  await record(tx, { action: 'login.browser-code-sent', userId, actorId: null }, origin)
  const values = { ...circumstances(origin, now), minutes: BROWSER_CODE_MINUTES }
  await sendLetter(tx, { kind: 'confirm-browser', userId, to: 'all', values, codeFor: cookieHash })
  return true
}

async function mailedToday(tx: Tx, userId: string, now: Date): Promise<number> {
  const sinceYesterday = gt(pendingLogins.createdAt, new Date(now.getTime() - 86_400_000))
  const [row] = await tx.select({ sum: sql<string>`coalesce(sum(${pendingLogins.codesMailed}), 0)` }).from(pendingLogins).where(and(eq(pendingLogins.userId, userId), sinceYesterday))
  return Number(row?.sum)
}

/** People copy codes with spaces and dashes. */
function isCode(pending: PendingLogin, typed: string): boolean {
  const [given, right] = [typed.replaceAll(/[ -]/g, ''), codeOf(pending)].map((text) => Buffer.from(text))
  return given !== undefined && right !== undefined && given.length === right.length && timingSafeEqual(given, right)
}

/** Six bytes over a million: no digit is likelier than another by more than one in 2^28. */
function codeOf({ cookieHash, codesMailed }: PendingLogin): string {
  const bytes = createHmac('sha256', keys.current().bytes).update(`${cookieHash}|${codesMailed}`).digest()
  return String(bytes.readUIntBE(0, 6) % 10 ** BROWSER_CODE_DIGITS).padStart(BROWSER_CODE_DIGITS, '0')
}
