import { type SQL, sql } from 'drizzle-orm'
import { projects } from '#lib/db/schema.ts'

/**
 * The projects that are on every public list: not deleted, not private, not in quarantine. Written without parameters, in the words
 * of the partial indexes, or Postgres could not use them.
 */
export const seenByAll: SQL = sql`${projects.deletedAt} is null and not ${projects.isPrivate} and ${projects.status} <> 'quarantined'`
