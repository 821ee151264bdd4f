import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { listNewestProjects, listNewestReleases } from '#lib/catalog/feeds.ts'
import { listNewProjects, listRecentlyUpdated } from '#lib/catalog/lists.ts'
import { SEARCH_PAGE, searchProjects, type SearchWish } from '#lib/catalog/search.ts'
import { db } from '#lib/db/client.ts'
import { nowhere } from '#lib/origin.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
let clock = now.getTime()

async function search(query: string, change: Partial<SearchWish> = {}) {
  clock += 60_000 // no test is a crowd
  const result = await searchProjects({ query, order: 'relevance', classifiers: [], page: 1, ...change }, nowhere, new Date(clock))
  if (!result.ok) throw new Error(result.error)
  return result.value
}
const namesFor = async (query: string, change: Partial<SearchWish> = {}) => (await search(query, change)).found.map(({ name }) => name)

beforeAll(async () => {
  const owner = await givePublisher()
  let minute = 0
  const give = async (name: string, summary: string, change: Parameters<typeof giveProject>[1] = {}, metadata: Record<string, string | string[]> = {}) => {
    const project = await giveProject(owner, { name, ...change })
    await giveRelease(project, '1.0', { summary, metadata })
    await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date(now.getTime() + 60_000 * minute++)))
  }
  await give('Holy.Grail', 'A quest for a cup')
  await give('grail-tools', 'Tools', {}, { keywords: 'shrubbery,herring' })
  await give('brian', 'Finding the holy grail of parsing')
  await give('hidden-grail', '', { isPrivate: true })
  await give('deleted-grail', '', { deletedAt: now })
  await give('bad-grail', '', { status: 'quarantined' })
  const classifiers = ['Topic :: Games/Entertainment :: Puzzle Games', 'Natural Language :: Latin']
  await give('swallow', 'African or European?', { status: 'archived' }, { classifiers })
  for (let i = 0; i < SEARCH_PAGE + 1; i++) await give(`parrot-${i}`, 'norwegian blue')
})

test('the very name comes first, then names that begin so, then words', async () => {
  expect((await namesFor('holy_grail'))[0]).toBe('Holy.Grail')
  expect(await namesFor('holy grail')).toEqual(['Holy.Grail', 'brian'])
  expect(await namesFor('grail')).toEqual(['grail-tools', 'Holy.Grail', 'brian'])
})

test('words are found in summary and keywords, in other forms, in phrases, and left out with a minus', async () => {
  expect(await namesFor('quests')).toEqual(['Holy.Grail'])
  expect(await namesFor('shrubbery')).toEqual(['grail-tools'])
  expect(await namesFor('"holy grail of parsing"')).toEqual(['brian'])
  expect(await namesFor('grail -parsing -tools')).toEqual(['Holy.Grail'])
})

test('private, deleted and quarantined projects are never found', async () => {
  for (const query of ['hidden-grail', 'deleted-grail', 'bad-grail']) expect(await namesFor(query)).not.toContain(query)
})

test.each(["'", '"', '\\', '%', '__', '&|!', "'; drop table projects; --", ':*', '(', '\u0000', '-', 'a'.repeat(1000)])('no query breaks it: %s', async (query) => {
  expect((await search(query)).page).toBe(1)
})

test('signs of a pattern stand for themselves', async () => {
  expect(await namesFor('grai')).toContain('grail-tools')
  for (const query of ['%rail', 'gr%il', 'g%']) expect(await namesFor(query), query).toEqual([])
})

test('a zero byte in a classifier finds what the rest of it would', async () => {
  const asked = { query: '', order: 'relevance', page: 1 } as const
  for (const classifiers of [['\0'], ['Topic\0 :: Knights']]) expect((await searchProjects({ ...asked, classifiers }, nowhere, new Date())).ok).toBe(true)
})

