import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { db } from './client.ts'

const journalFile = new URL('../../drizzle/migrations/meta/_journal.json', import.meta.url)

/** How many migrations this code knows that the database has not had; 0 when both agree. */
export async function countPendingMigrations(): Promise<number> {
  const known: { entries: unknown[] } = JSON.parse(await readFile(journalFile, 'utf8'))
  const [applied] = await db().execute<{ count: number }>(sql`select count(*)::int as count from drizzle.__drizzle_migrations`)
  return Math.max(0, known.entries.length - (applied?.count ?? 0))
}
