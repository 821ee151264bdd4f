import { eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { BREACH_CHECK_AT_SIGN_IN_MS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { isBreached } from './breaches.ts'
import { lockPerson, type User } from './people.ts'

/**
 * A right password that is known from a breach must be changed (SP 800-63B-4 §3.1.1.2; ASVS 5.0 V6.2.12): the account is
 * marked, and its owner told, once. The user as it is then. Only right passwords are asked about.
 */
export async function markIfBreached(user: User, password: string, origin: Origin, now: Date): Promise<User> {
  if (user.passwordBreachedAt || !(await isBreached(password, BREACH_CHECK_AT_SIGN_IN_MS))) return user
  return db().transaction(async (tx) => {
    const locked = await lockPerson(tx, user.id)
    const isAnother = locked.passwordChangedAt.getTime() !== user.passwordChangedAt.getTime()
    if (isAnother) return user
    if (locked.passwordBreachedAt) return locked
    await tx.update(users).set({ passwordBreachedAt: now }).where(eq(users.id, user.id))
    await record(tx, { action: 'password.breached', userId: user.id, actorId: null }, origin)
    await sendWarning(tx, 'password-breached', user.id, origin, now)
    return { ...locked, passwordBreachedAt: now }
  })
}
