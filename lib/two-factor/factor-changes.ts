// What every change of a user's factors has in common. For the verbs of this folder only.

import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Tx } from '#lib/db/client.ts'
import { securityKeys, totpApps, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'

export type LockedUser = typeof users.$inferSelect

/** Changes of one user's factors happen one after the other: what is counted under this lock stays true until the end. */
export async function lockUser(tx: Tx, userId: string): Promise<LockedUser> {
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
  if (!user) throw new Error('There is no such user.')
  return user
}

/** Administrators, whoever was recovered without a factor, and everybody where the operator says so, keep at least one factor that works. The user's row is locked. */
export async function wouldBeLast(tx: Tx, user: LockedUser, factorId: string): Promise<boolean> {
  if (!user.isAdmin && !user.mustHaveFactor && environment().twoFactor !== 'required') return false
  const apps = and(eq(totpApps.userId, user.id), ne(totpApps.id, factorId), isNotNull(totpApps.confirmedAt), isNull(totpApps.disabledAt))
  const keys = and(eq(securityKeys.userId, user.id), ne(securityKeys.id, factorId), isNull(securityKeys.disabledAt))
  return (await tx.$count(totpApps, apps)) + (await tx.$count(securityKeys, keys)) === 0
}
