import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request as ask, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { parseEnvironment } from '#lib/env.ts'
import { closeHttpServer, type Listener, openHttpServer, receive } from '#lib/server/http.ts'
import { openLog } from '#lib/server/log.ts'

const opened: Server[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await closeHttpServer(server, 0)
})

const echo = new Hono().all('*', (c) => c.json({ face: 'machine', headers: c.req.header() }))

/** The server as it stands before both faces, with faces that tell what they were told. */
async function open(vars: Record<string, string>, human?: Listener) {
  const settings = parseEnvironment(vars)
  if (!settings.ok) throw new Error(settings.error)
  const lines: string[] = []
  const noted: object[] = []
  const log = openLog({ level: 'debug', readable: false, write: (line) => lines.push(line), now: () => new Date() })
  const server = openHttpServer(false)
  opened.push(server)
  const faces = {
    isMachinePath: (path: string) => path.startsWith('/simple/') || path.startsWith('/packages/') || path === '/healthz',
    machine: getRequestListener(echo.fetch),
    human: human ?? ((request, response) => response.end(JSON.stringify({ face: 'human', headers: request.headers }))),
  }
  server.on('request', receive(settings.value, faces, log, (form, origin) => noted.push({ ...form, ...origin }))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return { port: address.port, lines, noted, server }
}

async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const sent = ask({ method, port, host: '127.0.0.1', path, headers: { host: 'index.example.org', ...headers } }).end()
  const [response]: IncomingMessage[] = await once(sent, 'response')
  if (!response) throw new Error('no response')
  const body = await text(response)
  return { status: response.statusCode, headers: response.headers, body, told: () => JSON.parse(body) }
}

const PUBLIC = { NEXTAUTH_URL: 'https://index.example.org' }
const LIES = {
  'x-forwarded-for': '198.51.100.1', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'for=198.51.100.1',
  'x-real-ip': '198.51.100.1', 'x-wheelkeep-client': '198.51.100.1', 'x-wheelkeep-files-host': '1', 'x-request-id': 'mine', 'x-middleware-subrequest': 'proxy',
  'x-nextjs-data': '1', 'x-nextjs-rewritten-path': '/admin/', 'x-next-revalidated-tags': 'all', 'next-resume': '1', 'x-prerender-revalidate': 'x',
  'x-now-route-matches': '1=admin', 'x-invoke-path': '/admin/', 'x-matched-path': '/admin/',
  'x-page': '//evil.example/', 'x-search': '?x', 'content-security-policy': "script-src 'nonce-mine'",
}

test.each([
  ['10.0.0.0/8', 'http', undefined], ['127.0.0.0/8', 'http', '1'], ['127.0.0.0/8', 'HTTP, https', '1'], ['127.0.0.0/8', 'https', undefined], ['127.0.0.0/8', 'https, http', undefined],
])('behind proxies at %s that say %s, the client spoke in the clear: %s', async (proxies, proto, told) => {
  const { port } = await open({ ...PUBLIC, TRUSTED_PROXIES: proxies })
  const answer = await get(port, '/simple/', { 'x-forwarded-proto': proto, 'x-wheelkeep-in-the-clear': 'mine' })
  expect(answer.told().headers['x-wheelkeep-in-the-clear']).toBe(told)
})

test('on an http site nobody is told that http is wrong', async () => {
  const { port } = await open({ NEXTAUTH_URL: 'http://localhost:3000', TRUSTED_PROXIES: '127.0.0.0/8' })
  const answer = await get(port, '/simple/', { host: 'localhost:3000', 'x-forwarded-proto': 'http' })
  expect(answer.told().headers['x-wheelkeep-in-the-clear']).toBeUndefined()
})

test.each(['/simple/', '/'])('%s: no face sees what a client claims about its way here', async (path) => {
  const { port } = await open(PUBLIC)
  const { told, headers } = await get(port, path, LIES)
  expect(told().headers).toMatchObject({
    host: 'index.example.org', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'index.example.org', 'x-forwarded-proto': 'https',
    'x-wheelkeep-client': '127.0.0.1', 'x-request-id': headers['x-request-id'],
  })
  const ours = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-wheelkeep-client', 'x-request-id']
  for (const name of Object.keys(LIES).filter((lie) => !ours.includes(lie))) expect(told().headers).not.toHaveProperty([name])
  expect(headers['x-request-id']).toMatch(/^[\w-]{12}$/)
})

test.each(['/simple/', '/'])('%s: a proxy of ours is believed about the client, never about the request id', async (path) => {
  const { port } = await open({ ...PUBLIC, TRUSTED_PROXIES: '127.0.0.1' })
  const { told } = await get(port, path, { ...LIES, 'x-forwarded-host': 'index.example.org', host: 'inside:3000' })
  expect(told().headers).toMatchObject({ 'x-wheelkeep-client': '198.51.100.1', host: 'index.example.org' })
  expect(told().headers['x-request-id']).not.toBe('mine')
})

