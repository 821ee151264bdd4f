import { spawnSync } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cannotStart } from '#lib/cannot-start.ts'
import { postgresBinaries } from '#lib/db/postgres-binaries.ts'
import { canEnter, type PostgresUser, postgresUser } from '#lib/db/postgres-user.ts'
import { keepOnce } from '#lib/kept-secrets.ts'

/** A database folder of our own: where it is, whom Postgres runs as on it, and the superuser's password. */
export type Cluster = { home: string; pgData: string; user: PostgresUser; password: string }

export const APP_ROLE = 'wheelkeep'

/** The cluster of a data folder, whether or not it has been made yet. */
export function findCluster(dataDir: string): Cluster {
  const password = keepOnce(join(dataDir, 'pg-password'), () => randomBytes(32).toString('base64url')).trim()
  const inside = join(dataDir, 'pg')
  const user = postgresUser(inside)
  const home = isMade(inside) || !isMade(join(elsewhere(dataDir), 'pg')) ? dataDir : elsewhere(dataDir)
  if (letIn(user, home)) return { home, pgData: join(home, 'pg'), user, password }
  if (isMade(inside)) throw cannotStart(`Postgres' user cannot enter ${inside}: let it through the folders above, or start Wheelkeep as the user who made it`)
  return { home: makeElsewhere(user, dataDir), pgData: join(elsewhere(dataDir), 'pg'), user, password }
}

/** Nothing of ours but the PATH: the server's secrets are no business of Postgres. (Next's types insist on NODE_ENV.) */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, TZ: 'UTC', NODE_ENV: 'production' })

export const isMade = (pgData: string) => existsSync(join(pgData, 'PG_VERSION'))

/**
 * Makes the cluster unless it is there. It grows under another name and is moved into place when whole, so a start that was
 * killed half-way, or a second one at the same moment, leaves no half cluster.
 */
export function makeCluster(cluster: Cluster): void {
  if (isMade(cluster.pgData)) return
  const growing = mkdtempSync(join(cluster.home, 'pg.new-'))
  const passwordFile = `${growing}.password`
  try {
    for (const path of [growing, writePassword(passwordFile, cluster.password)]) give(path, cluster.user)
    initdb(cluster, growing, passwordFile)
    moveInto(cluster.pgData, growing)
  } finally {
    for (const path of [growing, passwordFile]) rmSync(path, { recursive: true, force: true })
  }
}

/** The application's role is no superuser: a hole in a query must not become a shell. Its password follows from the other. */
export const appPassword = (cluster: Cluster) => createHmac('sha256', cluster.password).update(APP_ROLE).digest('hex')

/** Used when only root may enter the data folder and Postgres may not be root. */
const elsewhere = (dataDir: string) => join('/var/lib/wheelkeep', createHash('sha256').update(dataDir).digest('hex').slice(0, 16))

function makeElsewhere(user: PostgresUser, dataDir: string): string {
  const home = elsewhere(dataDir)
  mkdirSync(dirname(home), { recursive: true, mode: 0o755 })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (!letIn(user, home)) throw cannotStart(`Postgres' user can enter neither ${dataDir} nor ${home}: choose another DATA_DIR, or set DATABASE_URL`)
  return home
}

/** Lets Postgres' user, and nobody else, walk through a folder of ours: by its group, without the right to list. */
function letIn(user: PostgresUser, dir: string): boolean {
  if (canEnter(user, dir)) return true
  const stat = statSync(dir)
  if (!user || stat.uid !== 0) return false
  chownSync(dir, 0, user.gid)
  chmodSync(dir, (stat.mode & 0o707) | 0o010)
  return canEnter(user, dir)
}

function writePassword(path: string, password: string): string {
  writeFileSync(path, password, { mode: 0o600, flag: 'wx' })
  return path
}

const give = (path: string, user: PostgresUser) => user && chownSync(path, user.uid, user.gid)

/** Sorted by code point everywhere, and with the letters of all scripts (pg_trgm asks the character type). */
const LOCALE = process.platform === 'darwin' ? ['--locale=C', '--lc-ctype=UTF-8'] : ['--locale=C.UTF-8']

function initdb({ user }: Cluster, dir: string, passwordFile: string) {
  const options = ['-D', dir, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--data-checksums', ...LOCALE]
  const program = join(postgresBinaries(user), 'bin/initdb')
  const made = spawnSync(program, options, { ...user, cwd: '/', env: bareEnvironment(), encoding: 'utf8' })
  // Not `> 0`: the status is null when the program could not be started at all.
  if (made.status !== 0) throw cannotStart(`${basename(program)} could not make a database in ${dirname(dir)}: ${lastLine(made.stderr) || String(made.error)}`)
}

const lastLine = (text: string | null) => text?.trim().split('\n').at(-1)

function moveInto(pgData: string, grown: string) {
  try {
    renameSync(grown, pgData)
  } catch (trouble) {
    if (!isMade(pgData)) throw trouble
  }
}
