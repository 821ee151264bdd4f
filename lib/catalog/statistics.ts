// How much the index holds and how it grows: of public projects only.
import { sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { type Counts, countEverything } from './lists.ts'

export type Week = { from: Date; files: number }
export type LargeProject = { name: string; bytes: number; files: number }
export type Statistics = Counts & { bytes: number; /** Oldest first; the last one is this week. */ weeks: Week[]; largest: LargeProject[] }

const WEEKS = 12
const LARGEST = 20
const DAY_MS = 86_400_000

/** What `/stats/` shows. Weeks are UTC and begin on Monday. */
export async function readStatistics(now: Date): Promise<Statistics> {
  const [counts, largest, weeks] = await Promise.all([countEverything(), readLargest(), readWeeks(now)])
  return { ...counts, bytes: await readBytes(), largest, weeks }
}

const published = sql`files f join releases r on r.id = f.release_id join projects p on p.id = f.project_id
  where f.deleted_at is null and r.deleted_at is null and p.deleted_at is null and not p.is_private and p.status <> 'quarantined'`

async function readBytes(): Promise<number> {
  const [row] = await db().execute<{ bytes: string }>(sql`select coalesce(sum(f.size), 0)::text as bytes from ${published}`)
  return Number(row?.bytes ?? 0)
}

async function readLargest(): Promise<LargeProject[]> {
  const rows = await db().execute<{ name: string; bytes: string; files: number }>(sql`
    select p.name, sum(f.size)::text as bytes, count(*)::int as files from ${published}
    group by p.name order by sum(f.size) desc, p.name limit ${LARGEST}`)
  return rows.map(({ name, bytes, files }) => ({ name, files, bytes: Number(bytes) }))
}

async function readWeeks(now: Date): Promise<Week[]> {
  const starts = Array.from({ length: WEEKS }, (_, back) => new Date(mondayOf(now).getTime() - (WEEKS - 1 - back) * 7 * DAY_MS))
  const rows = await db().execute<{ week: number; files: number }>(sql`
    select floor(extract(epoch from f.uploaded_at - ${starts[0]?.toISOString()}::timestamptz) / ${7 * 86_400})::int as week, count(*)::int as files
    from ${published} and f.uploaded_at >= ${starts[0]?.toISOString()}::timestamptz group by week`)
  const counted = new Map(rows.map(({ week, files }) => [week, files]))
  return starts.map((from, week) => ({ from, files: counted.get(week) ?? 0 }))
}

/** The epoch began on a Thursday. */
function mondayOf(moment: Date): Date {
  const days = Math.floor(moment.getTime() / DAY_MS)
  return new Date((days - ((days + 3) % 7)) * DAY_MS)
}
