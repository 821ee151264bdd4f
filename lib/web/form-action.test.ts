import type { ServerResponse } from 'node:http'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { requestWith } from '#lib/testing/request.ts'
import { z } from 'zod'
import type { FormState } from '#components/ui/form-state.ts'
import { db } from '#lib/db/client.ts'
import { securityKeys, sessions, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { type NewSession, openSession, type SignInMethod } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { giveSecurityKey, giveTotp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { withAnswer } from './answer-status.ts'
import { currentMember } from './current-user.ts'
import { adminAction, publicAction, sudoAction, sudoByKeyAction, userAction } from './form-action.ts'
import { findAdmin, requireAdmin, requireSudo, requireSudoByKey, requireUser } from './guards.ts'
import { requestOrigin } from './request-origin.ts'
import { isSameOrigin } from './same-origin.ts'

useDatabase()
const schema = z.strictObject({ name: z.string().max(5, 'name-too-long'), password: z.string().default('') })
let user: TestUser
let jar: Map<string, string>
let calls = 0

const run = async (): Promise<FormState> => {
  calls++
  return { done: 'yes' }
}
const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const here = (headers: Record<string, string | null> = {}) => requestWith(jar, headers)

beforeEach(async () => {
  calls = 0
  user = await makeUser()
  await open()
})

async function open(wanted: Partial<NewSession> = {}): Promise<void> {
  const token = await db().transaction((tx) => openSession(tx, { userId: user.id, aal: 1, method: 'password', browserId: null, ...wanted }, nowhere, new Date()))
  jar = new Map([['session', token]])
}
const noSudo = () => db().update(sessions).set({ sudoAt: null }).where(eq(sessions.userId, user.id))
/** Where a guard sends to: Next's redirect and not-found are exceptions with a digest. */
const sentTo = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
    return 'let in'
  } catch (thrown) {
    const digest = typeof thrown === 'object' && thrown && 'digest' in thrown ? String(thrown.digest) : String(thrown)
    return digest.startsWith('NEXT_REDIRECT') ? (digest.split(';')[2] ?? '') : digest
  }
}

// ── where a form comes from ──
const FOREIGN: Record<string, string | null>[] = [
  { origin: null }, { origin: 'null' }, { origin: '' }, { origin: 'https://evil.example' }, { origin: 'http://localhost:3001' }, { origin: 'https://localhost:3000' },
  { origin: 'http://localhost:3000.evil.example' }, { origin: 'http://localhost:3000/' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
]

test.each(FOREIGN)('a form with %j is refused before anything else happens', async (headers) => {
  for (const action of [publicAction(schema, run), userAction(schema, run), sudoAction(schema, run)])
    await expect(here(headers).run(() => action({}, form({ name: 'a' })))).rejects.toThrow('another origin')
  expect(calls).toBe(0)
})

test('a form of our own page is let in, with a browser that tells where it comes from and one that does not', async () => {
  for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }] as Record<string, string>[]) expect(await here(headers).run(() => publicAction(schema, run)({}, form({ name: 'a' })))).toEqual({ done: 'yes' })
  expect(isSameOrigin(new Headers({ origin: environment().origin }))).toBe(true)
})

// ── what it says ──
test('a field that is wrong is named; what was typed comes back, but no secret', async () => {
  const state = await here().run(() => publicAction(schema, run)({}, form({ name: 'too long', password: 'hunter2' })))
  expect(state).toEqual({ error: 'invalid-input', fields: { name: 'name-too-long' }, values: { name: 'too long' } })
  expect(calls).toBe(0)
})

test('unknown fields, lists and files are not text', async () => {
  const twice = form({ name: 'a' })
  twice.append('name', 'b')
  const file = form({})
  file.append('name', new File(['x'], 'x.txt'))
  for (const wrong of [form({ name: 'a', isAdmin: 'true' }), twice, file, form({})])
    expect(await here().run(() => publicAction(schema, run)({}, wrong))).toMatchObject({ error: 'invalid-input' })
  expect(calls).toBe(0)
})

