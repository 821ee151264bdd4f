// What is sent by hand, past the pages: headers that speak to Next.js's inside, damaged payloads, caches in between. Always
// against the production build.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { rawRequest, type RawReply } from './support/raw-request.ts'
import { startSharedCache } from './support/shared-cache.ts'
import { toHttp } from './support/raw-form.ts'

const BUILD = join(import.meta.dirname, '..', process.env.NEXT_DIST_DIR ?? '.next')
const PROTECTED = ['/manage/account/', '/manage/projects/', '/manage/account/history/', '/manage/account/token/', '/admin/recoveries/', '/admin/design/']
const siteFile = (name: string) => readFileSync(join(process.env.E2E_SITE_FOLDER ?? '', name), 'utf8')

// ── Next.js's own machinery ──────────────────────────────────────────────────

const SUBREQUESTS = ['middleware', 'proxy', 'src/middleware', 'src/proxy', 'pages/_middleware'].flatMap((name) => [name, Array(5).fill(name).join(':')])
const INNER: Record<string, string>[] = [
  ...SUBREQUESTS.map((value) => ({ 'x-middleware-subrequest': value })),
  { 'x-middleware-prefetch': '1' }, { 'x-middleware-rewrite': '/' }, { 'x-middleware-next': '1' }, { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': 'session=x' },
  { 'x-invoke-path': '/' }, { 'x-invoke-status': '200' }, { 'x-matched-path': '/' }, { 'x-now-route-matches': '1=x' }, { 'x-nextjs-data': '1' }, { 'x-original-url': '/' }, { 'x-rewrite-url': '/' },
  { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }, { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
  { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/manage/account/__PAGE__' }, { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' },
  { rsc: '1', 'next-url': '/' }, { 'next-resume': '1' }, { 'x-prerender-revalidate': 'x' }, { purpose: 'prefetch' },
]

test('no header of Next.js’s inside opens a protected page, on GET or HEAD', async ({ baseURL = '' }) => {
  for (const path of PROTECTED) {
    for (const headers of [{}, ...INNER]) for (const method of ['GET', 'HEAD']) {
      const reply = await rawRequest(baseURL, path, headers, { method })
      expect(isDenied(reply, path), `${method} ${path} ${JSON.stringify(headers)}: ${reply.status}`).toBe(true)
    }
  }
})

test('no other spelling of a protected page opens it: .rsc, segments, parameters in the query, encodings', async ({ baseURL = '' }) => {
  for (const path of PROTECTED) {
    const bare = path.slice(0, -1)
    const spellings = [
      `${bare}.rsc`, `${bare}/index.rsc`, `${bare}.segments/_tree.segment.rsc`, `${bare}.segments/_index.segment.rsc`, `${bare}.prefetch.rsc`, `${bare}.json`, `${bare}.html`,
      `/_next/data/x${bare}.json`, `${path}?_rsc=abc`, `${path}?nxtPname=x&nxtIid=1`, `${path}?__nextLocale=en&__nextDataReq=1`, `${path}?nextInternalLocale=x`, `${path}?amp=1`,
      `/${path}`, `/.${path}`, `/x/..${path}`, path.replace('/', '/%2e/'), path.replace('manage', '%6danage'), path.toUpperCase(), `${bare};x.css/`, `${path}x.css`, `${bare}%2fx.css`, `${path}%3f.css`,
    ]
    for (const spelling of spellings) for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }] as Record<string, string>[]) {
      const reply = await rawRequest(baseURL, spelling, headers)
      expect(isDenied(reply, path), `${spelling} ${JSON.stringify(headers)}: ${reply.status}`).toBe(true)
    }
  }
})

