// Counting downloads. Serving a file writes nothing: what was served is counted in memory and added to the table twice a
// minute, and when the server stops. What a cache in front of us hands out is not seen here.

import { lt, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { downloadCounts } from '#lib/db/schema.ts'
import { DOWNLOAD_DAYS_KEPT } from '#lib/numbers.ts'
import { shared } from '#lib/shared.ts'

const STORE_SECONDS = 30
const DAY_MS = 86_400_000

type Tally = { counts: Map<string, number>; timer: NodeJS.Timeout | null }
const tally = shared<Tally>('downloads', () => ({ counts: new Map(), timer: null }))

/** The day of a moment, in UTC: 2026-11-24. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

/** Counts one file of this project as downloaded. Costs no more than a look into a map. */
export function countDownload(projectId: string, now: Date): void {
  add(`${projectId} ${dayOf(now)}`, 1)
  tally.timer ??= setTimeout(() => void storeDownloads().catch((trouble: unknown) => console.error('downloads:', trouble)), STORE_SECONDS * 1000).unref()
}

/** Adds what was counted to the table; when that fails it is kept and tried again with the next. */
export async function storeDownloads(): Promise<void> {
  if (tally.timer) clearTimeout(tally.timer)
  tally.timer = null
  const counted = [...tally.counts].sort(([a], [b]) => (a < b ? -1 : 1)) // two processes lock the rows in the same order
  tally.counts.clear()
  if (counted.length === 0) return
  try {
    await db().insert(downloadCounts).values(counted.map(rowOf))
      .onConflictDoUpdate({ target: [downloadCounts.projectId, downloadCounts.day], set: { count: sql`${downloadCounts.count} + excluded.count` } })
  } catch (trouble) {
    for (const [key, count] of counted) add(key, count)
    throw trouble
  }
}

const add = (key: string, count: number) => void tally.counts.set(key, (tally.counts.get(key) ?? 0) + count)

function rowOf([key, count]: [string, number]) {
  const [projectId = '', day = ''] = key.split(' ')
  return { projectId, day, count }
}

/** Forgets days that no page shows any more. Run daily. */
export async function sweepDownloads(now: Date): Promise<void> {
  await db().delete(downloadCounts).where(lt(downloadCounts.day, dayOf(new Date(now.getTime() - DOWNLOAD_DAYS_KEPT * DAY_MS))))
}
