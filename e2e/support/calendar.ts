import { join } from 'node:path'
import postgres from 'postgres'
import { joinEmbeddedPostgres } from '#lib/db/embedded.ts'

/** Lets days pass for the recovery of one person: nobody waits a week for a test. Everything else stays as it is. */
export async function daysPassFor(username: string, days: number): Promise<void> {
  const url = await joinEmbeddedPostgres(join(process.env.E2E_SITE_FOLDER ?? '', 'data'))
  if (!url) throw new Error('The site keeps no database of its own.')
  const sql = postgres(url, { max: 1 })
  const moved = await sql`
    update recoveries set started_at = started_at - ${days} * interval '1 day', ends_at = ends_at - ${days} * interval '1 day',
      told_at = told_at - ${days} * interval '1 day'
    where user_id = (select id from users where username = ${username}) and cancelled_at is null and finished_at is null`
  await sql.end()
  if (moved.count !== 1) throw new Error(`${username} recovers nothing.`)
}
