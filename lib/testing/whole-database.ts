// All that the database holds, in a form that can be compared: for tests of what may change and what may not.

import { sql, type SQL } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'

/** The tables, but for the queue's own and the counters, which count whatever becomes of what was tried. */
export async function tablesOfDatabase(): Promise<string[]> {
  const rows = await db().execute<{ name: string }>(sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'rate_limits' order by tablename`)
  return rows.map(({ name }) => name)
}

/** A digest of all rows of each table, and of the letters that wait. */
export async function wholeDatabase(except: string[] = []): Promise<Record<string, string>> {
  const digests: Record<string, string> = { letters: await digestOf(sql`pgboss.job`) }
  for (const table of await tablesOfDatabase()) if (!except.includes(table)) digests[table] = await digestOf(sql.identifier(table))
  return digests
}

async function digestOf(table: SQL | ReturnType<typeof sql.identifier>): Promise<string> {
  const [row] = await db().execute<{ digest: string | null }>(sql`select md5(string_agg(t::text, ' ' order by t::text)) as digest from ${table} t`)
  return row?.digest ?? ''
}
