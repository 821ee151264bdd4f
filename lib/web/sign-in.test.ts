import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { requestWith } from '#lib/testing/request.ts'
import { NextRequest } from 'next/server'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { closeDatabase, databaseUrl, db, openDatabase } from '#lib/db/client.ts'
import { sessions } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { startLogin } from '#lib/login/login.ts'
import { nowhere } from '#lib/origin.ts'
import { listSessions } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { withAnswer } from './answer-status.ts'
import { authGet, authPost } from './auth-routes.ts'
import { currentUser } from './current-user.ts'
import { setCookie } from './cookies.ts'
import { serverSignIn, serverSignOut } from './sign-in.ts'

useDatabase()
const PASSWORD = 'correct horse battery staple'
let user: TestUser
let jar: Map<string, string>
let network = 0

beforeEach(async () => {
  jar = new Map()
  user = await makeUser({ passwordHash: await hashPassword(PASSWORD) })
})

/** The password, as the action of the sign-in page does it; the ticket that is left to spend. */
async function passwordRight(): Promise<string> {
  const origin = { ...nowhere, ip: `10.20.0.${++network}` }
  const { cookie, ticket } = must(await startLogin({ login: user.username, password: PASSWORD, next: '' }, null, origin, new Date()))
  await requestWith(jar).run(() => setCookie('pending', cookie))
  return ticket ?? ''
}

async function signIn(): Promise<void> {
  const ticket = await passwordRight()
  expect(await requestWith(jar).run(() => serverSignIn(ticket))).toBe(true)
}

const me = () => requestWith(jar).run(() => currentUser())
const context = (path: string) => ({ params: Promise.resolve({ nextauth: path.split('/') }) })
const get = (path: string, also = jar) => requestWith(also).run(() => authGet(new NextRequest(`http://localhost:3000/api/auth/${path}`), context(path)))

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: 'http://localhost:3000' }) {
  const csrf = await get('csrf')
  keepCookies(csrf)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const body = new URLSearchParams({ csrfToken, json: 'true', ...fields })
  const request = new NextRequest(`http://localhost:3000/api/auth/${path}`, { method: 'POST', body, headers })
  return requestWith(jar).run(() => authPost(request, context(path)))
}

function keepCookies(response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value && !/max-age=0/i.test(line)) jar.set(name, decodeURIComponent(value))
    else jar.delete(name)
  }
}

test('a ticket becomes a session; the cookies are the session and the browser, and the pending one is gone', async () => {
  const ticket = await passwordRight()
  const request = requestWith(jar)
  expect(await request.run(() => serverSignIn(ticket))).toBe(true)
  expect([...jar.keys()].sort()).toEqual(['browser', 'next-auth.callback-url', 'next-auth.csrf-token', 'session'])
  for (const line of request.setCookies().filter((l) => /^(session|browser)=/.test(l))) expect(line).toMatch(/HttpOnly/i)
  expect(request.setCookies().find((l) => l.startsWith('session='))).toMatch(/SameSite=lax/i)
  expect(await me()).toMatchObject({ id: user.id, username: user.username, session: { method: 'password' } })
})

