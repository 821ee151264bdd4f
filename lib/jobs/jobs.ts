// The queue. A job is enqueued in the transaction that causes it, so that both happen or neither.
// Payloads are ids and names: no secret lies in a queue.

import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { databaseUrl, type Tx } from '#lib/db/client.ts'
import { withoutValues } from '#lib/db/without-values.ts'
import { shared } from '#lib/shared.ts'

export const JOBS = ['mail', 'sweep', 'recoveries', 'abandoned-logins', 'announcements'] as const
export type JobName = (typeof JOBS)[number]
export type Runner = (data: object) => Promise<void>

const RETRIES = 12
const CONNECTIONS = 3

const shelf = shared<{ boss: PgBoss | null }>('jobs', () => ({ boss: null }))

/** Opens the queue on the database; tables of its own are made on first use. */
export async function openQueue(): Promise<void> {
  if (shelf.boss) return
  const boss = new PgBoss({ connectionString: databaseUrl(), max: CONNECTIONS })
  boss.on('error', (error) => console.error('jobs:', error))
  await boss.start()
  for (const name of JOBS) await boss.createQueue(name, { retryLimit: RETRIES, retryBackoff: true, retryDelay: 5 })
  shelf.boss = boss
}

/** Puts a job into the queue, in the caller's transaction. */
export async function enqueue(tx: Tx, name: JobName, data: object): Promise<void> {
  await queue().send(name, data, { db: fromDrizzle(tx, sql) })
}

/** Runs jobs of that name as they come; a job that throws is tried again, later and later. */
export async function workOn(name: JobName, run: Runner): Promise<void> {
  await queue().work<object>(name, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const job of jobs) await run(job.data).catch((trouble: unknown) => fail(name, trouble))
  })
}

/** What a job failed of is kept beside it and logged: words and places, nothing an error carries besides (ASVS 5.0 V16.2.5). */
function fail(name: JobName, trouble: unknown): never {
  const told = withoutValues(trouble)
  console.error(`job ${name} failed:`, told instanceof Error ? told.stack : told)
  throw new Error(told instanceof Error ? `${told.name}: ${told.message}` : String(told))
}

/** Runs a job each day at the hour given (UTC). */
export async function scheduleDaily(name: JobName, hour: number): Promise<void> {
  await queue().schedule(name, `17 ${hour} * * *`)
}

/** Runs a job each minute. */
export async function scheduleEachMinute(name: JobName): Promise<void> {
  await queue().schedule(name, '* * * * *')
}

/** Takes what is waiting and runs it here and now: for tests and for commands that end. */
export async function drain(name: JobName, run: Runner): Promise<void> {
  for (;;) {
    const jobs = await queue().fetch<object>(name, { batchSize: 50 })
    if (jobs.length === 0) return
    for (const job of jobs) await run(job.data)
    await queue().complete(name, jobs.map((job) => job.id))
  }
}

/** Lets what runs end, then closes. */
export async function closeQueue(): Promise<void> {
  await shelf.boss?.stop({ graceful: true, timeout: 5000 })
  shelf.boss = null
}

function queue(): PgBoss {
  if (!shelf.boss) throw new Error('The job queue is not open.')
  return shelf.boss
}
