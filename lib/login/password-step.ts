import { and, eq } from 'drizzle-orm'
import { markIfBreached } from '#lib/accounts/breached-password.ts'
import { needsRehash, hashPassword, verifyPassword } from '#lib/accounts/passwords.ts'
import { findPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { type Counted, countAttempt, forgiveAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Browser, knownBrowser } from '#lib/sessions/browsers.ts'

/**
 * Whose password this is. Attempts are counted before any work; a wrong password, an unknown and a disabled user are
 * answered alike, after the same work. A right one that is known from a breach leaves its mark on the user.
 */
export async function checkPassword(
  login: string, password: string, browserCookie: string | null, origin: Origin, now: Date,
): Promise<Result<{ user: User; browser: Browser | null }, 'wrong-credentials' | 'throttled'>> {
  const user = await findPerson(db(), login)
  const browser = await knownBrowser(db(), user?.id ?? NOBODY, browserCookie, now)
  const counted = limitsFor(user?.id ?? `nobody ${hashSecret(login.toLowerCase())}`, browser, origin)
  const allowance = await countAttempt(counted, now)
  if (!allowance.allowed) {
    await note('login.throttled', user, origin)
    return err('throttled')
  }

  const usableHash = user && !user.disabledAt ? user.passwordHash : null
  if (!(await verifyPassword(usableHash, password)) || !user) {
    await note('login.failed', user, origin)
    return err('wrong-credentials')
  }
  await forgiveAttempt(counted)
  await strengthen(user, password)
  return ok({ user: await markIfBreached(user, password, origin, now), browser })
}

/**
 * A browser the user signed in from before has a bucket of its own: whatever strangers do, its owner gets in. Everyone else
 * is counted per account and network, per network, per account, and all together.
 */
function limitsFor(account: string, browser: Browser | null, origin: Origin): Counted[] {
  if (browser) return [['passwordPerKnownBrowser', browser.id]]
  const network = networkOf(origin.ip)
  return [
    ['passwordPerAccountAndNetwork', `${account}|${network}`], ['passwordPerNetwork', network],
    ['passwordPerAccountUnknownBrowsers', account], ['passwordGlobal', 'all'],
  ]
}

/** Hashes with today's cost what was hashed with less; only the password itself allows that. */
async function strengthen(user: User, password: string): Promise<void> {
  if (!user.passwordHash || !needsRehash(user.passwordHash)) return
  const unchanged = and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash))
  await db().update(users).set({ passwordHash: await hashPassword(password) }).where(unchanged)
}

/** Written for unknown users too, without what was typed, which is sometimes a password. */
const note = (action: 'login.failed' | 'login.throttled', user: User | null, origin: Origin) =>
  record(db(), { action, userId: user?.id, actorId: null, outcome: 'failure' }, origin)

const NOBODY = '00000000-0000-0000-0000-000000000000'
