import type { Tx } from '#lib/db/client.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { markTold, type PendingLogin } from './pending.ts'

/** The attempts of a sign-in are used up: somebody knows the password and not what comes after it (ASVS 5.0 V6.3.5). */
export async function tellOfFailures(tx: Tx, attempt: PendingLogin, origin: Origin, now: Date): Promise<void> {
  await sendWarning(tx, 'second-factor-failures', attempt.userId, origin, now)
  await markTold(tx, attempt, now)
}
