// Searching projects. Postgres does it: words of name, summary and keywords (lib/projects/search-text.ts), names that
// begin with what was typed, and, when nothing is found, the name that looks most like it.
import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { literally } from '#lib/db/like.ts'
import { projects, releases } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import { pagesOf } from '#lib/pages.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { classifiersBelow } from '#lib/protocol/classifiers.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { latestVersion } from '#lib/protocol/versions.ts'
import { err, ok, type Result } from '#lib/result.ts'

export const SEARCH_PAGE = 20
const QUERY_MAX_CHARS = 1000
const RESULTS_MAX = 10_000
const CLASSIFIERS_MAX = 10

export type SearchWish = { query: string; order: 'relevance' | 'updated'; classifiers: string[]; page: number }
export type Found = { name: string; normalizedName: string; summary: string; version: string | null; updatedAt: Date; isArchived: boolean }
export type SearchResult = { found: Found[]; total: number; page: number; pages: number; didYouMean: string | null }
export type SearchError = 'query-too-long' | 'no-such-page' | 'too-many'

/** One page of results among what everyone may see. An empty query lists all. */
export async function searchProjects(wish: SearchWish, origin: Origin, now: Date): Promise<Result<SearchResult, SearchError>> {
  if (wish.query.length > QUERY_MAX_CHARS || wish.classifiers.length > CLASSIFIERS_MAX) return err('query-too-long')
  if (!Number.isInteger(wish.page) || wish.page < 1) return err('no-such-page')
  const allowance = await countAttempt([['searchPerNetwork', networkOf(origin.ip)]], now)
  if (!allowance.allowed) return err('too-many')

  const query = withoutZeroBytes(wish.query.trim())
  const { found, total } = await readPage({ ...wish, query, classifiers: wish.classifiers.map(withoutZeroBytes) })
  if (found.length === 0 && wish.page > 1) return err('no-such-page')
  const pages = pagesOf(total, SEARCH_PAGE)
  return ok({ found, total, page: wish.page, pages, didYouMean: total === 0 && query !== '' ? await nearestName(query) : null })
}

/** Postgres takes none in a text. */
const withoutZeroBytes = (text: string) => text.replaceAll('\0', '')

type FoundRow = { id: string; name: string; normalized_name: string; summary: string; updated_at: string | Date; status: string; total: number }

/**
 * One page and the number of all results. Of a word that is everywhere only the projects that changed last are ranked, and the one
 * that is called so, which is why a search costs the same however many projects there are.
 */
async function readPage({ query, order, classifiers, page }: SearchWish): Promise<{ found: Found[]; total: number }> {
  const isRanked = query !== '' && order === 'relevance'
  const by = isRanked ? sql`${relevance(query)} desc, updated_at desc` : sql`updated_at desc`
  const latest = sql`select ${projects}.* from ${projects} where ${matches(query, classifiers)} order by updated_at desc, normalized_name limit ${RESULTS_MAX}`
  const rows = await db().execute<FoundRow>(sql`
    with ${isRanked ? sql`latest as (${latest}), projects as (${withNamed(query, classifiers)})` : sql`projects as (${latest})`}
    select id, name, normalized_name, summary, status, updated_at, least(${RESULTS_MAX}, count(*) over ())::int as total from projects
    order by ${by}, normalized_name limit ${SEARCH_PAGE} offset ${(page - 1) * SEARCH_PAGE}`)
  const versions = await shownVersions(rows.map(({ id }) => id))
  return { total: rows[0]?.total ?? 0, found: rows.map((row) => foundOf(row, versions)) }
}

/** `latest`, and the project that is called as was asked if it is not among them. */
const withNamed = (query: string, classifiers: string[]): SQL => sql`select * from latest union all
  select ${projects}.* from ${projects} where ${matches(query, classifiers)} and normalized_name = ${nameIn(query)} and not exists (select 1 from latest where latest.id = ${projects.id})`

const foundOf = (row: FoundRow, versions: Map<string, string>): Found => ({
  name: row.name, normalizedName: row.normalized_name, summary: row.summary, version: versions.get(row.id) ?? null,
  updatedAt: new Date(row.updated_at), isArchived: row.status === 'archived',
})

/** The version of each project that its page shows first. */
async function shownVersions(projectIds: string[]): Promise<Map<string, string>> {
  if (projectIds.length === 0) return new Map()
  const rows = await db().select({ projectId: releases.projectId, version: releases.version, yankedAt: releases.yankedAt }).from(releases)
    .where(and(inArray(releases.projectId, projectIds), isNull(releases.deletedAt)))
  const byProject = Map.groupBy(rows.map((row) => ({ ...row, yanked: row.yankedAt !== null })), ({ projectId }) => projectId)
  return new Map([...byProject].map(([projectId, all]) => [projectId, latestVersion(all)?.version ?? '']))
}

/** As the index has it. */
const document = sql`to_tsvector('simple', ${projects.searchText})`
/** Quoted phrases and `-word` are understood, and nothing a visitor types is an error. The stems find other forms of a word. */
const asked = (query: string) => sql`(websearch_to_tsquery('simple', ${query}) || websearch_to_tsquery('english', ${query}))`

function matches(query: string, classifiers: string[]): SQL {
  const conditions = [seenByAll, ...classifiers.map(hasClassifier)]
  if (query !== '') conditions.push(sql`(${document} @@ ${asked(query)} or ${namedLike(query)})`)
  return sql.join(conditions, sql` and `)
}

/** What was typed, taken for a name. */
const nameIn = (query: string) => normalizeName(query.trim().replace(/\s+/g, '-')).slice(0, 100)

/** A prefix of one letter would match a quarter of everything. */
const namedLike = (query: string): SQL => {
  const name = literally(nameIn(query))
  return name.length > 1 ? sql`${projects.normalizedName} like ${`${name}%`}` : sql`${projects.normalizedName} = ${name}`
}

/** A classifier finds itself and those below it. Uploads have none but those of the list. */
const hasClassifier = (classifier: string): SQL => sql`exists (
  select 1 from releases r where r.project_id = ${projects.id} and r.deleted_at is null
  and (r.metadata -> 'classifiers') ?| ${sql.param([classifier, ...classifiersBelow(classifier)])}::text[])`

/** The very name first, then names that begin so, then by how well the words fit. */
const relevance = (query: string): SQL => sql`(
  case when ${projects.normalizedName} = ${nameIn(query)} then 100 when ${namedLike(query)} then 10 else 0 end
  + similarity(${projects.normalizedName}, ${nameIn(query)}) + ts_rank(${document}, ${asked(query)}))`

/** The name that looks most like what was typed; null when none comes near. */
async function nearestName(query: string): Promise<string | null> {
  const name = nameIn(query)
  const [nearest] = await db().execute<{ name: string }>(sql`
    select name from projects where ${seenByAll} and normalized_name % ${name}
    order by similarity(normalized_name, ${name}) desc, normalized_name limit 1`)
  return nearest?.name ?? null
}
