import { type SQL, sql } from 'drizzle-orm'
import { normalizeName } from '#lib/protocol/names.ts'

const MOST_CHARS = 4000

/**
 * The text that search looks words up in, for the one index there is: a project's words as they stand (names also taken
 * apart), then the stems of their English forms, so that `quests` finds a quest.
 */
export function searchText(name: string, summary: string, keywords: string): SQL {
  const words = `${name} ${normalizeName(name).replaceAll('-', ' ')} ${summary} ${keywords.replaceAll(',', ' ')}`.slice(0, MOST_CHARS)
  return sql`${words}::text || ' ' || array_to_string(tsvector_to_array(to_tsvector('english', ${words}::text)), ' ')`
}
