// Races that are held open: they show what happens, not how fast the machine is.

import { sql } from 'drizzle-orm'
import { db, type Tx } from '#lib/db/client.ts'

const AT_ONCE = 9

/** `times` runs of the same thing, side by side. */
export const sideBySide = <T>(times: number, run: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, n) => run(n)))

/**
 * Starts `runs` while nobody may write to the tables, waits until each of them stands before a lock (nine at a time: the pool
 * has no more connections), then lets them write. Whoever decides without a lock has by then decided wrongly. Throws when
 * nobody ever waited: then there was no race.
 */
export async function whileWritesWait<T>(tables: string[], runs: () => Promise<T>[]): Promise<T[]> {
  const locks = sql.raw(`lock table ${tables.join(', ')} in share mode`)
  return heldOpen((tx) => tx.execute(locks), runs)
}

/** The same while another transaction holds whatever `hold` takes: a row, a change that is not committed yet. `atOnce`: how many can stand there. */
export async function heldOpen<T>(hold: (tx: Tx) => Promise<unknown>, runs: () => Promise<T>[], atOnce = AT_ONCE): Promise<T[]> {
  let started: Promise<T>[] = []
  await db().transaction(async (tx) => {
    await hold(tx)
    started = runs()
    await untilAllWait(tx, started, atOnce)
  })
  return Promise.all(started)
}

const PATIENCE_MS = 20_000

async function untilAllWait(tx: Tx, runs: Promise<unknown>[], atOnce: number): Promise<void> {
  let over = 0
  for (const run of runs) run.then(() => over++, () => over++)
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const waiting = await countWaiting(tx)
    if (waiting > 0 && waiting >= Math.min(atOnce, runs.length - over)) return
    if (over === runs.length) throw new Error('Nobody waited: the race was not held open.')
    if (Date.now() > deadline) throw new Error(`${waiting} of ${runs.length - over} wait: the race was not held open.`)
    await new Promise((wake) => setTimeout(wake, 5))
  }
}

async function countWaiting(tx: Tx): Promise<number> {
  await tx.execute(sql`select pg_stat_clear_snapshot()`) // else a transaction sees for ever what it saw first
  const waiting = await tx.execute(sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
  return waiting.length
}

/** Long enough for others to have asked, inside a transaction that has not ended. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60))

/** Asks again and again until it is so. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
