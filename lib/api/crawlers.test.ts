import { gunzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { readParts } from '#lib/catalog/sitemap.ts'
import { closeDatabase, databaseUrl, db, openDatabase } from '#lib/db/client.ts'
import { giveProject, givePublisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const HERE = 'http://localhost:3000'
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => machineFace.request(path, { method, headers })
const addressesIn = (xml: string) => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address)
/** The projects of every part that the index at /sitemap.xml would list. */
const projectsIn = async (path: string) => addressesIn(await (await ask(path)).text()).flatMap((address) => /\/project\/(.*)\/$/.exec(address ?? '')?.[1] ?? [])

test('crawlers are kept from what is for programs and for members, and are shown the site map', async () => {
  const robots = await (await ask('/robots.txt')).text()
  expect(robots).toMatch(/^User-agent: \*\nDisallow: \/simple\/\n/)
  for (const path of ['/manage/', '/account/', '/admin/', '/packages/']) expect(robots).toContain(`Disallow: ${path}\n`)
  expect(robots).toMatch(/\nSitemap: http:\/\/localhost:3000\/sitemap\.xml\n$/)
})

test('browsers learn how to search here', async () => {
  const answer = await ask('/opensearch.xml')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/opensearchdescription+xml; charset=UTF-8'])
  expect(await answer.text()).toContain(`template="${HERE}/search/?q={searchTerms}"`)
})

test('a site map lists the pages of the site and every public project, with its last change', async () => {
  const owner = await givePublisher()
  await giveProject(owner, { name: 'Holy.Grail', updatedAt: new Date('2026-03-04T05:06:07Z') })
  for (const hidden of [{ isPrivate: true }, { deletedAt: new Date() }, { status: 'quarantined' }]) await giveProject(owner, { name: `hidden-${Object.keys(hidden)[0]}`, ...hidden })
  const answer = await ask('/sitemap.xml')
  const xml = await answer.text()
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/xml; charset=UTF-8', 'max-age=3600, public'])
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9">\n {2}<url><loc>http:\/\/localhost:3000\/<\/loc><\/url>\n/)
  expect(xml).toContain(`  <url><loc>${HERE}/project/Holy.Grail/</loc><lastmod>2026-03-04T05:06:07.000Z</lastmod></url>\n`)
  expect(xml).toMatch(/<\/urlset>\n$/)
  expect(addressesIn(xml)).toEqual(expect.arrayContaining([`${HERE}/help/`, `${HERE}/help/two-factor/`]))
  expect(xml).not.toMatch(/hidden|\/user\//)

  const gzip = await ask('/sitemap.xml', { 'accept-encoding': 'gzip' })
  expect([gzip.headers.get('content-encoding'), gzip.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(xml)
  const head = await ask('/sitemap.xml', {}, 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('parts meet where one ends and the next begins, and a part is what lies between two names', async () => {
  const owner = await givePublisher()
  for (const name of ['part-a', 'part-b', 'part-c', 'part-d', 'part-e']) await giveProject(owner, { name })
  const parts = await readParts(2)
  expect(parts[0]).toMatchObject({ from: '' })
  expect(parts.at(-1)).toMatchObject({ before: null })
  for (const [at, { before }] of parts.slice(0, -1).entries()) expect(before).toBe(parts[at + 1]?.from)
  const listed = await Promise.all(parts.map(({ from, before }) => projectsIn(`/sitemap.xml?from=${from}${before === null ? '' : `&before=${before}`}`)))
  for (const part of listed) expect(part.length).toBeLessThanOrEqual(2)
  expect(listed.flat()).toEqual(await projectsIn('/sitemap.xml'))
  expect(await projectsIn('/sitemap.xml?from=part-b&before=part-d')).toEqual(['part-b', 'part-c'])
  expect(await projectsIn('/sitemap.xml?from=part-b%00&before=part-c')).toEqual(['part-b'])
})

test('from fifty thousand addresses on, the site map is a list of parts, and every project is in one', async () => {
  await db().execute(sql`insert into projects (id, name, normalized_name, confusable_name) select gen_random_uuid(), 'many-' || n, 'many-' || n, 'many' || n from generate_series(1, 50001) n`)
  const xml = await (await ask('/sitemap.xml')).text()
  expect(xml).toContain('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
  const parts = addressesIn(xml).map((address) => address?.replace(HERE, '').replace('&amp;', '&') ?? '')
  expect(parts).toHaveLength(2)
  const listed = await Promise.all(parts.map(projectsIn))
  expect(listed[0]).toHaveLength(48_000)
  expect(new Set(listed.flat().filter((name) => name.startsWith('many-'))).size).toBe(50_001)
  expect(addressesIn(await (await ask(parts[0] ?? '')).text())).toContain(`${HERE}/help/`)
})

test('a database that fails in the middle ends the answer, not the server', async () => {
  const url = databaseUrl()
  for (const encoding of ['gzip', 'identity']) {
    await closeDatabase()
    openDatabase('postgres://nobody@127.0.0.1:1/nothing')
    const answer = await ask('/sitemap.xml?from=a', { 'accept-encoding': encoding })
    await expect(answer.text()).rejects.toThrow()
  }
  await closeDatabase()
  openDatabase(url)
  expect((await ask('/sitemap.xml')).status).toBe(200)
})