test('a web socket is refused, and the server goes on', async ({ baseURL = '' }) => {
  for (const path of ['/', '/manage/account/', '/_next/webpack-hmr', '/simple/', '//evil.example/'])
    expect((await rawRequest(baseURL, path, { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' })).status).toBe(400)
  expect((await rawRequest(baseURL, '/healthz')).status).toBe(200)
})

// ── actions ──────────────────────────────────────────────────────────────────

const actionIds = () => Object.keys((JSON.parse(readFileSync(join(BUILD, 'server/server-reference-manifest.json'), 'utf8')) as { node: object }).node)
const multipart = (parts: Record<string, string>) => ({
  type: 'multipart/form-data; boundary=b',
  body: `${Object.entries(parts).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--b--\r\n`,
})
const TEXT = 'text/plain;charset=UTF-8'
const BROKEN = [
  { type: TEXT, body: '["$' }, { type: TEXT, body: '' }, { type: TEXT, body: '\0' }, { type: TEXT, body: '['.repeat(100_000) }, { type: TEXT, body: '["$1"]' }, { type: TEXT, body: '["$Q1","$W2","$F3"]' },
  { type: 'multipart/form-data; boundary=b', body: 'no form' }, { type: 'multipart/form-data', body: 'no boundary' }, { type: 'application/json', body: '{' },
  multipart({ 0: '["$1:__proto__:then"]', 1: '{"status":"resolved_model"}' }),
  multipart({ 0: '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"process.exit(9);","_formData":{"get":"$1:constructor:constructor"}}}', 1: '"$@0"' }),
  multipart({ 0: '["$F1"]', 1: '{"id":"x","bound":null}' }), multipart({ 0: '["$K1"]' }), multipart({ 0: '["$@0"]' }), multipart({ 0: '["$n99999999999999999999"]' }),
]
const BROKEN_FORMS = [
  multipart({ $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"x' }), multipart({ $ACTION_REF_1: '' }), multipart({ $ACTION_ID_deadbeef: '' }), multipart({ $ACTION_REF___proto__: '' }),
  multipart({ $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"constructor","bound":"$@1"}', '$ACTION_1:1': '["$1"]' }), { type: 'multipart/form-data; boundary=b', body: '--b\r\nbroken' },
]

test('a damaged payload is answered 4xx with nothing of our source, and the server goes on', async ({ baseURL = '' }) => {
  const [id = ''] = actionIds()
  for (const { type, body } of BROKEN) {
    const reply = await rawRequest(baseURL, '/account/login/', { origin: baseURL, 'next-action': id, 'content-type': type }, { method: 'POST', body })
    expect(isRefusal(reply.status), `${reply.status}: ${body.slice(0, 60)}`).toBe(true)
    expectNoSource(reply)
  }
  for (const { type, body } of BROKEN_FORMS) {
    const reply = await rawRequest(baseURL, '/account/login/', { origin: baseURL, 'content-type': type }, { method: 'POST', body })
    expect(isRefusal(reply.status), `${reply.status}: ${body.slice(0, 60)}`).toBe(true)
    expectNoSource(reply)
  }
  for (const unknown of ['deadbeef', '__proto__', 'constructor', `${'0'.repeat(42)}`])
    expect((await rawRequest(baseURL, '/account/login/', { origin: baseURL, 'next-action': unknown, 'content-type': TEXT }, { method: 'POST', body: '[]' })).status).toBe(404)
  expect((await rawRequest(baseURL, '/readyz')).status).toBe(200)
})

test('every action of the build bears with arguments of any shape, and tells nothing of its source', async ({ page, baseURL = '' }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const cookie = toHttp(await page.context().cookies())
  for (const id of actionIds()) for (const cookies of ['', cookie]) for (const body of ['[]', '[null,null,null]', '["$undefined",7,"x"]', '[{"__proto__":{"id":1}},[],{}]', '[[],"$NaN",true]']) {
    const headers = { origin: baseURL, 'next-action': id, 'content-type': TEXT, 'x-forwarded-for': newAddress(), ...(cookies && { cookie: cookies }) }
    const reply = await rawRequest(baseURL, '/account/login/', headers, { method: 'POST', body })
    expect(reply.status, `${id} ${body}`).toBeLessThan(500)
    expectNoSource(reply)
  }
})

test('an action without an Origin, or with that of nobody or somebody else, is refused before it is read', async ({ baseURL = '' }) => {
  const sent = (headers: Record<string, string>) => rawRequest(baseURL, '/account/login/', { 'next-action': actionIds()[0] ?? '', 'content-type': TEXT, ...headers }, { method: 'POST', body: '[]' })
  const foreign: Record<string, string>[] = [
    {}, { origin: 'null' }, { origin: 'https://evil.example' }, { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }, { origin: baseURL, 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) expect([403, 421]).toContain((await sent(headers)).status)
})

// ── caches ───────────────────────────────────────────────────────────────────

/** What could change an answer without being part of the address. */
const UNKEYED: Record<string, string>[] = [
  { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }, { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' }, { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' },
  { 'x-nextjs-data': '1' }, { 'x-forwarded-proto': 'http' }, { 'x-forwarded-port': '1' }, { 'x-forwarded-prefix': '/evil' }, { 'x-original-url': '/evil' }, { 'x-middleware-rewrite': '/evil' }, { 'x-invoke-status': '500' },
  { 'x-invoke-path': '/evil' }, { 'accept-language': 'ar' }, { accept: 'application/vnd.pypi.simple.v1+json' }, { accept: 'text/x-component' }, { 'accept-encoding': 'gzip' }, { range: 'bytes=0-3' },
  { 'x-http-method-override': 'POST' }, { 'user-agent': 'evil' }, { cookie: 'locale=ar; theme=dark' }, { 'next-resume': '1' }, { purpose: 'prefetch' },
]

test('behind a shared cache nobody can spoil a page for others', async ({ baseURL = '' }) => {
  const paths = ['/', '/search/?q=x', '/help/', '/account/login/', '/nowhere/', '/nowhere', '/simple/', '/api/auth/session', '/api/auth/csrf', '/robots.txt', '/icon.svg', '/.well-known/security.txt', '/rss/updates.xml', '/pypi/x/json']
  for (const path of paths) for (const headers of UNKEYED) {
    const cache = await startSharedCache(baseURL)
    await rawRequest(baseURL, path, headers, { port: cache.port })
    const behind = await rawRequest(baseURL, path, {}, { port: cache.port })
    const direct = await rawRequest(baseURL, path)
    expect(comparable(behind), `${path} after ${JSON.stringify(headers)}`).toEqual(comparable(direct))
    cache.close()
  }
})

test('behind a shared cache nothing of a signed-in person is kept, whatever the address pretends to be', async ({ page, baseURL = '' }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const cookie = toHttp(await page.context().cookies())
  const cache = await startSharedCache(baseURL)
  const own = ['/', '/search/?q=x', '/nowhere/', '/manage/account/', '/manage/projects/', '/account/login/', '/api/auth/session', '/api/auth/csrf', `/user/${person.username}/`]
  const disguised = ['/manage/account/x.css', '/manage/account/%2e%2e/x.js', '/manage/account/;x.css', '/manage/account/x.css?_rsc=1', '/manage/account%2fx.png', '/api/auth/session/x.css', '/manage/account']
  let seen = ''
  for (const path of [...own, ...disguised]) for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }, { 'x-nextjs-data': '1' }] as Record<string, string>[]) {
    seen += (await rawRequest(baseURL, path, { cookie, ...headers }, { port: cache.port })).body
    const stranger = await rawRequest(baseURL, path, headers, { port: cache.port })
    if (!path.includes(person.username)) expect(stranger.body, `${path} ${JSON.stringify(headers)}`).not.toContain(person.username)
    expect(stranger.body).not.toContain(person.address)
    expect(stranger.headers['x-cache'] === 'hit' && stranger.headers['set-cookie']).toBeFalsy()
  }
  expect(seen).toContain(person.username) // else nothing was shown that could have been kept
  expect(cache.keys().filter((key) => /manage|account|session|csrf|user/.test(key))).toEqual([])
  cache.close()
})

test('the shared cache of these journeys does keep what may be kept', async ({ baseURL = '' }) => {
  const cache = await startSharedCache(baseURL)
  const styles = /\/_next\/static\/[^"]+\.css/.exec((await rawRequest(baseURL, '/')).body)?.[0] ?? ''
  const asked = [await rawRequest(baseURL, styles, {}, { port: cache.port }), await rawRequest(baseURL, styles, {}, { port: cache.port })]
  expect(asked.map(({ headers }) => headers['x-cache'])).toEqual(['miss', 'hit'])
  cache.close()
})

// ── what is told ─────────────────────────────────────────────────────────────

test('nonsense for next-auth and in Authorization is refused at once', async ({ baseURL = '' }) => {
  for (const value of ['javascript:x', 'http://[', '//evil.example', '%', '\\evil', 'https://evil.example@', 'x'.repeat(5000)]) {
    for (const path of ['signin', 'signout', 'error', 'session', 'providers'])
      expect(elsewhere(await rawRequest(baseURL, `/api/auth/${path}?callbackUrl=${encodeURIComponent(value)}`), baseURL), `${path} ${value}`).toBe(false)
    const reply = await rawRequest(baseURL, '/api/auth/session', { cookie: `next-auth.callback-url=${encodeURIComponent(value)}` })
    expect([reply.status, reply.body]).toEqual([200, '{}'])
  }
  for (const authorization of ['Bearer %', 'Bearer %E0%A4%A', 'Basic %', 'Basic ====', 'Basic', `Basic ${'A'.repeat(8000)}`, 'Digest x', 'Bearer null', 'Basic OjpfX3Rva2VuX186']) {
    for (const path of ['/manage/account/', '/api/auth/session', '/simple/', '/simple/nowhere/', '/metrics', '/packages/x/y.whl']) {
      const { status } = await rawRequest(baseURL, path, { authorization })
      expect(status, `${path} ${authorization.slice(0, 20)}`).toBeLessThan(500)
    }
    const upload = await rawRequest(baseURL, '/legacy/', { authorization, 'content-type': 'multipart/form-data; boundary=b' }, { method: 'POST', body: '--b--\r\n' })
    expect(isRefusal(upload.status), authorization.slice(0, 20)).toBe(true)
  }
})

test('no cookie, password, token or address parameter of a request reaches the log, not even when it fails', async ({ page, baseURL = '' }) => {
  const canaries = ['canary-cookie', 'canary-basic', 'canary-bearer', 'canary-query', 'canary-body']
  const headers = { cookie: `session=${canaries[0]}; pending=${canaries[0]}; __Host-session=${canaries[0]}; link=${canaries[0]}`, origin: baseURL }
  const basic = `Basic ${Buffer.from(`__token__:pypi-${canaries[1]}`).toString('base64')}`
  for (const path of ['/', '/manage/account/', '/nowhere/', '/%ff/', '/api/auth/session', '/simple/', '/legacy/', '/account/reset-password/', '/_/secrets/disclose-token', '/packages/x/y.whl', '/metrics']) {
    for (const authorization of [basic, `Bearer ${canaries[2]}`]) {
      await rawRequest(baseURL, `${path}?token=${canaries[3]}`, { ...headers, authorization })
      for (const type of [TEXT, 'multipart/form-data; boundary=b', 'multipart/form-data', 'application/json', 'application/x-www-form-urlencoded'])
        await rawRequest(baseURL, `${path}?token=${canaries[3]}`, { ...headers, authorization, 'content-type': type, ...(type === TEXT && { 'next-action': actionIds()[0] ?? '' }) }, { method: 'POST', body: canaries[4] ?? '' })
    }
  }
  const person = new Person(page)
  await person.givePassword('canary-password-that-is-wrong')
  await expect(page.getByRole('alert').first()).toBeVisible()
  const log = siteFile('server.log')
  expect(log).toContain('/api/auth/session')
  for (const canary of [...canaries, basic.slice(6), 'canary-password']) expect(log).not.toContain(canary)
})

test('no secret stands in the build, and browsers are sent nothing of the server', async () => {
  const secrets = Object.values(JSON.parse(siteFile('data/secrets.json')) as Record<string, unknown>).flat().map(String)
  expect(secrets.length).toBeGreaterThan(1)
  const built = readdirSync(BUILD, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\/(?:cache|dev)(?:\/|$)/.test(entry.parentPath)).map((entry) => join(entry.parentPath, entry.name))
  expect(built.length).toBeGreaterThan(50)
  for (const file of built) {
    const text = readFileSync(file, 'latin1')
    for (const secret of secrets) expect(text.includes(secret), file).toBe(false)
    expect(/-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|pypi-AgE[\w-]{80}/.test(text), file).toBe(false)
    if (file.includes('/static/')) expect(/NEXTAUTH_SECRET|SECRETS_KEY|DATABASE_URL|SMTP_URL|AWS_SECRET|drizzle|argon2|sourceMappingURL/.exec(text)?.[0], file).toBeUndefined()
  }
})

// ── in words ─────────────────────────────────────────────────────────────────

const isRefusal = (status: number) => status >= 400 && status < 500

/** Sent to sign in, told that there is no such page, or refused; never shown. */
function isDenied({ status, headers, body }: RawReply, path: string): boolean {
  const target = headers.location ?? /NEXT_REDIRECT;\w+;([^;]+);/.exec(body)?.[1] ?? ''
  const isSentAway = target.includes('/account/login/') || (status === 308 && new URL(target, 'http://here').pathname.replace(/\/*$/, '/') !== path)
  const isCanonical = status === 308 && !body.includes('Sign out')
  return !body.includes('Sign out') && (isRefusal(status) || isSentAway || isCanonical)
}

function expectNoSource({ body }: RawReply): void {
  expect(body).not.toMatch(/ at \S+ \(|\.ts:\d|node_modules|\.next\/server|'use server'|assertSameOrigin|SyntaxError|TypeError/)
}

const elsewhere = ({ headers }: RawReply, site: string) => headers.location !== undefined && new URL(headers.location, site).origin !== site

/** An answer without what differs each time: nonces, ids, tokens, moments. */
function comparable({ status, headers, body }: RawReply) {
  const { 'content-type': type, 'content-encoding': encoding, location } = headers
  const steady = body.replaceAll(/nonce="[^"]*"|"nonce":"[^"]*"|nonce\\":\\"[^"\\]*/g, '').replaceAll(/[\w+/-]{20,}={0,2}/g, '').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, '')
  return { status, type, encoding, location, body: steady }
}
