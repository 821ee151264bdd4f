// A site for the benches: the production build on a free port, with a database of its own that a bench may fill. It is what
// people run: the same process, the same settings, one or several of them.
//
// The database is made on the Postgres that BENCH_DATABASE_URL names, else on an embedded one; both are gone afterwards.

import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { closeDatabase, db, openDatabase } from '#lib/db/client.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { migrateDatabase } from '#lib/db/migrate.ts'
import { closeQueue, openQueue } from '#lib/jobs/jobs.ts'
import { nowhere } from '#lib/origin.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { createToken } from '#lib/tokens/tokens.ts'

export type BenchServer = { origin: string; pid: number; stop: () => Promise<void> }
export type BenchSite = { databaseUrl: string; startServer: (port?: number) => Promise<BenchServer>; makeToken: () => Promise<string>; pause: () => Promise<void>; close: () => Promise<void> }

const ROOT = resolve(import.meta.dirname, '..')
const START_SECONDS = 120

/** A migrated, empty database that this process has open, and what it takes to start servers on it. */
export async function openSite(label = 'site'): Promise<BenchSite> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelkeep-bench-'))
  await chmod(folder, 0o711) // Postgres runs as another user
  process.env.SECRETS_KEY = randomBytes(32).toString('base64url')
  process.env.NEXTAUTH_SECRET = randomBytes(32).toString('base64url')
  process.env.NEXTAUTH_URL = 'http://localhost:3000'
  const database = await makeDatabase(folder, label)
  await migrateDatabase(database.url)
  openDatabase(database.url)
  await openQueue()
  const servers: BenchServer[] = []
  return {
    databaseUrl: database.url,
    makeToken,
    startServer: async (port) => {
      const server = await startServer(folder, database.url, port ?? (await freePort()))
      servers.push(server)
      return server
    },
    pause,
    close: async () => {
      for (const server of servers) await server.stop()
      await pause()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Lets go of the database, for another to be opened; the servers on it run on. */
async function pause(): Promise<void> {
  await closeQueue()
  await closeDatabase()
}

async function makeDatabase(folder: string, label: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const outside = process.env.BENCH_DATABASE_URL
  if (!outside) {
    const { url, stop } = await startEmbeddedPostgres(folder)
    return { url, drop: stop }
  }
  const name = `wheelkeep_bench_${label}_${process.pid}`
  const run = async (statement: string) => {
    const admin = postgres(outside, { max: 1, onnotice: () => {} })
    await admin.unsafe(statement)
    await admin.end()
  }
  await run(`create database ${name}`)
  const url = new URL(outside)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}

/** A public project with so many wheels, one a release, and its page. */
export async function addProject(name: string, fileCount: number): Promise<void> {
  const project = await giveProject(await givePublisher(), { name })
  for (let n = 0; n < fileCount; n++) {
    const release = await giveRelease(project, `1.${n}`, { requiresPython: '>=3.9' })
    await giveFile(release, { filename: `${name}-1.${n}-py3-none-any.whl`, metadataSha256: createHash('sha256').update(String(n)).digest('hex') })
  }
  await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date()))
}

/** A token that may publish, of a user made for it. */
async function makeToken(): Promise<string> {
  const made = await createToken(await givePublisher(), { name: 'bench', scope: 'user' }, nowhere, new Date())
  if (!made.ok) throw new Error(made.error)
  return made.value.token
}

/** One process of the production build. Its log goes to a file, as it would on a server. */
async function startServer(folder: string, databaseUrl: string, port: number): Promise<BenchServer> {
  const log = join(folder, `server-${port}.log`)
  const output = openSync(log, 'a')
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', PORT: String(port), DATABASE_URL: databaseUrl, DATA_DIR: join(folder, 'data'), NEXTAUTH_URL: `http://localhost:${port}` }
  const child = spawn(process.execPath, [join(ROOT, 'lib/server/main.ts')], { cwd: ROOT, env, stdio: ['ignore', output, output] })
  const origin = `http://localhost:${port}`
  await untilReady(origin, child, log)
  return { origin, pid: child.pid ?? 0, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function untilReady(origin: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000
  while (Date.now() < deadline && child.exitCode === null) {
    if (await fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false)) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error(`The server does not answer (is there a production build? npm run build):\n${await readFile(log, 'utf8')}`)
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  return port
}
