// Migrations, under a lock: Drizzle's migrator takes none, and two processes may start at once.

import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'

const folder = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url))

/** Brings the database at `url` up to the newest schema. Waits for another process that does the same. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${ADVISORY_LOCKS.migration})`
    await migrate(drizzle(sql), { migrationsFolder: folder })
  } finally {
    await sql.end() // closing the connection gives the lock back
  }
}
