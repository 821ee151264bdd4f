// Races that are held open: they show what happens, not how fast the machine is.

import { sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'

/** `times` runs of the same thing, side by side. */
export const sideBySide = <T>(times: number, run: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, n) => run(n)))

/**
 * Starts `runs` while nobody may write to the tables, gives them time to read what they will decide upon, then lets them
 * write. Whoever decides without a lock has by then decided wrongly.
 */
export async function whileWritesWait<T>(tables: string[], runs: () => Promise<T>[]): Promise<T[]> {
  let started: Promise<T>[] = []
  await db().transaction(async (tx) => {
    await tx.execute(sql.raw(`lock table ${tables.join(', ')} in share mode`))
    started = runs()
    await pause()
  })
  return Promise.all(started)
}

/** Long enough for others to have asked, inside a transaction that has not ended. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60))
