import { and, eq, lte } from 'drizzle-orm'
import { checkOwnPassword } from '#lib/accounts/password-change.ts'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { recoveries, users } from '#lib/db/schema.ts'
import { findLink, spendLink, voidLinks } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { forgetFactors } from '#lib/two-factor/factors.ts'
import { tellCoOwners } from './letters.ts'
import { findRecoveryById, mayRecover, open } from './recovery.ts'
import type { ProofRefusal } from './start.ts'

/** Whose recovery a link finishes, if its time has come. Uses nothing up. */
export async function findRecoveryEnd(token: string, now: Date): Promise<User | null> {
  const link = await findLink(db(), 'finish-recovery', token, now)
  const recovery = link && (await findRecoveryById(db(), link.subject, now))
  if (!recovery || recovery.endsAt > now) return null
  const [user] = await db().select().from(users).where(eq(users.id, recovery.userId))
  return user && mayRecover(user) ? user : null
}

/**
 * Finishes a recovery: the mailed link and the password, once the time is over. Every factor, code, session and remembered
 * browser of the user goes. Nobody is signed in by it; the next sign-in leads to setting up a factor again.
 */
export async function finishRecovery(token: string, password: string, origin: Origin, now: Date): Promise<Result<void, ProofRefusal>> {
  const asked = await findRecoveryEnd(token, now)
  if (!asked) return err('link-invalid')
  const known = await checkOwnPassword(asked.id, password, origin, now)
  if (!known.ok) return known
  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, asked.id)
    if (user.passwordHash !== known.value.passwordHash || !mayRecover(user)) return err('link-invalid')
    if (!(await spendLink(tx, 'finish-recovery', token, now))) return err('link-invalid')
    return (await end(tx, user, origin, now)) ? ok(undefined) : err('link-invalid')
  })
}

async function end(tx: Tx, user: User, origin: Origin, now: Date): Promise<boolean> {
  const [finished] = await tx.update(recoveries).set({ finishedAt: now })
    .where(and(eq(recoveries.userId, user.id), open(now), lte(recoveries.endsAt, now))).returning()
  if (!finished) return false
  await forgetFactors(tx, user.id)
  await endOtherAccess(tx, user.id, null, origin, now)
  await voidLinks(tx, user.id, 'finish-recovery', now)
  await tx.update(users).set({ frozenUntil: null, mustHaveFactor: true, codeTestedAt: null }).where(eq(users.id, user.id))
  await record(tx, { action: 'recovery.finished', userId: user.id, detail: { vouchers: finished.vouchers.length } }, origin)
  await record(tx, { action: 'account.unfrozen', userId: user.id }, origin)
  await sendWarning(tx, 'recovery-finished', user.id, origin, now)
  await tellCoOwners(tx, 'finished', finished, now)
  return true
}
