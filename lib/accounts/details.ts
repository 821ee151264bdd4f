import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'

export type Account = { id: string; username: string; name: string; locale: string | null; isAdmin: boolean; createdAt: Date; passwordChangedAt: Date; lastLoginAt: Date | null }
export type Profile = { id: string; username: string; name: string; createdAt: Date; addresses: string[] }

/** What the owner of an account sees of it; never the hash. */
export async function findAccount(userId: string): Promise<Account | null> {
  const { id, username, name, locale, isAdmin, createdAt, passwordChangedAt, lastLoginAt } = users
  const [account] = await db().select({ id, username, name, locale, isAdmin, createdAt, passwordChangedAt, lastLoginAt }).from(users).where(eq(users.id, userId))
  return account ?? null
}

/** What everybody sees: name, since when, and the addresses made public. Null for nobody and for disabled people. */
export async function findProfile(username: string): Promise<Profile | null> {
  const { id, name, createdAt } = users
  const [person] = await db().select({ id, username: users.username, name, createdAt }).from(users)
    .where(and(eq(users.usernameKey, username.toLowerCase()), isNull(users.disabledAt)))
  if (!person) return null
  const shown = await db().select({ address: emailAddresses.address }).from(emailAddresses)
    .where(and(eq(emailAddresses.userId, person.id), eq(emailAddresses.isPublic, true), isNotNull(emailAddresses.verifiedAt)))
  return { ...person, addresses: shown.map((row) => row.address) }
}

/** Changes the name shown on the profile. */
export async function saveName(userId: string, name: string, origin: Origin): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.update(users).set({ name }).where(eq(users.id, userId))
    await record(tx, { action: 'account.renamed', userId, detail: { name } }, origin)
  })
}

/** Remembers the language of a user's letters and pages. */
export async function saveLocale(userId: string, locale: string): Promise<void> {
  await db().update(users).set({ locale }).where(eq(users.id, userId))
}
