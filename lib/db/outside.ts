import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { cannotStart } from '#lib/cannot-start.ts'

const RETRY_MS = 500
const OLDEST_MAJOR = 15
/** Waiting does not cure these: wrong password, no such role, no such database. */
const FINAL = new Set(['28P01', '28000', '3D000'])

/** Waits until the database that DATABASE_URL names answers; throws one line when it does not, or is too old. */
export async function waitForDatabase(url: string, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask(url)
    if (typeof answer === 'number') return checkVersion(answer)
    if (FINAL.has(answer) || performance.now() > deadline) throw cannotStart(`DATABASE_URL: ${hostOf(url)} says ${answer}; ${cureOf(answer)}`)
    await sleep(RETRY_MS)
  }
}

async function ask(url: string): Promise<number | string> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`
    return row?.version ?? 0
  } catch (trouble) {
    return trouble instanceof Error && 'code' in trouble ? String(trouble.code) : String(trouble)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function checkVersion(version: number): void {
  const major = Math.floor(version / 10_000)
  if (major < OLDEST_MAJOR) throw cannotStart(`DATABASE_URL: that is Postgres ${major}; ${OLDEST_MAJOR} or newer is needed`)
}

/** Never the whole URL, which holds the password. */
const hostOf = (url: string) => new URL(url).host

function cureOf(code: string): string {
  if (code === '28P01' || code === '28000') return 'correct the user or the password'
  if (code === '3D000') return 'create the database, or correct its name'
  return 'start the database, or correct the address'
}
