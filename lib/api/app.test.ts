import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isMachinePath, machineFace } from '#lib/api/app.ts'
import { securityTxt } from '#lib/api/well-known.ts'
import { closeDatabase, databaseUrl, db, openDatabase } from '#lib/db/client.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { closeStorage, openStorage } from '#lib/storage/storage.ts'
import { giveFile, givePublisher, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

const ask = (path: string, headers: Record<string, string> = {}) => machineFace.request(path, { headers })

test.each([
  ['/simple', true], ['/simple/', true], ['/simple/x/', true], ['/packages/a/b', true], ['/legacy', true], ['/legacy/', true],
  ['/pypi/x/json', true], ['/rss/updates.xml', true], ['/_/oidc/audience', true], ['/healthz', true], ['/readyz', true],
  ['/metrics', true], ['/.well-known/security.txt', true], ['/robots.txt', true], ['/sitemap.xml', true], ['/opensearch.xml', true],
  ['/', false], ['/simple-minds', false], ['/_next/static/x', false], ['/project/simple/', false], ['/healthz/', false], ['/manage/projects/', false],
])('%s belongs to programs: %s', (path, expected) => {
  expect(isMachinePath(path)).toBe(expected)
})

test.each([
  [undefined, false], ['*/*', false], ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false], ['application/json', true], ['text/html;q=0.5, application/json', true],
])('statistics for Accept %j are data: %s', (accept, expected) => {
  expect(isMachinePath('/stats/', accept)).toBe(expected)
})

test("statistics for programs have PyPI's shape, of public projects only", async () => {
  const owner = await givePublisher()
  await giveFile(await giveRelease(await giveProject(owner, { name: 'weighty' }), '1.0'), { size: 9_000_000_000 })
  await giveFile(await giveRelease(await giveProject(owner, { name: 'unseen', isPrivate: true }), '1.0'), { size: 9_000_000_000 })
  const answer = await ask('/stats/', { accept: 'application/json' })
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([200, 'application/json', 'Accept'])
  const { top_packages: top, total_packages_size: total } = await answer.json() as { top_packages: Record<string, unknown>; total_packages_size: number }
  expect(top.weighty).toEqual({ size: 9_000_000_000 })
  expect(top.unseen).toBeUndefined()
  expect(total).toBeLessThan(18_000_000_000)
})

test('the JSON API shows the release visitors see first, and each by its version', async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner, { name: 'Brave.Sir-Robin', serial: 7 })
  await giveFile(await giveRelease(project, '1.0', { summary: 'ran away' }), { filename: 'brave_sir_robin-1.0-py3-none-any.whl' })
  await giveFile(await giveRelease(project, '2.0', { yankedAt: new Date(), yankedReason: 'bravely' }))

  const page = await ask('/pypi/brave-sir-robin/json')
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control'), page.headers.get('x-pypi-last-serial')])
    .toEqual([200, 'application/json', 'max-age=900, public', '7'])
  expect(await page.json()).toMatchObject({
    info: { name: 'Brave.Sir-Robin', version: '1.0', summary: 'ran away', yanked: false },
    releases: { '1.0': [{ filename: 'brave_sir_robin-1.0-py3-none-any.whl' }], '2.0': [{ yanked: true, yanked_reason: 'bravely' }] },
    ownership: { roles: [{ role: 'Owner', user: owner.username }], organization: null },
    urls: [{ filename: 'brave_sir_robin-1.0-py3-none-any.whl' }],
  })
  const one = await (await ask('/pypi/brave-sir-robin/2.0.0/json')).json()
  expect(one).toMatchObject({ info: { version: '2.0', yanked: true } })
  expect(one).not.toHaveProperty('releases')
})

test('the JSON API redirects to the normalized name and answers 404 in JSON', async () => {
  expect((await ask('/pypi/Foo.Bar/json')).headers.get('location')).toBe('/pypi/foo-bar/json')
  expect((await ask('/pypi/Foo.Bar/1.0/json/')).headers.get('location')).toBe('/pypi/foo-bar/1.0/json')
  const missing = await ask('/pypi/no-such/json')
  expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }])
  const quarantined = await giveProject(await givePublisher(), { status: 'quarantined' })
  await giveRelease(quarantined, '1.0')
  expect((await ask(`/pypi/${quarantined.normalizedName}/json`)).status).toBe(404)
})

