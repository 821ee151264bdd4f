import { join } from 'node:path'
import postgres from 'postgres'
import { joinEmbeddedPostgres } from '#lib/db/embedded.ts'

/** Makes somebody an administrator: the site's own set-up link does that once, for one journey. */
export async function makeAdministrator(username: string): Promise<void> {
  const made = await inDatabase((sql) => sql`update users set is_admin = true where username = ${username}`)
  if (made.count !== 1) throw new Error(`There is no ${username}.`)
}

/** Opens the path of the set-up anew, as it is when the first administrator has just been made. */
export async function openSetUpPath(): Promise<void> {
  await inDatabase((sql) => sql`insert into settings (key, value) values ('set-up', '""'::jsonb) on conflict (key) do update set value = excluded.value`)
}

async function inDatabase<T>(run: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const url = await joinEmbeddedPostgres(join(process.env.E2E_SITE_FOLDER ?? '', 'data'))
  if (!url) throw new Error('The site keeps no database of its own.')
  const sql = postgres(url, { max: 1 })
  try {
    return await run(sql)
  } finally {
    await sql.end()
  }
}
