// The pool of connections, one for the whole process, and what a transaction is.

import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { shared } from '#lib/shared.ts'
import * as schema from './schema.ts'

export type Database = PostgresJsDatabase<typeof schema>
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a read may be asked of: the pool, or the transaction one is in. */
export type Reader = Database | Tx

const CONNECTIONS = 10

type Pool = { url: string; sql: postgres.Sql; database: Database }
const shelf = shared<{ pool: Pool | null }>('database', () => ({ pool: null }))

/** Opens the pool on `url`; once, before anything asks `db()`. */
export function openDatabase(url: string): void {
  if (shelf.pool?.url === url) return
  const connections = postgres(url, { max: CONNECTIONS, onnotice: () => {} })
  shelf.pool = { url, sql: connections, database: drizzle(connections, { schema }) }
}

/** Closes the pool; what runs is given `timeout` seconds. */
export async function closeDatabase(timeoutSeconds = 5): Promise<void> {
  await shelf.pool?.sql.end({ timeout: timeoutSeconds })
  shelf.pool = null
}

/** The database. Throws when the server has not opened it. */
export function db(): Database {
  return pool().database
}

/** The driver itself, for LISTEN, COPY and locks. */
export function driver(): postgres.Sql {
  return pool().sql
}

/** Where the database is, for those who bring a driver of their own (the job queue). */
export function databaseUrl(): string {
  return pool().url
}

/** Runs while nobody else on this database holds the lock of that number; waits for it. */
export async function withLock<T>(lock: number, run: () => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`)
    return run()
  })
}

/** Whether an error says that a unique constraint (of that name, if given) stood in the way. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : null
  if (!isPostgresError(cause) || cause.code !== '23505') return false
  return constraint === undefined || cause.constraint_name === constraint
}

/** Whether an error says that the database cannot be reached: then answer 503, never "no". */
export function isDatabaseDown(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = 'code' in e ? String(e.code) : ''
    if (/^(ECONN|CONNECT|CONNECTION_|EHOSTUNREACH|ETIMEDOUT|EPIPE|57P0|08)/.test(code)) return true
  }
  return false
}

function isPostgresError(e: unknown): e is { code: string; constraint_name?: string } {
  return typeof e === 'object' && e !== null && 'code' in e
}

function pool(): Pool {
  if (!shelf.pool) throw new Error('The database is not open.')
  return shelf.pool
}
