// Which classifiers there are to filter a search by.
import { sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { kept } from './kept.ts'

export type UsedClassifier = { classifier: string; projects: number }

const MOST = 1000

/** The classifiers that public projects give, each with how many do, in alphabetical order; of a large index some minutes old. */
export const listUsedClassifiers = kept('used-classifiers', readUsedClassifiers)

async function readUsedClassifiers(): Promise<UsedClassifier[]> {
  const rows = await db().execute<UsedClassifier>(sql`
    select c as classifier, count(distinct projects.id)::int as projects
    from projects join releases r on r.project_id = projects.id and r.deleted_at is null
      cross join lateral jsonb_array_elements_text(case jsonb_typeof(r.metadata -> 'classifiers') when 'array' then r.metadata -> 'classifiers' else '[]'::jsonb end) c
    where ${seenByAll}
    group by c order by c limit ${MOST}`)
  return [...rows]
}
