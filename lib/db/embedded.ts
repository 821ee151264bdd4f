// A Postgres of our own, for those who name no other.
//
//   findCluster      where the data is, and whom Postgres may run as
//   waitForFolder    another server lives there → refuse; one that an earlier crash left → stop it
//   makeCluster      initdb, once
//   startPostmaster  behind a watchdog that stops it when we die
//   takeServerLock   from here on the folder is ours
//
// Should Postgres end under us, `died` tells and the server ends too: whoever supervises it starts both afresh, with their
// locks. A restart in here would hide that it happens, and open transactions would be neither done nor undone.

import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { cannotStart } from '#lib/cannot-start.ts'
import { APP_ROLE, appPassword, type Cluster, findCluster, makeCluster } from '#lib/db/cluster.ts'
import { findPostmaster, type Found, forgetStalePid, lastWords, type Postmaster, startPostmaster, stopOrphan } from '#lib/db/postmaster.ts'
import { isServerLockHeld, type ServerLock, takeServerLock } from '#lib/db/server-lock.ts'

export type EmbeddedPostgres = { url: string; folder: string; stop: () => Promise<void>; died: Promise<string> }

const ANSWER_SECONDS = 60
/** A Postgres younger than this may belong to a server that is just about to take its lock. */
const YOUNG_MS = 3000

/** Starts the Postgres of a data folder, making it the first time. Throws one line if another server has it. */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const cluster = findCluster(dataDir)
  await waitForFolder(cluster)
  makeCluster(cluster)
  const postmaster = await startPostmaster(cluster)
  const lock = await prepared(cluster, postmaster)

  let stopping = false
  const stop = async () => {
    stopping = true
    await lock.release()
    await postmaster.stop()
  }
  const died = Promise.race([
    postmaster.exited.then(() => `Postgres ended: ${lastWords(cluster)}`),
    lock.lost.then(() => 'Postgres closed the connection that holds our lock'),
  ])
  return { url: appUrl(cluster, postmaster.port), folder: cluster.pgData, stop, died: died.then((why) => (stopping ? new Promise(() => {}) : why)) }
}

/** The URL of the database that a running server keeps for this data folder; null when none runs. */
export async function joinEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const cluster = findCluster(dataDir)
  const found = findPostmaster(cluster)
  if (!found || (await answerOf(cluster, found)) !== 'held') return null
  return appUrl(cluster, found.port)
}

/** Returns once nothing runs on the folder. Nothing is stopped unless nobody holds the lock. */
async function waitForFolder(cluster: Cluster): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const found = findPostmaster(cluster)
    if (!found) return forgetStalePid(cluster)
    const answer = await answerOf(cluster, found)
    if (answer === 'held') throw inUse(cluster)
    if (answer === 'free' && Date.now() - found.startedAt.getTime() > YOUNG_MS) await stopOrphan(found)
    else if (waited > ANSWER_SECONDS * 1000) throw cannotStart(`Postgres (process ${found.pid}) holds ${cluster.pgData} and does not answer: end it with kill -INT ${found.pid}`)
    await sleep(100)
  }
}

const inUse = ({ home }: Cluster) => cannotStart(`Another Wheelkeep already runs on ${home}: stop it, or give this one another DATA_DIR`)

async function answerOf(cluster: Cluster, { port }: Found): Promise<'held' | 'free' | 'not-yet'> {
  try {
    return (await isServerLockHeld(adminUrl(cluster, port))) ? 'held' : 'free'
  } catch (trouble) {
    refuseWrongPassword(cluster, trouble)
    return 'not-yet' // it is starting or stopping
  }
}

/** With the lock in hand and the database made; should that fail, nothing is left running. */
async function prepared(cluster: Cluster, postmaster: Postmaster): Promise<ServerLock> {
  try {
    const lock = await whenReady(cluster, postmaster)
    await makeDatabase(cluster, postmaster.port)
    return lock
  } catch (trouble) {
    await postmaster.stop()
    throw trouble
  }
}

/** Waits as long as Postgres lives: after a crash it may have much to recover. */
async function whenReady(cluster: Cluster, postmaster: Postmaster): Promise<ServerLock> {
  while (!postmaster.isGone()) {
    const lock = await takeServerLock(adminUrl(cluster, postmaster.port)).catch((trouble: unknown) => refuseWrongPassword(cluster, trouble))
    if (lock) return lock
    if (lock === null) throw inUse(cluster)
    await Promise.race([sleep(25), postmaster.exited])
  }
  throw cannotStart(`Postgres did not start: ${lastWords(cluster)} (its log is ${cluster.home}/postgres.log)`)
}

function refuseWrongPassword({ home }: Cluster, trouble: unknown): undefined {
  if (trouble instanceof Error && 'code' in trouble && trouble.code === '28P01')
    throw cannotStart(`pg-password does not fit the database in ${home}: restore that file from a backup`)
}

const adminUrl = ({ password }: Cluster, port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
const appUrl = (cluster: Cluster, port: number) => `postgres://${APP_ROLE}:${appPassword(cluster)}@127.0.0.1:${port}/${APP_ROLE}`

async function makeDatabase(cluster: Cluster, port: number): Promise<void> {
  const sql = postgres(adminUrl(cluster, port), { max: 1, onnotice: () => {} })
  try {
    const roles = await sql`select from pg_roles where rolname = ${APP_ROLE}`
    if (roles.length === 0) await sql.unsafe(`create role ${APP_ROLE} login createdb password '${appPassword(cluster)}'`)
    const databases = await sql`select from pg_database where datname = ${APP_ROLE}`
    if (databases.length === 0) await sql.unsafe(`create database ${APP_ROLE} owner ${APP_ROLE}`)
  } finally {
    await sql.end()
  }
}
