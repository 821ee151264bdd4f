// How much the index holds and how it grows: of public projects only.
import { and, eq, gte, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { downloadCounts } from '#lib/db/schema.ts'
import { DOWNLOAD_DAYS_SHOWN } from '#lib/numbers.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { dayOf } from './downloads.ts'
import { kept } from './kept.ts'
import { type Counts, countEverything } from './lists.ts'

export type Week = { from: Date; files: number }
export type LargeProject = { name: string; bytes: number; files: number }
export type Statistics = Counts & { bytes: number; /** Oldest first; the last one is this week. */ weeks: Week[]; largest: LargeProject[] }

/** PyPI's shape of the same, for programs. */
export type StatisticsForPrograms = { total_packages_size: number; top_packages: Record<string, { size: number }> }
export type Day = { day: Date; downloads: number }

const WEEKS = 12
const LARGEST = 20
const LARGEST_FOR_PROGRAMS = 100
const DAY_MS = 86_400_000

/** What `/stats/` shows; of a large index some minutes old. Weeks are UTC and begin on Monday. */
export async function readStatistics(now: Date): Promise<Statistics> {
  const [counts, bytes, largest, weeks] = await Promise.all([countEverything(now), keptBytes(now), keptLargest(now), readWeeks(now)])
  return { ...counts, bytes, largest: largest.slice(0, LARGEST), weeks }
}

/** What `/stats/` answers to a program: all bytes, and the hundred largest projects. */
export async function readStatisticsForPrograms(now: Date): Promise<StatisticsForPrograms> {
  const [bytes, largest] = await Promise.all([keptBytes(now), keptLargest(now)])
  return { total_packages_size: bytes, top_packages: Object.fromEntries(largest.map(({ name, bytes: size }) => [name, { size }])) }
}

/** Downloads of a project on each of the last days, oldest first; the last one is today (UTC). */
export async function readDownloads(projectId: string, now: Date): Promise<Day[]> {
  const days = Array.from({ length: DOWNLOAD_DAYS_SHOWN }, (_, back) => dayOf(new Date(now.getTime() - (DOWNLOAD_DAYS_SHOWN - 1 - back) * DAY_MS)))
  const rows = await db().select().from(downloadCounts).where(and(eq(downloadCounts.projectId, projectId), gte(downloadCounts.day, days[0] ?? '')))
  const counted = new Map(rows.map(({ day, count }) => [day, count]))
  return days.map((day) => ({ day: new Date(`${day}T00:00:00Z`), downloads: counted.get(day) ?? 0 }))
}

const published = sql`files f join releases r on r.id = f.release_id join projects on projects.id = f.project_id
  where f.deleted_at is null and r.deleted_at is null and ${seenByAll}`

const keptBytes = kept('bytes', readBytes)
const keptLargest = kept('largest', () => readLargest(LARGEST_FOR_PROGRAMS))

async function readBytes(): Promise<number> {
  const [row] = await db().execute<{ bytes: string }>(sql`select coalesce(sum(f.size), 0)::text as bytes from ${published}`)
  return Number(row?.bytes ?? 0)
}

async function readLargest(most: number): Promise<LargeProject[]> {
  const rows = await db().execute<{ name: string; bytes: string; files: number }>(sql`
    select projects.name, sum(f.size)::text as bytes, count(*)::int as files from ${published}
    group by projects.name order by sum(f.size) desc, projects.name limit ${most}`)
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
