import { and, asc, gt, gte, lt } from 'drizzle-orm'
import type { Reader } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'

export type EachProject = Pick<typeof projects.$inferSelect, 'name' | 'normalizedName' | 'serial' | 'updatedAt'>

const BATCH = 2000
const { name, normalizedName, serial, updatedAt } = projects

/** Part of the list of names: from the first to before the second, which is null where the list ends. */
export type NameRange = { from: string; before: string | null }

/** Public projects by their normalized names, some thousand at a time: however many there are, few are in memory. */
export async function* everyProject(reader: Reader, { from, before }: NameRange = { from: '', before: null }): AsyncGenerator<EachProject[]> {
  const which = and(seenByAll, before === null ? undefined : lt(normalizedName, before))
  let rest = gte(normalizedName, from)
  for (;;) {
    const batch = await reader.select({ name, normalizedName, serial, updatedAt }).from(projects).where(and(which, rest)).orderBy(asc(normalizedName)).limit(BATCH)
    const last = batch.at(-1)
    if (!last) return
    yield batch
    if (batch.length < BATCH) return
    rest = gt(normalizedName, last.normalizedName)
  }
}
