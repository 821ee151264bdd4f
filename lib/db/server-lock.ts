import postgres from 'postgres'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'

export type ServerLock = { release: () => Promise<void>; lost: Promise<void> }

/**
 * The lock that one server holds on its database for as long as it lives; null when another holds it. Without it, a second
 * server on the same folder would take the first one's Postgres for an orphan and stop it.
 */
export async function takeServerLock(url: string): Promise<ServerLock | null> {
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  const sql = oneConnection(url, { onclose: () => resolve() })
  const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${ADVISORY_LOCKS.server}) as taken`
  if (row?.taken) return { lost, release: () => sql.end({ timeout: 1 }) }
  await sql.end()
  return null
}

/** Whether a living server holds the lock. Throws while the database does not take connections. */
export async function isServerLockHeld(url: string): Promise<boolean> {
  const sql = oneConnection(url, {})
  try {
    const held = await sql`select from pg_locks where locktype = 'advisory' and objid = ${ADVISORY_LOCKS.server} and granted
      and database = (select oid from pg_database where datname = current_database())`
    return held.length > 0
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** One that is never recycled: with the connection goes the lock. */
const oneConnection = (url: string, more: { onclose?: () => void }) =>
  postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, connect_timeout: 5, onnotice: () => {}, ...more })
