// Which classifiers there are to filter a search by.
import { sql } from 'drizzle-orm'
import { db, driver } from '#lib/db/client.ts'
import { shared } from '#lib/shared.ts'

export type UsedClassifier = { classifier: string; projects: number }

const MOST = 1000
const KEPT_SECONDS = 60
type Kept = { at: number; driver: unknown; list: UsedClassifier[] }
const kept = shared<{ last: Kept | null }>('used-classifiers', () => ({ last: null }))

/** The classifiers that public projects give, each with how many do, in alphabetical order. At most a minute old. */
export async function listUsedClassifiers(now: Date): Promise<UsedClassifier[]> {
  const { last } = kept
  if (last && last.driver === driver() && now.getTime() - last.at < KEPT_SECONDS * 1000) return last.list
  const list = await readUsedClassifiers()
  kept.last = { at: now.getTime(), driver: driver(), list }
  return list
}

async function readUsedClassifiers(): Promise<UsedClassifier[]> {
  const rows = await db().execute<UsedClassifier>(sql`
    select c as classifier, count(distinct p.id)::int as projects
    from projects p join releases r on r.project_id = p.id and r.deleted_at is null
      cross join lateral jsonb_array_elements_text(case jsonb_typeof(r.metadata -> 'classifiers') when 'array' then r.metadata -> 'classifiers' else '[]'::jsonb end) c
    where p.deleted_at is null and not p.is_private and p.status <> 'quarantined'
    group by c order by c limit ${MOST}`)
  return [...rows]
}
