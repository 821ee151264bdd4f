import { join } from 'node:path'
import postgres from 'postgres'
import { joinEmbeddedPostgres } from '#lib/db/embedded.ts'

/** Makes somebody an administrator: the site's own set-up link does that once, for one journey. */
export async function makeAdministrator(username: string): Promise<void> {
  const url = await joinEmbeddedPostgres(join(process.env.E2E_SITE_FOLDER ?? '', 'data'))
  if (!url) throw new Error('The site keeps no database of its own.')
  const sql = postgres(url, { max: 1 })
  const made = await sql`update users set is_admin = true where username = ${username}`
  await sql.end()
  if (made.count !== 1) throw new Error(`There is no ${username}.`)
}