test('JSON pages and feeds are compressed for whoever takes it, and sent once', async () => {
  const project = await giveProject(await givePublisher(), { name: 'tim-the-enchanter' })
  for (const version of ['1.0', '2.0', '3.0', '4.0']) await giveRelease(project, version, { summary: 'death awaits you all, with nasty, big, pointy teeth', description: 'look at the bones '.repeat(60) })
  for (const [path, type] of [['/pypi/tim-the-enchanter/json', 'application/json'], ['/rss/project/tim-the-enchanter/releases.xml', 'text/xml; charset=UTF-8']] as const) {
    const [plain, packed] = [await ask(path), await ask(path, { 'accept-encoding': 'br, gzip' })]
    const headersOf = ({ headers }: Response) => ['content-type', 'content-encoding', 'vary', 'access-control-allow-origin'].map((name) => headers.get(name))
    expect([headersOf(plain), headersOf(packed)]).toEqual([[type, null, 'Accept-Encoding', '*'], [type, 'gzip', 'Accept-Encoding', '*']])
    const [whole, bytes] = [await plain.text(), Buffer.from(await packed.arrayBuffer())]
    expect([gunzipSync(bytes).toString(), bytes.length < whole.length / 2]).toEqual([whole, true])

    const tag = plain.headers.get('etag') ?? ''
    expect(packed.headers.get('etag')).toBe(`W/${tag}`)
    for (const named of [tag, `W/${tag}`, `"x", ${tag}`]) expect((await ask(path, { 'if-none-match': named, 'accept-encoding': 'gzip' })).status).toBe(304)
    expect((await ask(path, { 'if-none-match': '"x"' })).status).toBe(200)
  }
})

test('what is read with a token is kept by nobody else, read by no other site, and its length tells nothing', async () => {
  const owner = await givePublisher()
  const hidden = await giveProject(owner, { isPrivate: true })
  await giveRelease(hidden, '1.0', { description: 'a shrubbery '.repeat(200) })
  const made = await createToken(owner, { name: 'ci', scope: 'user', actions: ['read'] }, nowhere, new Date())
  const token = { authorization: `Bearer ${made.ok ? made.value.token : ''}`, 'accept-encoding': 'gzip' }
  for (const path of [`/pypi/${hidden.normalizedName}/json`, `/rss/project/${hidden.normalizedName}/releases.xml`]) {
    const { status, headers } = await ask(path, token)
    expect([status, ...['vary', 'cache-control', 'access-control-allow-origin', 'content-encoding'].map((name) => headers.get(name))]).toEqual([200, 'Authorization', 'private, no-cache', null, null])
  }
})

test('private projects are in no feed and no JSON page', async () => {
  const hidden = await giveProject(await givePublisher(), { isPrivate: true })
  await giveRelease(hidden, '1.0')
  expect((await ask(`/pypi/${hidden.normalizedName}/json`)).status).toBe(401)
  expect((await ask(`/rss/project/${hidden.normalizedName}/releases.xml`)).status).toBe(401)
  for (const feed of ['updates', 'packages']) expect(await (await ask(`/rss/${feed}.xml`)).text()).not.toContain(hidden.name)
})

test('the JSON API does not tell strangers which releases a private project has, nor readers without a role that it exists', async () => {
  const hidden = await giveProject(await givePublisher(), { isPrivate: true })
  await giveRelease(hidden, '1.0')
  for (const version of ['1.0', '9.9']) expect((await ask(`/pypi/${hidden.normalizedName}/${version}/json`)).status).toBe(401)

  const made = await createToken(await givePublisher(), { name: 'ci', scope: 'user' }, nowhere, new Date())
  const stranger = { authorization: `Bearer ${made.ok ? made.value.token : ''}` }
  const [theirs, nobodys] = [await ask(`/pypi/${hidden.normalizedName}/json`, stranger), await ask('/pypi/no-such-project/json', stranger)]
  expect([theirs.status, await theirs.text(), [...theirs.headers]]).toEqual([404, await nobodys.text(), [...nobodys.headers]])
})