test.each(['evil.example', 'index.example.org.evil.example', 'index.example.org:444', '127.0.0.1'])('a request for %s is misdirected', async (host) => {
  const { port } = await open(PUBLIC)
  expect(await get(port, '/', { host })).toMatchObject({ status: 421, body: 'This server answers at https://index.example.org/ only. If it should answer here, set NEXTAUTH_URL to this address.\n' })
  expect((await get(port, '/', { host: 'index.example.org', 'x-forwarded-host': host })).status).toBe(200)
  expect((await get(port, '/healthz', { host })).status).toBe(200)
})

const FILES = { ...PUBLIC, FILES_ORIGIN: 'https://files.example.org' }
const FILE = `/packages/ab/cd/${'0'.repeat(60)}/lighthouse-1.0-py3-none-any.whl`

test('by the name of FILES_ORIGIN files and their metadata are served, to nobody in particular', async () => {
  const { port } = await open(FILES)
  for (const path of [FILE, `${FILE}.metadata`]) {
    const { status, told, headers } = await get(port, path, { host: 'Files.example.org', cookie: 'session=x', authorization: 'Bearer pypi-x' })
    expect([status, told().face, told().headers['x-wheelkeep-files-host']]).toEqual([200, 'machine', '1'])
    expect(Object.keys(told().headers)).not.toEqual(expect.arrayContaining(['cookie']))
    expect(Object.keys(told().headers)).not.toEqual(expect.arrayContaining(['authorization']))
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining("default-src 'none'") })
  }
  expect((await get(port, FILE, { cookie: 'session=x', authorization: 'Bearer pypi-x' })).told().headers).toMatchObject({ cookie: 'session=x', authorization: 'Bearer pypi-x' })
})

test.each(['/', '/account/login/', '/simple/', '/simple/lighthouse/', '/legacy/', '/packages/', '/packages/x', `${FILE}/x`, `/x${FILE}`, '/robots.txt', '/_next/static/x.css'])('%s is not served by the name of FILES_ORIGIN', async (path) => {
  const { port } = await open(FILES)
  for (const method of ['GET', 'POST']) {
    const { status, body } = await get(port, path, { host: 'files.example.org' }, method)
    expect([status, body]).toEqual([421, 'This server answers at https://index.example.org/ only. Only files are downloaded from here.\n'])
  }
})

test('without FILES_ORIGIN no other name has files', async () => {
  const { port } = await open(PUBLIC)
  expect((await get(port, FILE, { host: 'files.example.org' })).status).toBe(421)
})

test('a person who comes by another name is told the right one in their language, and the operator which setting is wrong', async () => {
  const { port } = await open({ ...PUBLIC, SITE_NAME: 'Ours & theirs' })
  const answer = await get(port, '/account/login/', { host: 'old.example.org', accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'de-AT' })
  expect([answer.status, answer.headers['content-type'], answer.headers['cache-control'], answer.headers.vary]).toEqual([421, 'text/html; charset=utf-8', 'no-store', 'Accept, Accept-Language'])
  expect(answer.body).toContain('<html lang="de" dir="ltr">')
  expect(answer.body).toContain('<h1>Das ist nicht die Adresse von Ours &amp; theirs</h1>')
  expect(answer.body).toContain('href="https://index.example.org/"')
  expect(answer.body).toContain('NEXTAUTH_URL')
  const style = /<style>(.*)<\/style>/.exec(answer.body)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(answer.headers['content-security-policy']).toBe(`default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`)
  expect((await get(port, '/', { host: 'old.example.org', accept: 'text/html', 'accept-language': 'ar' })).body).toContain('<html lang="ar" dir="rtl">')
})

test('nothing that was sent stands in that page', async () => {
  const { port } = await open(PUBLIC)
  for (const accept of ['text/html', '*/*']) {
    const { body } = await get(port, '/?q=<i>mark</i>', { host: 'evil.example"><script>', accept, 'accept-language': '"><b>', 'x-forwarded-host': '<u>evil.example' })
    expect(body).not.toMatch(/evil|<script|<b>|<i>|<u>/)
  }
})

test('installers, which take HTML after JSON, are told in one line', async () => {
  const { port } = await open(PUBLIC)
  const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01'
  expect((await get(port, '/simple/', { host: 'old.example.org', accept })).headers['content-type']).toBe('text/plain; charset=utf-8')
})

test.each([
  ['', 'index.example.org', 'TRUSTED_PROXIES'], ['', 'Files.example.org', 'TRUSTED_PROXIES'], ['10.0.0.0/8', 'index.example.org', 'TRUSTED_PROXIES'],
  ['', 'old.example.org', 'NEXTAUTH_URL'], ['127.0.0.1', 'old.example.org', 'NEXTAUTH_URL'],
])('with TRUSTED_PROXIES=%s, a proxy that tells %s is answered with %s', async (proxies, told, named) => {
  const { port } = await open({ ...FILES, TRUSTED_PROXIES: proxies })
  for (const accept of ['*/*', 'text/html']) {
    const { status, body } = await get(port, '/', { host: 'inside:3000', 'x-forwarded-host': told, accept })
    expect([status, ...(body.match(/TRUSTED_PROXIES|NEXTAUTH_URL/) ?? [])]).toEqual([421, named])
  }
})