test('over https every cookie is a __Host- cookie', async () => {
  const before = environment().https
  environment().https = true
  try {
    const ticket = await passwordRight()
    const request = requestWith(jar)
    expect(await request.run(() => serverSignIn(ticket))).toBe(true)
    const names = request.setCookies().map((line) => line.split('=')[0])
    expect(names.filter((name) => !name?.startsWith('__Host-'))).toEqual([])
    for (const line of request.setCookies()) {
      expect(line).toMatch(/Path=\//i)
      expect(line).toMatch(/Secure/i)
      expect(line).not.toMatch(/Domain=/i)
    }
    expect(request.setCookies().find((l) => l.startsWith('__Host-pending='))).toMatch(/Max-Age=0/i)
  } finally {
    environment().https = before
  }
})

test('after the password alone no cookie opens anything, under any name', async () => {
  await passwordRight()
  for (const value of jar.values()) {
    const forged = new Map([['session', value]])
    expect(await requestWith(forged).run(() => currentUser())).toBeNull()
    expect(await (await get('session', forged)).json()).toEqual({})
  }
})

test('a spent, made-up or missing ticket signs nobody in', async () => {
  const ticket = await passwordRight()
  const copy = new Map(jar)
  expect(await requestWith(jar).run(() => serverSignIn(ticket))).toBe(true)
  expect(await requestWith(copy).run(() => serverSignIn(ticket))).toBe(false)
  expect(await requestWith(copy).run(() => serverSignIn('made-up'))).toBe(false)
  expect(await requestWith(new Map()).run(() => serverSignIn(ticket))).toBe(false)
})

test("next-auth's own callback takes a ticket and nothing else: no user, no password, no session", async () => {
  await passwordRight()
  for (const fields of [{ username: user.username, password: PASSWORD }, { id: user.id, sid: 'x' }, { ticket: '' }, { ticket: user.id }, {}] as Record<string, string>[]) {
    const response = await post('callback/ticket', fields)
    expect(response.headers.getSetCookie().filter((l) => /^session=./.test(l))).toEqual([])
    keepCookies(response)
  }
  expect(await me()).toBeNull()
  expect(await listSessions(user.id, new Date())).toEqual([])
})

test('the callback without its CSRF token opens nothing', async () => {
  const ticket = await passwordRight()
  const request = new NextRequest('http://localhost:3000/api/auth/callback/ticket', { method: 'POST', body: new URLSearchParams({ ticket, json: 'true' }), headers: { origin: 'http://localhost:3000' } })
  const response = await requestWith(jar).run(() => authPost(request, context('callback/ticket')))
  expect(response.headers.getSetCookie().filter((l) => /^session=./.test(l))).toEqual([])
  expect(await listSessions(user.id, new Date())).toEqual([])
})

test('what a client sends to the session endpoint changes nothing', async () => {
  await signIn()
  const before = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  const csrf = await get('csrf')
  keepCookies(csrf)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const request = new NextRequest('http://localhost:3000/api/auth/session', {
    method: 'POST', headers: { origin: 'http://localhost:3000', 'content-type': 'application/json' },
    body: JSON.stringify({ csrfToken, data: { sub: 'somebody', sid: 'x', aal: 2, isAdmin: true } }),
  })
  const response = await requestWith(jar).run(() => authPost(request, context('session')))
  keepCookies(response)
  const body = JSON.stringify(await response.json())
  expect(body).not.toMatch(/somebody|aal|isAdmin/)
  expect(await me()).toMatchObject({ id: user.id, session: { aal: 1 } })
  const after = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  expect(after.map(({ lastSeenAt: _seen, ...rest }) => rest)).toEqual(before.map(({ lastSeenAt: _seen, ...rest }) => rest))
})

test('no body ever holds the cookie', async () => {
  await signIn()
  const body = await (await get('session')).text()
  expect(body).toContain(user.username)
  expect(body).not.toContain(jar.get('session'))
})

test('reading the session does not make it younger, and a dead one is taken away', async () => {
  await signIn()
  const cookie = jar.get('session')
  const [before] = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  keepCookies(await get('session'))
  expect(jar.get('session')).toBe(cookie)
  const [after] = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  expect(after?.expiresAt).toEqual(before?.expiresAt)
  await db().update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.userId, user.id))
  const response = await get('session')
  expect(await response.json()).toEqual({})
  keepCookies(response)
  expect(jar.has('session')).toBe(false)
})

test('signing out ends the row and takes the cookie; the old cookie is dead', async () => {
  await signIn()
  const old = new Map(jar)
  const answer = new ServerResponse(new IncomingMessage(new Socket()))
  await withAnswer(answer, () => requestWith(jar).run(() => serverSignOut()))
  expect(answer.getHeader('Clear-Site-Data')).toBe('"cache", "storage"')
  expect(jar.has('session')).toBe(false)
  expect(await listSessions(user.id, new Date())).toEqual([])
  expect(await requestWith(old).run(() => currentUser())).toBeNull()
  expect(await (await get('session', old)).json()).toEqual({})
})

test('anything else in the session cookie is nobody', async () => {
  const { encode } = await import('next-auth/jwt')
  const forged = await encode({ token: { sub: user.id, sid: 'x' }, secret: environment().nextauthSecret })
  for (const value of [forged, user.id, 'null', '', '%00', 'a'.repeat(4000)]) {
    expect(await requestWith(new Map([['session', value]])).run(() => currentUser())).toBeNull()
    expect(await (await get('session', new Map([['session', value]]))).json()).toEqual({})
  }
})

