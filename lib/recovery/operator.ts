import { eq } from 'drizzle-orm'
import { findPerson, lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { nowhere } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { forgetFactors } from '#lib/two-factor/factors.ts'
import { cancelRecovery } from './cancel.ts'

/**
 * The operator's `reset-2fa`: takes every second factor and recovery code from a user, ends their sessions, remembered browsers
 * and a recovery that is running. The password stays, signs nobody in by this, and leads to setting up a factor again.
 */
export async function takeFactorsAway(username: string, now: Date): Promise<Result<{ username: string }, 'no-such-user'>> {
  return db().transaction(async (tx) => {
    const found = await findPerson(tx, username)
    if (!found) return err('no-such-user')
    const user = await lockPerson(tx, found.id)
    await cancelRecovery(tx, user.id, 'operator', nowhere, now, null)
    await forgetFactors(tx, user.id)
    await endOtherAccess(tx, user.id, null, nowhere, now)
    await tx.update(users).set({ mustHaveFactor: true, codeTestedAt: null }).where(eq(users.id, user.id))
    await record(tx, { action: 'recovery.by-operator', userId: user.id, actorId: null }, nowhere)
    await sendWarning(tx, 'factors-reset', user.id, nowhere, now)
    return ok({ username: user.username })
  })
}