test('feeds list what is new', async () => {
  const project = await giveProject(await givePublisher())
  await giveRelease(project, '1.0', { summary: 'a <b>', metadata: { author_email: 'Arthur <arthur@camelot.example>' } })
  const updates = await ask('/rss/updates.xml')
  expect(updates.headers.get('content-type')).toBe('text/xml; charset=UTF-8')
  const text = await updates.text()
  expect(text).toContain(`<title>${project.name} 1.0</title>`)
  expect(text).toContain('<description>a &lt;b&gt;</description>')
  expect(text).toContain('<author>arthur@camelot.example</author>')
  expect(await (await ask('/rss/packages.xml')).text()).toContain(`<guid>http://localhost:3000/project/${project.name}/</guid>`)
  expect(await (await ask(`/rss/project/${project.normalizedName}/releases.xml`)).text()).toContain('<title>1.0</title>')
})

test('security.txt has the fields of RFC 9116, names the contact that the operator set, and is true for half a year', () => {
  const [origin, now] = ['https://index.example', new Date('2026-11-24T12:00:00Z')]
  expect(securityTxt({ origin, securityContact: 'mailto:security@index.example' }, now)).toBe(`Contact: mailto:security@index.example
Expires: 2027-05-23T12:00:00.000Z
Preferred-Languages: en
Canonical: https://index.example/.well-known/security.txt
Policy: https://index.example/security/
`)
  expect(securityTxt({ origin, securityContact: null }, now)).toContain('Contact: https://index.example/security/\n')
})

test('what no route knows is 404', async () => {
  expect((await ask('/_/nothing')).status).toBe(404)
  expect((await ask('/legacy/nothing')).status).toBe(404)
})

test('the process is ready when database, migrations and storage are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wheelkeep-health-'))
  expect((await ask('/healthz')).status).toBe(200)
  const without = await ask('/readyz')
  expect([without.status, await without.json()]).toEqual([503, { database: true, migrations: true, storage: false }])

  await openStorage({ kind: 'disk', dir: folder }, folder, new Date())
  const ready = await ask('/readyz')
  expect([ready.status, await ready.json()]).toEqual([200, { database: true, migrations: true, storage: true }])

  await db().execute('delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)')
  expect(await (await ask('/readyz')).json()).toMatchObject({ database: true, migrations: false })
  closeStorage()
  await rm(folder, { recursive: true, force: true })
})

test('gauges are for programs on this machine', async () => {
  const local = await ask('/metrics', { 'x-wheelkeep-client': '127.0.0.1' })
  expect(local.headers.get('content-type')).toContain('version=0.0.4')
  expect(await local.text()).toMatch(/^# HELP wheelkeep_projects .+\n# TYPE wheelkeep_projects gauge\nwheelkeep_projects \d+\n/)
  expect((await ask('/metrics', { 'x-wheelkeep-client': '203.0.113.9' })).status).toBe(404)
  expect((await ask('/metrics')).status).toBe(404)
})

test('elsewhere gauges are for who shows the token of the operator, and without one for nobody', async () => {
  const token = randomBytes(32).toString('base64')
  const shown = async (authorization: string) => (await ask('/metrics', { 'x-wheelkeep-client': '203.0.113.9', authorization })).status
  expect(await shown(`Bearer ${token}`)).toBe(404)
  environment().metricsToken = token
  try {
    expect(await shown(`Bearer ${token}`)).toBe(200)
    expect(await shown(`bearer ${token}`)).toBe(200)
    for (const wrong of [`Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`, 'Bearer ', 'Bearer null', `Basic ${token}`, token]) expect(await shown(wrong), wrong).toBe(404)
  } finally {
    environment().metricsToken = null
  }
  for (const none of ['Bearer null', 'Bearer undefined', 'Bearer ']) expect(await shown(none), none).toBe(404)
})

test('while the database is away the answer is 503, not "no such project"', async () => {
  const url = databaseUrl()
  await closeDatabase()
  openDatabase('postgres://nobody@127.0.0.1:1/nowhere')
  try {
    const response = await ask('/pypi/anything/json', { 'x-request-id': 'r-9' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10'])
    expect(await response.text()).toContain('r-9')
    expect((await ask('/simple/anything/')).status).toBe(503)
    expect((await ask('/healthz')).status).toBe(200)
    expect((await ask('/readyz')).status).toBe(503)
  } finally {
    await closeDatabase(0)
    openDatabase(url)
  }
})
