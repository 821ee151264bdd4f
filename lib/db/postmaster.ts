import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cannotStart } from '#lib/cannot-start.ts'
import { bareEnvironment, type Cluster } from '#lib/db/cluster.ts'
import { postgresBinaries } from '#lib/db/postgres-binaries.ts'

/** A Postgres that we started: `exited` once it is gone, for whatever reason. */
export type Postmaster = { port: number; exited: Promise<void>; isGone: () => boolean; stop: () => Promise<void> }

/** A Postgres found running on a folder, as its postmaster.pid tells. */
export type Found = { pid: number; startedAt: Date; port: number }

const STOP_SECONDS = 30
const NOBODYS_PID = 99_999_999
const LOG_MAX_BYTES = 10 * 1024 * 1024

/**
 * Stands between us and Postgres. It holds the other end of our pipe: when we end, even by kill -9, `cat` ends and Postgres
 * is asked to stop. When Postgres ends first, the watcher ends too, so it can never signal a stranger with the same number.
 */
const WATCHDOG = `
exec 3<&0
"$@" </dev/null 3<&- & postgres=$!
(cat <&3 >/dev/null; kill -INT $postgres 2>/dev/null) & watcher=$!
trap 'kill -INT $postgres 2>/dev/null' TERM INT
exec 3<&- 0<&-
while kill -0 $postgres 2>/dev/null; do wait $postgres; done
kill $watcher 2>/dev/null`

/** Starts Postgres on loopback, in a session of its own: a terminal's Ctrl-C reaches us first and requests can finish. */
export async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  const port = await freePort()
  const log = openLog(cluster)
  const args = ['-c', WATCHDOG, 'wheelkeep-postgres', join(postgresBinaries(cluster.user), 'bin/postgres'), ...options(cluster, port)]
  const child = spawn('/bin/sh', args, {
    ...cluster.user,
    cwd: '/',
    detached: true,
    env: bareEnvironment(),
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  child.stdin?.on('error', () => {}) // it ended before us; `exited` says so
  return { port, exited: exitOf(child), isGone: () => hasEnded(child), stop: () => stopChild(child, cluster) }
}

/** What runs on this folder, if anything does. A file that a crash left, with a number nobody or somebody else now has, counts as nothing. */
export function findPostmaster({ pgData }: Cluster): Found | null {
  const lines = read(join(pgData, 'postmaster.pid')).split('\n')
  const [pid, startedAt, port] = [lines[0], lines[2], lines[3]].map(Number)
  if (!pid || !startedAt || !isPostgres(pid)) return null
  return { pid, startedAt: new Date(startedAt * 1000), port: port || 0 }
}

/**
 * Postgres sees only "alive" when the process number that a crash left now belongs to something else. The number is replaced
 * by one that nobody has; the file stays, because by its other lines Postgres makes sure that no old backend still runs.
 */
export function forgetStalePid({ pgData }: Cluster): void {
  const path = join(pgData, 'postmaster.pid')
  const left = read(path)
  if (left) writeFileSync(path, left.replace(/^\d+/, String(NOBODYS_PID)))
}

/** Asks a Postgres that is nobody's any more to stop, and waits for it. */
export async function stopOrphan({ pid }: Found): Promise<void> {
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += 50) {
    if (waited > STOP_SECONDS * 1000) throw cannotStart(`Postgres (process ${pid}) of an earlier start does not stop: end it with kill -QUIT ${pid}`)
    await sleep(50)
  }
}

/** The last line of Postgres' own log, which says why it did not start. */
export const lastWords = (cluster: Cluster) => read(logPath(cluster)).trim().split('\n').at(-1) ?? ''

const logPath = ({ home }: Cluster) => join(home, 'postgres.log')

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'timezone=UTC']

const options = ({ pgData }: Cluster, port: number) => ['-D', pgData, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])]

function openLog(cluster: Cluster): number {
  const path = logPath(cluster)
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(path, `${path}.old`)
  return openSync(path, 'a', 0o600)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve(child.stdin?.destroy() && undefined))
    child.once('error', () => resolve())
  })
}

/** Closing the pipe is the request: the watchdog passes it on as a fast shutdown. */
async function stopChild(child: ChildProcess, cluster: Cluster): Promise<void> {
  if (hasEnded(child)) return
  const exited = once(child, 'exit')
  child.stdin?.end()
  const late = sleep(STOP_SECONDS * 1000, 'late', { ref: false })
  if ((await Promise.race([exited, late])) !== 'late') return
  const found = findPostmaster(cluster)
  if (found) process.kill(found.pid, 'SIGQUIT')
  await exited
}

/** One that has ended and that nobody has asked after (a zombie, where process 1 is no init) does not count as alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\) Z /.test(read(`/proc/${pid}/stat`))
  } catch (trouble) {
    return trouble instanceof Error && 'code' in trouble && trouble.code === 'EPERM'
  }
}

/** Numbers are used again, above all in containers. Where nothing can be learnt, a live process counts as Postgres. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false
  const told = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  const command = read(`/proc/${pid}/cmdline`) || (told.status === 0 ? told.stdout : '')
  return command === '' || command.includes('postgres')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
