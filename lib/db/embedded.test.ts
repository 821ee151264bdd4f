import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterEach, expect, test, vi } from 'vitest'
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded.ts'

// Real databases are made and killed here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const asRoot = process.getuid?.() === 0
const folders: string[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await killed(child, 'SIGKILL')
  for (const folder of folders.splice(0)) {
    await until(() => !existsSync(join(folder, 'pg/postmaster.pid')))
    rmSync(folder, { recursive: true })
  }
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-'))
  folders.push(folder)
  return folder
}

/** A server in a process of its own, which is what can be killed; resolves with its first line, a URL or a refusal. */
async function server(dataDir: string, user: object = {}) {
  const script = `
    import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
    try {
      const pg = await startEmbeddedPostgres(process.env.DATA_DIR)
      pg.died.then((why) => { console.log(why); process.exit(1) })
      process.on('SIGTERM', () => pg.stop().then(() => process.exit(0)))
      console.log(pg.url)
      setInterval(() => {}, 1000)
    } catch (trouble) { console.log(trouble.message); process.exit(1) }`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  })
  children.push(child)
  const lines: string[] = []
  child.stdout.on('data', (text: Buffer) => lines.push(...text.toString().trim().split('\n')))
  await until(() => lines.length > 0)
  return { child, lines, url: lines[0] ?? '' }
}

async function killed(child: ChildProcess, signal: NodeJS.Signals) {
  const exited = once(child, 'exit')
  child.kill(signal)
  return (await exited)[0]
}

async function until(done: () => boolean) {
  for (let waited = 0; !done(); waited += 20) {
    if (waited > 120_000) throw new Error('waited in vain')
    await sleep(20)
  }
}

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe<T[]>(text)
  } finally {
    await sql.end()
  }
}

const postmasterPid = (dataDir: string) => Number(readFileSync(join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0])

test('a folder keeps its rows over a stop and a start, and nothing is left running', async () => {
  const dataDir = newFolder()
  const first = await startEmbeddedPostgres(dataDir)
  await query(first.url, 'create table kept (n int); insert into kept values (7)')
  const pid = postmasterPid(dataDir)
  await first.stop()
  expect(() => process.kill(pid, 0)).toThrow()

  const second = await startEmbeddedPostgres(dataDir)
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
  await second.stop()
  expect(statSync(join(dataDir, 'pg-password')).mode & 0o777).toBe(0o600)
})

test('the application is no superuser, writes survive a power cut, and pages carry checksums', async () => {
  const server = await startEmbeddedPostgres(newFolder())
  const [facts] = await query(server.url, `select rolsuper, current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
    current_setting('listen_addresses') as listens from pg_roles where rolname = current_user`)
  await server.stop()
  expect(facts).toEqual({ rolsuper: false, fsync: 'on', checksums: 'on', listens: '127.0.0.1' })
})

test('a second server on the same folder is refused and leaves the first one its database; a command may join', async () => {
  const dataDir = newFolder()
  const first = await server(dataDir)
  const second = await server(dataDir)
  expect(second.url).toMatch(/^Another Wheelkeep already runs on /)
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])

  expect(await joinEmbeddedPostgres(dataDir)).toBe(first.url)
  expect(await killed(first.child, 'SIGTERM')).toBe(0)
  expect(await joinEmbeddedPostgres(dataDir)).toBeNull()
})

test('when the server is killed, its Postgres stops by itself and the next start goes on', async () => {
  const dataDir = newFolder()
  const first = await server(dataDir)
  await query(first.url, 'create table kept (n int)')
  await killed(first.child, 'SIGKILL')
  const second = await server(dataDir) // at once: Postgres is still stopping
  expect(await query(second.url, 'select * from kept')).toEqual([])
  await killed(second.child, 'SIGKILL')
  await until(() => !existsSync(join(dataDir, 'pg/postmaster.pid')))
})

test('a Postgres that outlived its server and its watchdog is stopped by the next start', async () => {
  const dataDir = newFolder()
  const first = await server(dataDir)
  const orphan = postmasterPid(dataDir)
  const group = spawnSync('ps', ['-e', '-o', 'pid=,pgid=,comm='], { encoding: 'utf8' }).stdout.trim().split('\n').map((line) => line.trim().split(/\s+/))
  const its = group.find(([pid]) => Number(pid) === orphan)?.[1]
  for (const [pid, pgid, name] of group) if (pgid === its && name !== 'postgres') killIfThere(Number(pid))
  await killed(first.child, 'SIGKILL')

  const second = await server(dataDir)
  expect(second.url).toMatch(/^postgres:/)
  expect(postmasterPid(dataDir)).not.toBe(orphan)
})

/** The watchdog's own short-lived children may have ended since they were listed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (trouble) {
    if ((trouble as NodeJS.ErrnoException).code !== 'ESRCH') throw trouble
  }
}

test('when Postgres dies, the server is told so and ends', async () => {
  const dataDir = newFolder()
  const { child, lines } = await server(dataDir)
  const exited = once(child, 'exit')
  process.kill(postmasterPid(dataDir), 'SIGKILL')
  expect((await exited)[0]).toBe(1)
  expect(lines.at(-1)).toMatch(/^Postgres (ended|closed)/)
  rmSync(join(dataDir, 'pg/postmaster.pid'))
})

test('a process number that now belongs to something else does not stop the start', async () => {
  const dataDir = newFolder()
  const first = await startEmbeddedPostgres(dataDir)
  const path = join(dataDir, 'pg/postmaster.pid')
  const left = readFileSync(path, 'utf8')
  await first.stop()
  writeFileSync(path, left.replace(/^\d+/, '1'))
  if (asRoot) chownSync(path, statSync(join(dataDir, 'pg')).uid, statSync(join(dataDir, 'pg')).gid)

  const second = await startEmbeddedPostgres(dataDir)
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
})

test('a lost password is said, not papered over', async () => {
  const dataDir = newFolder()
  await (await startEmbeddedPostgres(dataDir)).stop()
  rmSync(join(dataDir, 'pg-password'))
  await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/pg-password does not fit/)
  await until(() => !existsSync(join(dataDir, 'pg/postmaster.pid')))
})

test('root and an ordinary user can both run it', async () => {
  const dataDir = newFolder()
  const nobody = asRoot ? { uid: 65534, gid: 65534 } : {}
  if (asRoot) chownSync(dataDir, 65534, 65534)
  chmodSync(dataDir, 0o700)
  const { child, url } = await server(dataDir, nobody)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await killed(child, 'SIGTERM')).toBe(0)
})