test('what is no form at all is refused, not an error of ours', async () => {
  for (const wrong of [undefined, null, 'name=a', {}, [], 1] as unknown as FormData[])
    for (const action of [publicAction(schema, run), userAction(schema, run), sudoAction(schema, run)])
      expect(await here().run(() => action({}, wrong))).toEqual({ error: 'invalid-input' })
  await noSudo()
  expect(await here().run(() => sudoAction(schema, run)({}, null as unknown as FormData))).toMatchObject({ error: 'confirm-first', values: {} })
  expect(calls).toBe(0)
})

test('a zero byte is in no name and no value', async () => {
  for (const wrong of [form({ name: 'a\0' }), form({ name: 'a', password: '\0' }), form({ name: 'a', '\0': '' })])
    expect(await here().run(() => publicAction(schema, run)({}, wrong))).toEqual({ error: 'invalid-input' })
  expect(calls).toBe(0)
})

test("React's own fields are left out, and what the action refuses keeps what was typed", async () => {
  const refuse = async (): Promise<FormState> => ({ error: 'no' })
  const sent = form({ $ACTION_REF_1: '', '$ACTION_1:0': '{}', name: 'a', password: 'p' })
  expect(await here().run(() => publicAction(schema, refuse)({}, sent))).toEqual({ error: 'no', values: { name: 'a' } })
})

test('a field by the name of something every object has is a field like any other, and no object learns of it', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.polluted', 'constructor[prototype][polluted]']) {
    const state = await here().run(() => publicAction(schema, run)({}, form({ [name]: 'polluted', name: 'a' })))
    expect(state.error ?? state.done).toMatch(/invalid-input|yes/)
    const data = form({ name: 'too long' })
    data.append(name, 'polluted')
    const refused = await here().run(() => publicAction(z.object({ name: z.string().max(5) }), run)({}, data))
    expect(refused).toMatchObject({ error: 'invalid-input', fields: { name: 'invalid' } })
    expect(Object.getPrototypeOf(refused.values)).toBe(Object.prototype)
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
})

// ── who sends it ──
test.each([['an ordinary', userAction], ['a dangerous', sudoAction]])('%s action keeps what a visitor typed and says where to sign in, to come back to the form', async (_, frame) => {
  jar = new Map()
  const action = frame(schema, run)
  const from = (referer: string | null) => here({ referer }).run(() => action({}, form({ name: 'a', password: 'p' })))
  const first = (confirm: string) => ({ error: 'sign-in-first', values: { name: 'a' }, data: { confirm } })
  expect(await from('http://localhost:3000/manage/account/?x=1')).toEqual(first('/account/login/?next=%2Fmanage%2Faccount%2F%3Fx%3D1'))
  expect(await from('https://evil.example/manage/')).toEqual(first('/account/login/?next=%2F'))
  expect(await from(null)).toEqual(first('/account/login/?next=%2F'))
  expect(calls).toBe(0)
})

test('the action is told who acts, from the session and nowhere else', async () => {
  const told: string[] = []
  const action = userAction(schema, async (me, input, origin) => {
    told.push(me.id, input.name, origin.ip ?? '')
    return {}
  })
  await here().run(() => action({}, form({ name: 'a' })))
  expect(told).toEqual([user.id, 'a', '192.0.2.1'])
})

test('without a fresh confirmation nothing is done and nothing typed is lost', async () => {
  const action = sudoAction(schema, run)
  expect(await here().run(() => action({}, form({ name: 'a' })))).toEqual({ done: 'yes' })
  await noSudo()
  const state = await here({ referer: 'http://localhost:3000/manage/account/' }).run(() => action({}, form({ name: 'abc', password: 'p' })))
  expect(state).toEqual({ error: 'confirm-first', values: { name: 'abc' }, data: { confirm: '/account/reauthenticate/?next=%2Fmanage%2Faccount%2F' } })
  expect(calls).toBe(1)
})

