// Signing in with a passkey: no user name, no password. The authenticator verifies its user, so it counts as both factors.

import { and, eq, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { countAttempt, type Counted, forgiveAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { offerAssertion, spendAssertion } from '#lib/two-factor/assertions.ts'
import type { Completed } from './browser-code.ts'
import { completePending, openPending } from './pending.ts'

/**
 * Options for the browser, and the value of the pending cookie that the challenge is bound to. Says nothing about who exists.
 * Anyone may ask, and each time a row is written: so it is counted.
 */
export async function offerPasskeyChallenge(origin: Origin, now: Date) {
  const allowance = await countAttempt([['passkeyAskedPerNetwork', networkOf(origin.ip)]], now)
  if (!allowance.allowed) return err('throttled')
  const cookie = newSecret()
  const options = await offerAssertion(askedBy(cookie), null, now)
  return options.ok ? ok({ cookie, options: options.value }) : options
}

/** The browser's answer: all steps at once, ending in a ticket as every other sign-in does. */
export async function finishPasskeyLogin(
  cookie: string | null, response: unknown, next: string, origin: Origin, now: Date,
): Promise<Result<Completed, 'expired' | 'throttled' | 'wrong-passkey'>> {
  if (!cookie) return err('expired')
  const counted: Counted[] = [['secondFactorPerNetwork', networkOf(origin.ip)]]
  const allowance = await countAttempt(counted, now)
  if (!allowance.allowed) return err('throttled')
  const finished = await db().transaction((tx) => complete(tx, cookie, response, next, origin, now))
  if (finished.ok) await forgiveAttempt(counted)
  return finished
}

async function complete(tx: Tx, cookie: string, response: unknown, next: string, origin: Origin, now: Date): Promise<Result<Completed, 'wrong-passkey'>> {
  // For this ceremony it takes passkeys only, and only when the authenticator verified its user.
  const spent = await spendAssertion(tx, askedBy(cookie), null, response, now, origin)
  if (!spent || !(await isEnabled(tx, spent.userId))) {
    await record(tx, { action: 'login.failed', userId: spent?.userId, actorId: null, outcome: 'failure', detail: { method: 'passkey' } }, origin)
    return err('wrong-passkey')
  }
  await openPending(tx, { userId: spent.userId, nextPath: next, browserId: null }, origin, now, cookie)
  return ok({ ticket: await completePending(tx, cookie, 'passkey', now), next })
}

async function isEnabled(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.$count(users, and(eq(users.id, userId), isNull(users.disabledAt), isNull(users.securedAt)))) === 1
}

const askedBy = (cookie: string) => ({ ceremony: 'passkey-login' as const, boundTo: hashSecret(cookie) })
