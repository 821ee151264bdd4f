import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { changePassword } from '#lib/accounts/password-change.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, sessions, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { issueLink } from '#lib/mail/links.ts'
import { BREACH_CHECK_AT_SIGN_IN_MS } from '#lib/numbers.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { findSession, type Session } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { sideBySide } from '#lib/testing/races.ts'
import { type RangeService, sha1, startRangeService } from '#lib/testing/range-service.ts'
import { eventsOf, giveSession, giveTotp, lettersSent, must, type TestApp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { replacePassword, wayToNewPassword } from './forced-change.ts'
import { finishLogin, startLogin } from './login.ts'
import { resetPassword } from './password-reset.ts'
import { redeemTicket } from './ticket.ts'

useDatabase()
const BREACHED = 'correct horse battery staple'
const NEXT = 'seven unrelated pelicans knitting'
const now = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
let service: RangeService
let network = 0
let origin: Origin = nowhere

beforeEach(async () => {
  origin = { ip: `10.7.${network >> 8}.${network++ & 255}`, userAgent: 'Firefox', requestId: null }
  await use(await startRangeService([BREACHED]))
  await lettersSent()
})
afterEach(() => service.close())

async function use(other: RangeService): Promise<void> {
  if (service) await service.close()
  service = other
  environment().breachCheckUrl = other.url
}

const person = async (also: Parameters<typeof makeUser>[0] = {}) =>
  makeUser({ passwordHash: await hashPassword(BREACHED), createdAt: later(-86_400), passwordChangedAt: later(-86_400), ...also })
const begin = (user: TestUser, password = BREACHED, at = now) => startLogin({ login: user.username, password, next: '' }, null, origin, at)
const rowOf = async ({ id }: TestUser) => (await db().select().from(users).where(eq(users.id, id)))[0]
const isMarked = async (user: TestUser) => (await rowOf(user))?.passwordBreachedAt != null
const breachLetters = async () => (await lettersSent()).filter((letter) => 'kind' in letter && letter.kind === 'password-breached')

async function withApp(): Promise<{ user: TestUser; app: TestApp }> {
  const user = await person()
  return { user, app: await giveTotp(user.id, later(-300)) }
}

/** The session at the end of a whole sign-in, read anew as each request reads it. */
async function signIn(user: TestUser, app?: TestApp) {
  const started = must(await begin(user))
  const ticket = started.ticket ?? must(await finishLogin(started.cookie, { method: 'totp', code: app?.codeAt(now) ?? '' }, origin, now)).ticket
  const cookies = { pending: started.cookie, browser: null, session: null }
  const { session } = must(await redeemTicket(ticket, cookies, false, origin, now))
  const found = await findSession(session, later(1))
  if (!found) throw new Error('No session.')
  return found
}

const actor = (user: TestUser, session: Session) => ({ id: user.id, session })

// ── the look-up ──
test('a right password that is known from a breach marks the account; the service learns five digits of its hash', async () => {
  const user = await person()
  expect((await begin(user)).ok).toBe(true)
  expect(await isMarked(user)).toBe(true)
  expect(service.asked).toEqual([`/range/${sha1(BREACHED).slice(0, 5)}`])
  expect(await eventsOf(user.id)).toContain('password.breached')
})

test('a wrong password is never asked about, and one that is not listed leaves no mark', async () => {
  const user = await person()
  await begin(user, 'wrong horse battery staple')
  expect(service.asked).toEqual([])
  const other = await person({ passwordHash: await hashPassword(NEXT) })
  expect((await begin(other, NEXT)).ok).toBe(true)
  expect(service.asked).toHaveLength(1)
  expect([await isMarked(user), await isMarked(other)]).toEqual([false, false])
})

test('of twenty sign-ins at once, one marks and one letter is sent; the next ask nobody', async () => {
  const user = await person()
  await Promise.all((await sideBySide(20, async (n) => ({ ...origin, ip: `10.8.${n}.1` }))).map((from) =>
    startLogin({ login: user.username, password: BREACHED, next: '' }, null, from, now)))
  expect(await breachLetters()).toMatchObject([{ userId: user.id, to: 'all' }])
  const asked = service.asked.length
  expect((await begin(user)).ok).toBe(true)
  expect(service.asked).toHaveLength(asked)
  expect(await breachLetters()).toEqual([])
})

test('a password that was changed while the list was asked is not blamed, and signs nobody in', async () => {
  const user = await person()
  await use(await startRangeService([BREACHED], (response, body) => {
    void db().update(users).set({ passwordChangedAt: now }).where(eq(users.id, user.id)).then(() => response.end(body))
  }))
  expect(await begin(user)).toEqual({ ok: false, error: 'wrong-credentials' })
  expect(await isMarked(user)).toBe(false)
})

test('so is one that was taken away by "This was not me" meanwhile', async () => {
  const user = await person()
  await use(await startRangeService([], (response, body) => {
    void db().update(users).set({ passwordHash: null }).where(eq(users.id, user.id)).then(() => response.end(body))
  }))
  expect(await begin(user)).toEqual({ ok: false, error: 'wrong-credentials' })
})

test.each([
  ['is away', async () => { const gone = await startRangeService([]); await gone.close(); return gone }],
  ['never answers', () => startRangeService([BREACHED], () => {})],
  ['never ends its answer', () => startRangeService([BREACHED], (response, body) => void response.write(body))],
  ['answers with trouble', () => startRangeService([BREACHED], (response, body) => void response.writeHead(503).end(body))],
  ['sends elsewhere', () => startRangeService([BREACHED], (response, body) => {
    const [, folder, prefix] = response.req.url?.split('/') ?? []
    if (folder === 'range') response.writeHead(302, { location: `/elsewhere/${prefix}` }).end()
    else response.end(body)
  })],
])('a service that %s lets the password pass, with one line in the log', async (_what, start) => {
  await use(await start())
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const deadline = vi.spyOn(AbortSignal, 'timeout')
  const user = await person()
  expect((await begin(user)).ok).toBe(true)
  expect(await isMarked(user)).toBe(false)
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^password breach check skipped: [^\n]+$/)]])
  expect(deadline.mock.calls).toEqual([[BREACH_CHECK_AT_SIGN_IN_MS]])
  vi.restoreAllMocks()
})

