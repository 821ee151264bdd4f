import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { db } from '#lib/db/client.ts'
import { nowhere } from '#lib/origin.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveFile, givePublisher, giveProject, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { createToken, type TokenWish } from '#lib/tokens/tokens.ts'

useDatabase()

const V1_JSON = 'application/vnd.pypi.simple.v1+json'
const V1_HTML = 'application/vnd.pypi.simple.v1+html'
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => machineFace.request(path, { method, headers })

async function published(owner: Publisher, change: Parameters<typeof giveProject>[1] = {}) {
  const project = await giveProject(owner, change)
  await giveFile(await giveRelease(project, '1.0', { requiresPython: '>=3.8' }))
  await db().transaction((tx) => refreshSimplePage(tx, project.id, new Date()))
  return project
}

async function tokenOf(user: Publisher, wish: Partial<TokenWish> = {}): Promise<string> {
  const made = await createToken(user, { name: randomBytes(4).toString('hex'), scope: 'user', actions: ['read'], ...wish }, nowhere, new Date())
  if (!made.ok) throw new Error(made.error)
  return made.value.token
}
const basic = (name: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` })

test('a project page has the headers of PyPI, one by one', async () => {
  const project = await published(await givePublisher(), { serial: 42 })
  const response = await ask(`/simple/${project.normalizedName}/`)

  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toEqual({
    'access-control-allow-headers': 'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since',
    'access-control-allow-methods': 'GET',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'X-PyPI-Last-Serial',
    'access-control-max-age': '86400',
    'cache-control': 'max-age=600, public',
    'content-length': String((await response.clone().arrayBuffer()).byteLength),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox allow-top-navigation",
    'content-type': 'text/html; charset=UTF-8',
    etag: expect.stringMatching(/^"[A-Za-z0-9+/]{22}=="$/),
    'surrogate-key': `project/${project.normalizedName}`,
    vary: 'Accept, Accept-Encoding',
    'x-pypi-last-serial': '42',
  })
  expect(await response.text()).toContain('data-requires-python="&gt;=3.8"')
})

test.each([
  [undefined, 'text/html; charset=UTF-8'],
  ['text/plain', 'text/html; charset=UTF-8'],
  [V1_HTML, `${V1_HTML}; charset=UTF-8`],
  [V1_JSON, V1_JSON],
  [`${V1_JSON}, ${V1_HTML}; q=0.1, text/html; q=0.01`, V1_JSON],
])('Accept: %s gets %s', async (accept, type) => {
  const response = await ask('/simple/', accept ? { accept } : {})
  expect(response.headers.get('content-type')).toBe(type)
  expect((await response.text()).startsWith(type === V1_JSON ? '{"meta":{"_last-serial":' : '<!DOCTYPE html>')).toBe(true)
})

test('a page that did not change is answered with 304 and no body, plain and compressed', async () => {
  const { normalizedName: name } = await published(await givePublisher())
  const plain = await ask(`/simple/${name}/`, { accept: V1_JSON })
  const gzip = await ask(`/simple/${name}/`, { accept: V1_JSON, 'accept-encoding': 'gzip, deflate' })
  const [plainTag, gzipTag] = [plain.headers.get('etag') ?? '', gzip.headers.get('etag') ?? '']
  expect(plainTag).not.toBe(gzipTag)
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(await plain.text())

  const again = await ask(`/simple/${name}/`, { accept: V1_JSON, 'accept-encoding': 'gzip', 'if-none-match': gzipTag })
  expect([again.status, await again.text(), again.headers.get('etag'), again.headers.get('vary')]).toEqual([304, '', gzipTag, 'Accept, Accept-Encoding'])
  expect((await ask(`/simple/${name}/`, { accept: V1_JSON, 'if-none-match': gzipTag })).status).toBe(200)
})

test('the list is the same in whatever form it is sent, and says how long it is', async () => {
  await published(await givePublisher(), { name: 'Listed.Project' })
  for (const accept of ['text/html', V1_JSON]) {
    const [plain, gzip, head] = [await ask('/simple/', { accept }), await ask('/simple/', { accept, 'accept-encoding': 'gzip' }), await ask('/simple/', { accept }, 'HEAD')]
    const [bytes, packed] = [Buffer.from(await plain.arrayBuffer()), Buffer.from(await gzip.arrayBuffer())]
    expect(gunzipSync(packed).equals(bytes)).toBe(true)
    expect(bytes.toString()).toContain('Listed.Project')
    expect([plain.headers.get('content-length'), gzip.headers.get('content-length')]).toEqual([String(bytes.length), String(packed.length)])
    expect([gzip.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['gzip', null])
    expect([head.headers.get('content-length'), head.headers.get('etag'), await head.text()]).toEqual([String(bytes.length), plain.headers.get('etag'), ''])
    const again = await ask('/simple/', { accept, 'if-none-match': plain.headers.get('etag') ?? '' })
    expect([again.status, await again.text()]).toEqual([304, ''])
  }
})

test.each([
  ['/simple', '/simple/'],
  ['/simple/Foo.Bar', '/simple/foo-bar/'],
  ['/simple/Foo.Bar/', '/simple/foo-bar/'],
  ['/simple/foo_bar/', '/simple/foo-bar/'],
  ['/simple/foo-bar', '/simple/foo-bar/'],
  ['/simple/%2F%2Fevil.example/', null],
  ['/simple/A%0d%0aX/', null],
  ['/simple/-a', null],
])('%s moves to %s', async (path, location) => {
  const response = await ask(path)
  expect(response.headers.get('location')).toBe(location)
  expect(response.status).toBe(location ? 301 : 404)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test('an unknown project is plain text and 404', async () => {
  const response = await ask('/simple/no-such-project/')
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([404, 'text/plain; charset=UTF-8', '404 Not Found'])
})

test('HEAD says what GET would, OPTIONS answers browsers, and nothing else is allowed', async () => {
  const { normalizedName: name } = await published(await givePublisher())
  const [get, head] = [await ask(`/simple/${name}/`), await ask(`/simple/${name}/`, {}, 'HEAD')]
  expect([head.status, head.headers.get('etag'), head.headers.get('content-length'), await head.text()])
    .toEqual([200, get.headers.get('etag'), get.headers.get('content-length'), ''])
  expect((await ask('/simple/', {}, 'OPTIONS')).headers.get('access-control-allow-methods')).toBe('GET')
  const post = await ask(`/simple/${name}/`, {}, 'POST')
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

test('a private project asks for credentials, and shows itself to its members alone', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const { normalizedName: name } = await published(owner, { isPrivate: true })
  const [token, theirs] = [await tokenOf(owner), await tokenOf(stranger)]

  const asked = await ask(`/simple/${name}/`)
  expect([asked.status, asked.headers.get('www-authenticate'), asked.headers.get('access-control-allow-origin')]).toEqual([401, expect.stringMatching(/^Basic realm=/), null])
  expect((await ask(`/simple/${name}/`, basic('__token__', 'wrong'))).status).toBe(401)
  expect((await ask(`/simple/${name}/`, basic('__token__', theirs))).status).toBe(404)

  const shown = await ask(`/simple/${name}/`, basic('anyone', token))
  expect([shown.status, shown.headers.get('cache-control'), shown.headers.get('access-control-allow-origin')]).toEqual([200, 'private, no-cache', null])
  expect(shown.headers.get('vary')).toContain('Authorization')
  expect(await (await ask('/simple/')).text()).not.toContain(name)
})

test('a token that only publishes is told so where it could publish, and learns nothing of anything else', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const [project, other] = [await published(owner, { isPrivate: true }), await published(owner, { isPrivate: true })]
  const paths = ({ normalizedName: name }: typeof project) => [`/simple/${name}/`, `/pypi/${name}/json`, `/pypi/${name}/1.0/json`, `/rss/project/${name}/releases.xml`]
  const [token, theirs] = [await tokenOf(owner, { actions: ['upload'], scope: [project.name] }), await tokenOf(stranger, { actions: ['upload'] })]
  for (const path of paths(project)) {
    const told = await ask(path, basic('__token__', token))
    expect([told.status, told.headers.get('cache-control'), told.headers.get('www-authenticate')]).toEqual([403, 'no-store', null])
    expect(await told.text()).toBe('403 Forbidden: this API token publishes and does not install. Make one that installs at http://localhost:3000/manage/account/token/. See http://localhost:3000/help/problems/#asks')
  }
  const unfit = [...paths(other).map((path) => ({ path, token })), ...paths(project).map((path) => ({ path, token: theirs }))]
  for (const { path, token } of unfit) expect((await ask(path, basic('__token__', token))).status).toBe(404)
})
