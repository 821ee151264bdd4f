// Who is an administrator. Whatever changes their number (the first one made, another made or removed, one disabled, one who
// deletes the account) holds one lock, takes it before any row, and counts under it: so the last one stays.

import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import type { Reader, Tx } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'

/** One at a time until the transaction ends. */
export const lockAdministrators = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.administrators})`)

/** The ids of those who can act as one. */
export async function listAdministrators(reader: Reader): Promise<string[]> {
  const rows = await reader.select({ id: users.id }).from(users).where(and(eq(users.isAdmin, true), isNull(users.disabledAt))).orderBy(asc(users.createdAt))
  return rows.map(({ id }) => id)
}
