// What crawlers are told to read: the pages of the site and of every public project. People are found by their projects.
import { sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { SITEMAP, SITEMAP_ADDRESSES_MAX, type SitemapAddress } from '#lib/protocol/sitemap.ts'
import { type EachProject, everyProject, type NameRange } from './every-project.ts'
import { kept } from './kept.ts'

/** Projects of a part. Fewer than may be in one: there is room for other pages, and for projects made since the parts were counted. */
const PART = SITEMAP_ADDRESSES_MAX - 2000

/** The parts of the site map, one where all fits in. Of a large index they are some minutes old. */
export const listSitemapParts = kept('sitemap-parts', () => readParts(PART))

export async function readParts(size: number): Promise<NameRange[]> {
  const rows = await db().execute<{ name: string }>(sql`
    select name from (select normalized_name as name, row_number() over (order by normalized_name) - 1 as place from ${projects} where ${seenByAll}) places
    where place > 0 and place % ${size} = 0 order by name`)
  const names = ['', ...rows.map(({ name }) => name)]
  return names.map((from, at) => ({ from, before: names[at + 1] ?? null }))
}

/** The site map of a part, as it is read from the database; the other `pages` stand first. */
export async function* renderSitemap(part: NameRange, pages: SitemapAddress[]): AsyncGenerator<string> {
  yield SITEMAP.before + pages.map(SITEMAP.entry).join('')
  let left = SITEMAP_ADDRESSES_MAX - pages.length
  for await (const batch of everyProject(db(), part)) {
    yield batch.slice(0, left).map((project) => SITEMAP.entry(addressOf(project))).join('')
    left -= batch.length
    if (left <= 0) break
  }
  yield SITEMAP.after
}

const addressOf = ({ name, updatedAt }: EachProject) => ({ address: `${environment().origin}/project/${encodeURIComponent(name)}/`, changedAt: updatedAt })
