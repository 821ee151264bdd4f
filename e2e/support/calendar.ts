import { join } from 'node:path'
import postgres from 'postgres'
import { joinEmbeddedPostgres } from '#lib/db/embedded.ts'

/** Lets days pass for the recovery of one person: nobody waits a week for a test. Everything else stays as it is. */
export async function daysPassFor(username: string, days: number): Promise<void> {
  const moved = await onDatabase((sql) => sql`
    update recoveries set started_at = started_at - ${days} * interval '1 day', ends_at = ends_at - ${days} * interval '1 day',
      told_at = told_at - ${days} * interval '1 day'
    where user_id = (select id from users where username = ${username}) and cancelled_at is null and finished_at is null`)
  if (moved.count !== 1) throw new Error(`${username} recovers nothing.`)
}

/** Lets the sessions of a person lie unused for so long. */
export async function idleFor(username: string, minutes: number): Promise<void> {
  await onDatabase((sql) => sql`
    update sessions set last_seen_at = last_seen_at - ${minutes} * interval '1 minute'
    where user_id = (select id from users where username = ${username}) and revoked_at is null`)
}

/** When the newest session of a person was last used. */
export async function lastSeen(username: string): Promise<Date> {
  const [row] = await onDatabase((sql) => sql<{ at: Date }[]>`
    select max(last_seen_at) as at from sessions where user_id = (select id from users where username = ${username}) and revoked_at is null`)
  if (!row) throw new Error(`${username} has no session.`)
  return row.at
}

async function onDatabase<T>(ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const url = await joinEmbeddedPostgres(join(process.env.E2E_SITE_FOLDER ?? '', 'data'))
  if (!url) throw new Error('The site keeps no database of its own.')
  const sql = postgres(url, { max: 1 })
  try {
    return await ask(sql)
  } finally {
    await sql.end()
  }
}