test.each([
  [{}, 403], [{ origin: 'null' }, 403], [{ origin: 'https://evil.example' }, 403], [{ origin: 'http://index.example.org' }, 403],
  [{ origin: 'https://index.example.org', 'sec-fetch-site': 'cross-site' }, 403], [{ origin: 'https://index.example.org', 'sec-fetch-site': 'same-site' }, 403],
  [{ origin: 'https://index.example.org' }, 200], [{ origin: 'https://index.example.org', 'sec-fetch-site': 'same-origin' }, 200],
])('a form sent to a page with %j is answered %i; programs may post from anywhere', async (headers: Record<string, string>, status) => {
  const { port } = await open(PUBLIC)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) expect((await get(port, '/account/login/', headers, method)).status).toBe(status)
  expect((await get(port, '/simple/', headers, 'POST')).status).toBe(200)
  expect((await get(port, '/account/login/', headers)).status).toBe(200)
})

test('a form that was refused is noted, with where it came from, and no more of it than a few words', async () => {
  const { port, noted } = await open(PUBLIC)
  await get(port, '/account/login/?token=secret', { origin: `https://evil.example/${'x'.repeat(500)}`, 'user-agent': 'Firefox' }, 'POST')
  await get(port, '/account/login/', { origin: 'https://index.example.org' }, 'POST')
  expect(noted).toEqual([{
    method: 'POST', path: '/account/login/', from: `https://evil.example/${'x'.repeat(179)}`, site: 'nothing', ip: '127.0.0.1', userAgent: 'Firefox', requestId: expect.any(String),
  }])
})

test('every answer carries the safe headers: pages, programs, refusals', async () => {
  const { port } = await open(PUBLIC)
  for (const answer of [await get(port, '/'), await get(port, '/simple/'), await get(port, '/', { host: 'evil.example' })])
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'permissions-policy': expect.stringContaining('camera=()'), 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
})

test('over http on localhost nothing is promised about https', async () => {
  const { port } = await open({})
  expect((await get(port, '/', { host: 'localhost:3000' })).headers).not.toHaveProperty('strict-transport-security')
})

test.each(['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-action'])('%s, which people need to move about, reaches the pages', async (name) => {
  const { port } = await open(PUBLIC)
  expect((await get(port, '/', { [name]: '1' })).told().headers).toHaveProperty([name], '1')
})

test('what a face says itself wins', async () => {
  const { port } = await open(PUBLIC, (_, response) => response.writeHead(200, { 'Content-Security-Policy': "script-src 'nonce-x'" }).end())
  expect((await get(port, '/')).headers['content-security-policy']).toBe("script-src 'nonce-x'")
})

test('one line per request: id, method, path without its query, status', async () => {
  const { port, lines } = await open(PUBLIC)
  const { headers } = await get(port, '/account/reset-password/?token=secret')
  await expect.poll(() => lines.length).toBe(1)
  expect(lines[0]).not.toContain('secret')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: headers['x-request-id'], method: 'GET', path: '/account/reset-password/', status: 200, ms: expect.any(Number) })
})

test('a target that is not a path is refused', async () => {
  const { port } = await open(PUBLIC)
  expect((await get(port, 'http://index.example.org/')).status).toBe(400)
})

test('a web socket is refused, on pages and for programs; any other upgrade is passed over', async () => {
  const { port, server } = await open(PUBLIC)
  server.on('upgrade', () => {}) // as Next.js has one, which leaves the connection alone
  for (const path of ['/', '/simple/', '/_next/webpack-hmr'])
    for (const upgrade of ['websocket', 'WebSocket', 'h2c, websocket']) expect((await get(port, path, { connection: 'Upgrade', upgrade })).status).toBe(400)
  expect((await get(port, '/', { connection: 'Upgrade', upgrade: 'h2c' })).status).toBe(200)
})

test.each(['/simple/%00/', '/project/a%00b/', '/user/%ff/', '/project/%/'])('the path %j, which nobody can read, gets to no face', async (path) => {
  const { port } = await open(PUBLIC)
  expect((await get(port, path)).status).toBe(400)
})

test('two Host headers do not get past the check', async () => {
  const { port } = await open(PUBLIC)
  const socket = connect(port, '127.0.0.1')
  socket.end('GET / HTTP/1.1\r\nHost: evil.example\r\nHost: index.example.org\r\nConnection: close\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /)
})

test('closing lets a request under way finish and takes no new one', async () => {
  const held: ServerResponse[] = []
  const { port, server } = await open(PUBLIC, (_, response) => held.push(response))
  const underWay = get(port, '/')
  await expect.poll(() => held.length).toBe(1)
  const closed = closeHttpServer(server, 5)
  await expect(get(port, '/')).rejects.toThrow(/ECONNREFUSED/)
  held[0]?.end('done')
  expect((await underWay).body).toBe('done')
  await closed
})

test('closing does not wait for ever', async () => {
  const { port, server } = await open(PUBLIC, () => {})
  const hanging = get(port, '/')
  hanging.catch(() => {})
  await expect.poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(1)
  await closeHttpServer(server, 0.1)
  await expect(hanging).rejects.toThrow()
})
