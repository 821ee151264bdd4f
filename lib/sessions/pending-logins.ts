import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '#lib/db/client.ts'
import { pendingLogins } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import { forgetBrowsers } from './browsers.ts'
import { closeOtherSessions, type Session } from './sessions.ts'

/** Makes every sign-in that still awaits its second step useless: the password or a factor changed, or the user came in. */
export async function voidPendingLogins(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.update(pendingLogins).set({ consumedAt: now }).where(and(eq(pendingLogins.userId, userId), isNull(pendingLogins.consumedAt)))
}

/**
 * Ends whatever else could act as this user in a browser: other sessions, remembered browsers, half-done sign-ins. Due after
 * each change of a password, a factor or an address (ASVS 5.0 V7.4.3); `kept` is the session that made the change.
 */
export async function endOtherAccess(tx: Tx, userId: string, kept: Session | null, origin: Origin, now: Date): Promise<void> {
  await closeOtherSessions(tx, userId, kept, origin, now)
  await forgetBrowsers(tx, userId, origin, now)
  await voidPendingLogins(tx, userId, now)
}
