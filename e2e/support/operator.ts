// What only the operator can do, at the machine.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { joinEmbeddedPostgres } from '#lib/db/embedded.ts'

const dataDir = () => join(process.env.E2E_SITE_FOLDER ?? '', 'data')

/** `npm run cli -- invite`, beside the running site. */
export async function invite(address: string): Promise<void> {
  await promisify(execFile)('node', ['lib/server/start.mjs', '--cli', 'invite', address], { env: { ...process.env, DATA_DIR: dataDir(), NODE_ENV: 'production' } })
}

/** Makes somebody an administrator. The site's set-up link does that for the first one only, so this is written into the database. */
export async function makeAdministrator(username: string): Promise<void> {
  await write((sql) => sql`update users set is_admin = true where username = ${username}`)
}

/** All recovery codes of somebody are used up but one: nine sign-ins would take longer than the limits allow. */
export async function spendRecoveryCodes(username: string): Promise<void> {
  await write((sql) => sql`update recovery_codes set used_at = now() where id <> (
    select min(id::text)::uuid from recovery_codes where used_at is null and user_id = (select id from users where username = ${username})
  ) and user_id = (select id from users where username = ${username})`)
}

/** The address of somebody was confirmed more than a year ago, and nothing came of it since. */
export async function ageAddress(username: string): Promise<void> {
  await write((sql) => sql`update email_addresses set proved_at = null, verified_at = now() - interval '366 days'
    where user_id = (select id from users where username = ${username})`)
}

/** While `run` goes on, whatever asks for recovery codes breaks. */
export async function withoutCodes(run: () => Promise<void>): Promise<void> {
  const rename = (from: string, to: string) => connected(async (sql) => {
    await sql`alter table ${sql(from)} rename to ${sql(to)}`
    // Connections that asked for it before know it by more than its name.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  })
  await rename('recovery_codes', 'recovery_codes_away')
  await run().finally(() => rename('recovery_codes_away', 'recovery_codes'))
}

async function write(change: (sql: postgres.Sql) => Promise<{ count: number }>): Promise<void> {
  const { count } = await connected(change)
  if (count === 0) throw new Error('Nobody is called so.')
}

/** The database of the site, for what no page and no command does. */
export async function connected<T>(ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const url = await joinEmbeddedPostgres(dataDir())
  if (!url) throw new Error('The site keeps no database of its own.')
  const sql = postgres(url, { max: 1 })
  return ask(sql).finally(() => sql.end())
}