test('a classifier finds itself and those above it', async () => {
  expect(await namesFor('', { classifiers: ['Topic :: Games/Entertainment'] })).toEqual(['swallow'])
  expect(await namesFor('', { classifiers: ['Topic :: Games/Entertainment :: Puzzle Games', 'Natural Language :: Latin'] })).toEqual(['swallow'])
  expect(await namesFor('', { classifiers: ['Topic :: Games'] })).toEqual([])
  expect((await search('swallow')).found[0]).toMatchObject({ version: '1.0', isArchived: true })
})

test('results come in pages, and there is no page past the last', async () => {
  const first = await search('norwegian')
  expect([first.total, first.pages, first.found.length]).toEqual([SEARCH_PAGE + 1, 2, SEARCH_PAGE])
  expect((await search('norwegian', { page: 2 })).found).toHaveLength(1)
  await expect(search('norwegian', { page: 3 })).rejects.toThrow('no-such-page')
  await expect(search('norwegian', { page: 0.5 })).rejects.toThrow('no-such-page')
  expect((await search('nothing-like-it-at-all')).total).toBe(0)
})

test('the newest first, if asked', async () => {
  expect((await namesFor('', { order: 'updated' })).at(0)).not.toBe('Holy.Grail')
  expect(await namesFor('grail', { order: 'updated' })).toEqual(['brian', 'grail-tools', 'Holy.Grail'])
})

test('a near miss is answered with a name', async () => {
  expect(await search('swalow')).toMatchObject({ total: 0, didYouMean: 'swallow' })
  expect((await search('hiden-grail')).didYouMean).not.toBe('hidden-grail')
  expect((await search('xyzzyx')).didYouMean).toBe(null)
})

test('a crowd from one network is asked to wait', async () => {
  const ask = () => searchProjects({ query: 'x', order: 'relevance', classifiers: [], page: 1 }, { ...nowhere, ip: '198.51.100.7' }, now)
  for (let i = 0; i < 50; i++) await ask()
  expect(await ask()).toEqual({ ok: false, error: 'too-many' })
})

test('a project is shown with the version that its page shows first', async () => {
  const project = await giveProject(await givePublisher(), { name: 'merlin-candles', summary: 'Lights.', searchText: 'merlin candles lights' })
  await giveRelease(project, '1.10')
  await giveRelease(project, '1.9')
  await giveRelease(project, '2.0rc1')
  await giveRelease(project, '3.0', { yankedAt: new Date() })
  expect((await search('merlin-candles')).found[0]?.version).toBe('1.10')
  await giveProject(await givePublisher(), { name: 'merlin-empty', searchText: 'merlin empty' })
  expect((await search('merlin-empty')).found[0]?.version).toBeNull()
})

test('in a large index no search, list or feed reads every project', async () => {
  await db().execute(sql`insert into projects (id, name, normalized_name, confusable_name, search_text, updated_at, created_at)
    select gen_random_uuid(), 'many-' || n, 'many-' || n, 'many' || n, 'many ' || n || ' common', now() - n * interval '1 minute', now() - n * interval '1 minute' from generate_series(1, 20000) n`)
  await db().execute(sql`analyze projects, releases`)
  const rowsReadInTurn = async () => {
    await db().execute(sql`select pg_stat_force_next_flush()`)
    const [row] = await db().execute<{ rows: number }>(sql`select seq_tup_read::int as rows from pg_stat_user_tables where relname = 'projects'`)
    return row?.rows ?? 0
  }
  const readEverything = async (run: () => Promise<unknown>) => {
    const before = await rowsReadInTurn()
    await run()
    return (await rowsReadInTurn()) - before
  }
  for (const query of ['', 'many-777', 'shrubbery', 'mny-7777777'])
    expect(await readEverything(() => search(query)), query).toBe(0)
  expect(await readEverything(() => search('', { classifiers: ['Natural Language :: Latin'] }))).toBe(0)
  for (const list of [() => listRecentlyUpdated(8), () => listNewProjects(8), listNewestProjects, listNewestReleases]) expect(await readEverything(list), list.name).toBe(0)
  await giveProject(await givePublisher(), { name: 'common', searchText: 'common', updatedAt: new Date('2020-01-01') })
  const everywhere = await search('common')
  expect([everywhere.total, everywhere.found[0]?.name]).toEqual([10_000, 'common'])
})
