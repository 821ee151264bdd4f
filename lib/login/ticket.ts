import { eq } from 'drizzle-orm'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { voidLinks } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { cancelRecovery } from '#lib/recovery/cancel.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type MetBrowser, meetBrowser, rememberBrowser } from '#lib/sessions/browsers.ts'
import { voidPendingLogins } from '#lib/sessions/pending-logins.ts'
import { openSession, type SignInMethod } from '#lib/sessions/sessions.ts'
import { ownerOfTicket, spendTicket } from './pending.ts'

/** What the browser brings: the pending cookie, and, where it has them, its browser cookie and the session it held before. */
export type BroughtCookies = { pending: string | null; browser: string | null; session: string | null }
/** `session` and `browser` are the values of the two cookies to set. */
export type SignedIn = { session: string; browser: string; user: { id: string; username: string } }

const TWO_FACTORS: ReadonlySet<string> = new Set(['totp', 'security-key', 'recovery-code', 'passkey'])
const MAY_BE_REMEMBERED: ReadonlySet<string> = new Set(['totp', 'security-key'])

/**
 * Opens a session for a completed sign-in: the only place that does. Ticket and cookie must belong together; of any number
 * of requests with one ticket, one gets the session. Whatever else was half signed in as this user ends.
 */
export async function redeemTicket(
  ticket: string, brought: BroughtCookies, remember: boolean, origin: Origin, now: Date,
): Promise<Result<SignedIn, 'ticket-refused'>> {
  return db().transaction(async (tx) => {
    const userId = await ownerOfTicket(tx, ticket)
    const user = userId && (await lockPerson(tx, userId))
    if (!user || user.disabledAt || user.securedAt || !brought.pending) return err('ticket-refused')
    const login = await spendTicket(tx, ticket, brought.pending, now)
    if (!login) return err('ticket-refused')

    const method = login.method as SignInMethod
    const met = await meet(tx, user, brought.browser, origin, now)
    if (remember && MAY_BE_REMEMBERED.has(method)) await remembered(tx, user.id, met, origin, now)
    await voidPendingLogins(tx, user.id, now)
    await voidLinks(tx, user.id, 'reset-password', now)
    if (TWO_FACTORS.has(method)) await cancelRecovery(tx, user.id, 'second-factor', origin, now)
    await tx.update(users).set({ lastLoginAt: now }).where(eq(users.id, user.id))
    const session = await openSession(tx, {
      userId: user.id, aal: TWO_FACTORS.has(method) ? 2 : 1, method, browserId: met.browser.id, replaces: brought.session,
    }, origin, now)
    await record(tx, { action: 'login.succeeded', userId: user.id, actorName: user.username, detail: { method } }, origin)
    return ok({ session, browser: met.token, user: { id: user.id, username: user.username } })
  })
}

/** A browser never seen before is told to the user, but for the very first sign-in. */
async function meet(tx: Tx, user: User, cookie: string | null, origin: Origin, now: Date): Promise<MetBrowser> {
  const met = await meetBrowser(tx, user.id, cookie, origin, now)
  if (!met.isNew) return met
  await record(tx, { action: 'login.new-browser', userId: user.id }, origin)
  if (user.lastLoginAt) await sendWarning(tx, 'new-browser', user.id, origin, now)
  return met
}

async function remembered(tx: Tx, userId: string, met: MetBrowser, origin: Origin, now: Date): Promise<void> {
  await rememberBrowser(tx, met.browser, now)
  await record(tx, { action: 'browser.remembered', userId }, origin)
}
