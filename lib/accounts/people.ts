import { and, eq, isNotNull } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import type { Reader, Tx } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import type { Session } from '#lib/sessions/sessions.ts'

export type User = typeof users.$inferSelect
export type Address = typeof emailAddresses.$inferSelect
/** Who acts on an account of their own, and through which session; a `CurrentUser` is one. */
export type Actor = { id: string; session: Session }

export type NewPerson = { username: string; name: string; address: string; passwordHash: string; isAdmin: boolean; confirmedAt: Date | null; locale?: string | null }

/** Makes a user with one address, which becomes the primary one. Null when the name is taken, in whatever case. */
export async function makePerson(tx: Tx, person: NewPerson, now: Date): Promise<{ user: User; address: Address } | null> {
  const { username, name, passwordHash, isAdmin, locale } = person
  const [user] = await tx.insert(users).values({
    username, name, passwordHash, isAdmin, locale, usernameKey: username.toLowerCase(), webauthnHandle: randomBytes(64), passwordChangedAt: now, createdAt: now,
  }).onConflictDoNothing({ target: users.usernameKey }).returning()
  if (!user) return null
  const [address] = await tx.insert(emailAddresses).values({
    userId: user.id, address: person.address, addressKey: person.address.toLowerCase(), isPrimary: true, verifiedAt: person.confirmedAt, createdAt: now,
  }).returning()
  if (!address) throw new Error('An insert returned no row.')
  return { user, address }
}

/** The user a sign-in or a reset names: by user name, or by an address they confirmed. Never by one they only claim. */
export async function findPerson(tx: Reader, login: string): Promise<User | null> {
  const key = login.toLowerCase()
  if (!key.includes('@')) {
    const [user] = await tx.select().from(users).where(eq(users.usernameKey, key))
    return user ?? null
  }
  const [found] = await tx.select({ user: users }).from(users).innerJoin(emailAddresses, eq(emailAddresses.userId, users.id))
    .where(and(eq(emailAddresses.addressKey, key), isNotNull(emailAddresses.verifiedAt)))
  return found?.user ?? null
}

/** Reads a user and holds the row: what depends on it cannot change until the transaction ends. */
export async function lockPerson(tx: Tx, userId: string): Promise<User> {
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
  if (!user) throw new Error('The user is gone.')
  return user
}