test('a script that sent the form learns from the answer’s head what comes first, whatever the page around the form answers', async () => {
  const told: Record<string, string> = {}
  const response = { headersSent: false, setHeader: (name: string, value: string) => { told[name] = value } } as unknown as ServerResponse
  const send = () => withAnswer(response, () => here({ referer: 'http://localhost:3000/manage/account/' }).run(() => sudoAction(schema, run)({}, form({ name: 'abc' }))))
  await noSudo()
  await send()
  expect(told).toEqual({ 'X-Go-First': 'confirm-first /account/reauthenticate/?next=%2Fmanage%2Faccount%2F' })
  jar = new Map()
  await send()
  expect(told).toEqual({ 'X-Go-First': 'sign-in-first /account/login/?next=%2Fmanage%2Faccount%2F' })
})

const FROM = { referer: 'http://localhost:3000/manage/account/' }
const WITH_KEY = '/account/reauthenticate/?next=%2Fmanage%2Faccount%2F&with=key'

test.each<[SignInMethod, boolean]>([
  ['password', false], ['totp', false], ['security-key', true], ['passkey', true], ['recovery-code', true],
])('of whoever has a key, what cannot be undone takes the key: confirmed by %s, done: %s', async (method, isDone) => {
  await open({ method, aal: 2 })
  const send = () => here(FROM).run(() => sudoByKeyAction(schema, run)({}, form({ name: 'abc' })))
  const show = () => sentTo(here(FROM).run(() => requireSudoByKey()))
  expect([await send(), await show()]).toEqual([{ done: 'yes' }, 'let in'])
  const { id } = await giveSecurityKey(user.id, new Date())
  await db().update(securityKeys).set({ disabledAt: new Date() }).where(eq(securityKeys.id, id))
  await db().update(sessions).set({ sudoAt: new Date(), sudoMethod: method }).where(eq(sessions.userId, user.id))
  expect(await send()).toEqual(isDone ? { done: 'yes' } : { error: 'confirm-first', values: { name: 'abc' }, data: { confirm: WITH_KEY } })
  expect(await show()).toBe(isDone ? 'let in' : WITH_KEY)
  expect(await here(FROM).run(() => sudoAction(schema, run)({}, form({ name: 'abc' }))), 'anything else').toEqual({ done: 'yes' })
})

test('a confirmation by key ends after ten minutes like any other', async () => {
  await open({ method: 'security-key', aal: 2 })
  await db().update(sessions).set({ sudoAt: new Date(Date.now() - 601_000) }).where(eq(sessions.userId, user.id))
  expect(await here(FROM).run(() => sudoByKeyAction(schema, run)({}, form({ name: 'a' })))).toMatchObject({ error: 'confirm-first', data: { confirm: '/account/reauthenticate/?next=%2Fmanage%2Faccount%2F' } })
  await giveSecurityKey(user.id, new Date())
  expect(await here(FROM).run(() => sudoByKeyAction(schema, run)({}, form({ name: 'a' })))).toMatchObject({ data: { confirm: WITH_KEY } })
  expect(calls).toBe(0)
})

// ── pages ──
test('pages send visitors to sign in, disabled people too', async () => {
  expect(await sentTo(here().run(() => requireUser('/manage/account/')))).toBe('let in')
  await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.id))
  expect(await sentTo(here().run(() => requireUser('/manage/account/')))).toBe('/account/login/?next=%2Fmanage%2Faccount%2F')
})

test.each(['x-middleware-subrequest', 'x-middleware-rewrite', 'x-invoke-path', 'rsc', 'next-router-prefetch', 'next-action'])('the header %s opens nothing', async (name) => {
  jar = new Map()
  for (const value of ['1', 'middleware', 'proxy:proxy:proxy:proxy:proxy', '/']) expect(await sentTo(here({ [name]: value }).run(() => requireUser('/x/')))).toBe('/account/login/?next=%2Fx%2F')
})