test('without BREACH_CHECK_URL nobody is asked', async () => {
  environment().breachCheckUrl = null
  const user = await person()
  expect((await begin(user)).ok).toBe(true)
  expect(await isMarked(user)).toBe(false)
})

// ── until it is changed ──
test('every session of the account is held back, those that were open too, until the password is another', async () => {
  const { user, app } = await withApp()
  const before = await giveSession(user.id, later(-60))
  const { session, user: who } = await signIn(user, app)
  expect(who.mustChangePassword).toBe(true)
  expect(await db().select().from(sessions).where(eq(sessions.publicId, before.publicId))).toMatchObject([{ revokedAt: null }])

  const { cookie } = must(await replacePassword(actor(user, session), { currentPassword: BREACHED, newPassword: NEXT }, origin, later(2)))
  expect((await findSession(cookie, later(3)))?.user.mustChangePassword).toBe(false)
  expect(await isMarked(user)).toBe(false)
})

test('the same password again is not another one, even while the list is silent', async () => {
  const { user, app } = await withApp()
  const { session } = await signIn(user, app)
  environment().breachCheckUrl = null
  expect(await replacePassword(actor(user, session), { currentPassword: BREACHED, newPassword: BREACHED }, origin, later(2))).toEqual({ ok: false, error: 'password-breached' })
  const token = await issueLink(db(), { purpose: 'reset-password', userId: user.id, expiresAt: later(600) })
  const code = { method: 'totp' as const, code: app.codeAt(later(30)) }
  expect(await resetPassword(token, BREACHED, code, origin, later(30))).toEqual({ ok: false, error: 'password-breached' })
  expect((await resetPassword(token, NEXT, code, origin, later(30))).ok).toBe(true)
  expect(await isMarked(user)).toBe(false)
})

test('with a second factor: here, after the factor; a session that proved none is asked for it', async () => {
  const { user, app } = await withApp()
  const { session } = await signIn(user, app)
  expect(await wayToNewPassword(actor(user, session), later(2))).toBe('here')
  const half = actor(user, { ...session, aal: 1 })
  expect(await wayToNewPassword(half, later(2))).toBe('confirm-first')
  expect(await wayToNewPassword(actor(user, session), later(601))).toBe('confirm-first')
  expect(await replacePassword(half, { currentPassword: BREACHED, newPassword: NEXT }, origin, later(2))).toEqual({ ok: false, error: 'confirm-first' })
  expect(await isMarked(user)).toBe(true)
})

test('without one: by mail, for whoever has the list has the password too', async () => {
  const user = await person()
  const { session } = await signIn(user)
  expect(await replacePassword(actor(user, session), { currentPassword: BREACHED, newPassword: NEXT }, origin, later(2))).toEqual({ ok: false, error: 'mail' })
  await db().update(emailAddresses).set({ verifiedAt: null }).where(eq(emailAddresses.userId, user.id))
  expect((await replacePassword(actor(user, session), { currentPassword: BREACHED, newPassword: NEXT }, origin, later(2))).ok).toBe(true)
})

test('a change of one\'s own will clears the mark as well', async () => {
  const user = await person()
  const { session } = await signIn(user)
  expect((await changePassword(actor(user, session), { currentPassword: BREACHED, newPassword: NEXT }, origin, later(2))).ok).toBe(true)
  expect(await isMarked(user)).toBe(false)
})