test('a damaged callback-url cookie does no harm and goes', async () => {
  await signIn()
  for (const bad of ['javascript:x', 'zzz', 'http://[', '//evil.example']) {
    jar.set('next-auth.callback-url', bad)
    const response = await get('session')
    expect(response.status).toBe(200)
    expect(JSON.stringify(await response.json())).toContain(user.username)
    expect(jar.get('next-auth.callback-url') ?? '').not.toBe(bad)
    expect((await me())?.id).toBe(user.id)
    jar.set('next-auth.callback-url', bad)
    await signIn()
  }
})

test('_log, and whatever else next-auth can do, is not there', async () => {
  expect((await post('_log', { level: 'error', code: 'x' })).status).toBe(404)
  for (const path of ['verify-request', '_log', 'callback/ticket', '', 'constructor', '__proto__']) expect((await get(path)).status).toBe(404)
  expect((await post('signin/ticket', {})).status).toBe(404)
})

test('no answer of next-auth is kept by anybody: pages, redirects, refusals', async () => {
  await signIn()
  const answers = [
    ...(await Promise.all(['session', 'csrf', 'providers', 'signin', 'signout', 'error', '_log'].map((path) => get(path)))),
    await post('session', {}), await post('callback/ticket', { ticket: 'made-up' }), await post('callback/ticket', { ticket: 'made-up', json: 'false' }),
    await post('signout', {}, {}), await post('signout', {}),
  ]
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 302, 401, 403, 404]))
  for (const { headers } of answers) expect(headers.get('cache-control')).toBe('private, no-store')
})

test('whatever goes wrong inside the sign-in, the address names a fixed code of next-auth and nothing else', async () => {
  const sent: Record<string, string>[] = [{ ticket: 'made-up' }, {}, { ticket: '<script>', error: 'mine' }, { ticket: `${'x'.repeat(5000)}` }]
  for (const fields of sent) {
    const { url } = (await (await post('callback/ticket', fields)).json()) as { url: string }
    expect(new URL(url).searchParams.get('error')).toBe('CredentialsSignin')
  }
})

test('trouble while a ticket is spent is 503, and no word of it stands in an address', async () => {
  const ticket = await passwordRight()
  const url = databaseUrl()
  await closeDatabase()
  openDatabase('postgres://postgres@127.0.0.1:1/gone')
  try {
    const answer = await post('callback/ticket', { ticket })
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([503, null, '503 Service Unavailable'])
  } finally {
    await closeDatabase()
    openDatabase(url)
  }
  expect(await requestWith(jar).run(() => serverSignIn(ticket))).toBe(true)
})

test('next-auth takes forms of our own pages only', async () => {
  for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }, { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }] as Record<string, string>[])
    expect((await post('signout', {}, headers)).status).toBe(403)
})

test('next-auth sends nobody elsewhere', async () => {
  const signin = await requestWith(jar).run(() => authGet(new NextRequest('http://localhost:3000/api/auth/signin?callbackUrl=https://evil.example/'), context('signin')))
  expect(signin.headers.get('location')).not.toContain('evil')
  const evilHost = await requestWith(jar, { 'x-forwarded-host': 'evil.example', host: 'evil.example' }).run(() => authGet(new NextRequest('http://localhost:3000/api/auth/signin'), context('signin')))
  expect(evilHost.headers.get('location')).not.toContain('evil')
})

test('a host that a client names is not believed, even where next-auth is told to', async () => {
  process.env.AUTH_TRUST_HOST = 'true'
  try {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', host: 'evil.example' }
    const answer = await requestWith(jar, headers).run(() => authGet(new NextRequest('http://localhost:3000/api/auth/signin', { headers }), context('signin')))
    expect(answer.headers.get('location')).toBe('/account/login/?callbackUrl=http%3A%2F%2Flocalhost%3A3000')
  } finally {
    delete process.env.AUTH_TRUST_HOST
  }
})

test('a database that is away is 503, and signs nobody out', async () => {
  await signIn()
  const url = databaseUrl()
  await closeDatabase()
  openDatabase('postgres://postgres@127.0.0.1:1/gone')
  try {
    const response = await get('session')
    expect(response.status).toBe(503)
    expect(response.headers.getSetCookie()).toEqual([])
    await expect(me()).rejects.toThrow()
    await expect(requestWith(jar).run(() => serverSignOut())).rejects.toThrow()
  } finally {
    await closeDatabase()
    openDatabase(url)
  }
  expect((await me())?.id).toBe(user.id)
})