test('where a second factor is required, members without one reach only what helps to add it', async () => {
  environment().twoFactor = 'required'
  try {
    expect(await sentTo(here().run(() => requireUser('/manage/projects/')))).toBe('/manage/account/#two-factor')
    expect(await sentTo(here().run(() => userAction(schema, run)({}, form({ name: 'a' }))))).toBe('/manage/account/#two-factor')
    expect(await sentTo(here().run(() => requireUser('/manage/account/', { withoutFactor: true })))).toBe('let in')
    await giveTotp(user.id, new Date())
    expect(await sentTo(here().run(() => requireUser('/manage/projects/')))).toBe('let in')
  } finally {
    environment().twoFactor = 'encouraged'
  }
})

test('with a password known from a breach, only what changes it is open, and private things look as they do to a visitor', async () => {
  await giveTotp(user.id, new Date())
  await open({ method: 'totp', aal: 2 })
  expect((await here().run(() => currentMember()))?.id).toBe(user.id)
  await db().update(users).set({ passwordBreachedAt: new Date(), isAdmin: true }).where(eq(users.id, user.id))
  const change = (next: string) => `/account/change-password/?next=${encodeURIComponent(next)}`
  for (const allow of [{}, { withoutFactor: true }]) {
    expect(await sentTo(here().run(() => requireUser('/manage/projects/', allow)))).toBe(change('/manage/projects/'))
    expect(await sentTo(here().run(() => requireSudo('/manage/account/token/', allow)))).toBe(change('/manage/account/token/'))
    const from = here({ referer: 'http://localhost:3000/manage/account/' })
    for (const action of [userAction(schema, run, allow), sudoAction(schema, run, allow)]) expect(await sentTo(from.run(() => action({}, form({ name: 'a' }))))).toBe(change('/manage/account/'))
  }
  expect(await sentTo(here().run(() => requireAdmin('/admin/users/')))).toBe(change('/admin/users/'))
  expect(await sentTo(here().run(() => requireUser('/account/change-password/', { oldPassword: true })))).toBe('let in')
  expect(await here().run(() => currentMember())).toBeNull()
  expect(calls).toBe(0)
})

test('a dangerous page asks for a fresh confirmation', async () => {
  expect(await sentTo(here().run(() => requireSudo('/manage/account/token/')))).toBe('let in')
  await noSudo()
  expect(await sentTo(here().run(() => requireSudo('/manage/account/token/')))).toBe('/account/reauthenticate/?next=%2Fmanage%2Faccount%2Ftoken%2F')
})

test('for people who administer nothing there is no such page; administrators need two factors, whatever the operator asks of others', async () => {
  expect(await here().run(() => findAdmin('/admin/users/'))).toBeNull()
  expect(await sentTo(here().run(() => requireAdmin('/admin/users/')))).toMatch(/404|NOT_FOUND/)
  await db().update(users).set({ isAdmin: true }).where(eq(users.id, user.id))
  expect(await sentTo(here().run(() => findAdmin('/admin/users/')))).toBe('/manage/account/#two-factor')
  await giveTotp(user.id, new Date())
  await open({ method: 'remembered-browser' })
  expect(await sentTo(here().run(() => findAdmin('/admin/users/')))).toBe('/account/reauthenticate/?next=%2Fadmin%2Fusers%2F')
  await open({ method: 'totp', aal: 2 })
  expect(await sentTo(here().run(() => findAdmin('/admin/users/')))).toBe('let in')
})

test('what is recorded of a request comes from our server, without control characters', async () => {
  const origin = await here({ 'x-forwarded-for': '6.6.6.6', 'user-agent': `a\tb${'x'.repeat(999)}`, 'x-request-id': 'id1' }).run(() => requestOrigin())
  expect(origin).toMatchObject({ ip: '192.0.2.1', requestId: 'id1' })
  expect(origin.userAgent).toMatch(/^a bx{397}$/)
})

test('an administrator’s form does nothing for anybody else, though they have just confirmed that it is them', async () => {
  await giveTotp(user.id, new Date())
  await open({ aal: 2, method: 'totp' })
  const ask = () => here().run(() => adminAction(schema, run)({}, form({ name: 'a' })))
  expect(await sentTo(ask())).toContain('404')
  expect(calls).toBe(0)
  await db().update(users).set({ isAdmin: true }).where(eq(users.id, user.id))
  expect(await ask()).toEqual({ done: 'yes' })
})
