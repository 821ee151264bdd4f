// People for tests: each test has a user of its own.

import { randomBytes } from 'node:crypto'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'

export type TestUser = typeof users.$inferSelect
let counter = 0

/** A user with a confirmed primary address; nothing else. Whoever needs more uses the verbs of the product. */
export async function makeUser(wanted: Partial<typeof users.$inferInsert> & { address?: string | null; confirmed?: boolean } = {}): Promise<TestUser> {
  const { address: wantedAddress, confirmed = true, ...columns } = wanted
  const username = columns.username ?? `user${process.pid}x${++counter}`
  const values = { webauthnHandle: randomBytes(64), ...columns, username, usernameKey: username.toLowerCase() }
  const [user] = await db().insert(users).values(values).returning()
  if (!user) throw new Error('An insert returned no row.')
  const address = wantedAddress === undefined ? `${username}@example.org` : wantedAddress
  if (address !== null) {
    const verifiedAt = confirmed ? user.createdAt : null
    await db().insert(emailAddresses).values({ userId: user.id, address, addressKey: address.toLowerCase(), isPrimary: true, verifiedAt })
  }
  return user
}
