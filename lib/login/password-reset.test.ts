import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { hashPassword, verifyPassword } from '#lib/accounts/passwords.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { issueLink } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { meetBrowser, knownBrowser } from '#lib/sessions/browsers.ts'
import { listSessions } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { startLogin } from './login.ts'
import { findReset, offerResetChallenge, resetPassword } from './password-reset.ts'
import { redeemTicket } from './ticket.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const OLD = 'correct horse battery staple'
const NEW = 'seven purple elephants dancing'
const ORIGIN = 'http://localhost:3000'
const invalid = { ok: false, error: 'link-invalid' }
let passwordHash = ''
let network = 0
let letters = 0
let origin = nowhere

beforeEach(async () => {
  passwordHash ||= await hashPassword(OLD)
  origin = { ...nowhere, ip: `10.5.0.${++network}` }
})

const person = () => makeUser({ passwordHash })
async function linkFor(user: TestUser): Promise<string> {
  must(await requestPasswordReset(user.username, origin, start))
  const sentAt = new Date(start.getTime() - 1000 + ++letters) // letters are found in the order in which they were sent
  return (await lettersTo(`${user.username}@example.org`, sentAt)).findLast((l) => l.link?.includes('/reset-password/'))?.token ?? ''
}
async function isPasswordOf(user: TestUser, password: string) {
  const [row] = await db().select().from(users).where(eq(users.id, user.id))
  return verifyPassword(row?.passwordHash ?? null, password)
}

test('the link sets a new password, ends all access, and signs nobody in', async () => {
  const user = await person()
  await giveSession(user.id, start)
  const browser = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  const token = await linkFor(user)
  expect(await findReset(token, later(1))).toEqual({ username: user.username, steps: [] })
  expect(await resetPassword(token, NEW, null, origin, later(1))).toEqual({ ok: true, value: undefined })
  expect(await isPasswordOf(user, NEW)).toBe(true)
  expect(await listSessions(user.id, later(1))).toEqual([])
  expect(await knownBrowser(db(), user.id, browser.token, later(1))).toBeNull()
  expect(await eventsOf(user.id)).toContain('password.reset')
  expect((await lettersTo(`${user.username}@example.org`, later(1))).map((l) => l.subject)).toContain('Your password was changed')
  expect(await resetPassword(token, NEW, null, origin, later(2))).toEqual(invalid)
  expect(await findReset(token, later(2))).toBeNull()
})

test('it works for an hour', async () => {
  const user = await person()
  const token = await linkFor(user)
  expect(await findReset(token, later(3598))).not.toBeNull()
  expect(await resetPassword(token, NEW, null, origin, later(3600))).toEqual(invalid)
})

test('with a second factor the link alone does nothing, and a wrong answer leaves it good', async () => {
  const user = await person()
  const codes = await giveRecoveryCodes(user.id, later(-500))
  const app = await giveTotp(user.id, later(-300))
  const token = await linkFor(user)
  expect((await findReset(token, start))?.steps).toEqual(['totp', 'recovery-code'])
  expect(await resetPassword(token, NEW, null, origin, start)).toEqual({ ok: false, error: 'factor-needed' })
  expect(await resetPassword(token, NEW, { method: 'totp', code: '000000' }, origin, start)).toEqual({ ok: false, error: 'wrong-code' })
  expect(await resetPassword(token, NEW, { method: 'recovery-code', code: 'x' }, origin, start)).toEqual({ ok: false, error: 'wrong-recovery-code' })
  expect(await isPasswordOf(user, OLD)).toBe(true)
  expect((await resetPassword(token, NEW, { method: 'totp', code: app.codeAt(start) }, origin, start)).ok).toBe(true)
  expect(await isPasswordOf(user, NEW)).toBe(true)

  const another = await linkFor(user)
  expect((await resetPassword(another, OLD, { method: 'recovery-code', code: codes[0] ?? '' }, origin, start)).ok).toBe(true)
  // Who brings a link and not the password is not told which codes once were good.
  expect(await resetPassword(await linkFor(user), NEW, { method: 'recovery-code', code: codes[0] ?? '' }, origin, start)).toEqual({ ok: false, error: 'wrong-recovery-code' })
})

test('a key answers for its link only', async () => {
  const user = await person()
  const { key } = await giveSecurityKey(user.id, later(-300))
  const [token, other] = [await linkFor(user), await linkFor(user)]
  const response = key.sign(must(await offerResetChallenge(other, start)), ORIGIN)
  expect(await resetPassword(token, NEW, { method: 'security-key', response }, origin, start)).toEqual({ ok: false, error: 'wrong-key' })
  const right = key.sign(must(await offerResetChallenge(token, start)), ORIGIN)
  expect((await resetPassword(token, NEW, { method: 'security-key', response: right }, origin, start)).ok).toBe(true)
})

test('whoever has the link and not the factor is told of: to every address, once an hour, five times a day', async () => {
  const user = await person()
  await giveTotp(user.id, later(-300))
  const token = await linkFor(user)
  const hour = 3600
  const told = async () => (await lettersTo(`${user.username}@example.org`, later(30 * hour))).filter(({ subject }) => subject === 'Your password was not reset').length
  const fail = async (at: number) => {
    const link = at < hour ? token : await issueLink(db(), { purpose: 'reset-password', userId: user.id, expiresAt: later(at + 60) })
    expect(await resetPassword(link, NEW, { method: 'totp', code: '000000' }, origin, later(at))).toEqual({ ok: false, error: 'wrong-code' })
    return told()
  }
  expect([await fail(0), await fail(1), await fail(2), await fail(3)]).toEqual([1, 1, 1, 1])
  expect((await lettersTo(`${user.username}@example.org`, start)).at(-1)?.text).toMatch(/did not pass the second factor[^]*From: 10\.5\.0\.\d+[^]*\/not-me\//)
  expect([await fail(hour), await fail(2 * hour), await fail(3 * hour), await fail(4 * hour), await fail(5 * hour)]).toEqual([2, 3, 4, 5, 5])
  expect(await fail(25 * hour)).toBe(6)
  expect((await eventsOf(user.id)).filter((action) => action === 'password.reset-refused')).toHaveLength(10)
})

test('codes guessed here count against the account', async () => {
  const user = await person()
  const app = await giveTotp(user.id, later(-300))
  const token = await linkFor(user)
  for (let i = 0; i < 5; i++) await resetPassword(token, NEW, { method: 'totp', code: '000000' }, { ...nowhere, ip: `10.6.${i}.1` }, start)
  expect(await resetPassword(token, NEW, { method: 'totp', code: app.codeAt(start) }, origin, start)).toEqual({ ok: false, error: 'throttled' })
})

test('of twenty at once one changes the password', async () => {
  const user = await person()
  const token = await linkFor(user)
  const answers = await whileWritesWait(['mailed_links'], () =>
    Array.from({ length: 20 }, (_, n) => resetPassword(token, `${NEW} ${n}`, null, { ...nowhere, ip: `10.7.0.${n}` }, later(1))))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
})

test('a weak password does not use the link up', async () => {
  const user = await person()
  const token = await linkFor(user)
  expect(await resetPassword(token, 'passwordpassword', null, origin, start)).toEqual({ ok: false, error: 'password-common' })
  expect(await findReset(token, start)).not.toBeNull()
})

test('whoever signed in since does not need the link: it is dead; so it is for a disabled user', async () => {
  const user = await person()
  const token = await linkFor(user)
  const { cookie, ticket } = must(await startLogin({ login: user.username, password: OLD, next: '' }, null, origin, start))
  must(await redeemTicket(ticket ?? '', { pending: cookie, browser: null, session: null }, false, origin, start))
  expect(await findReset(token, later(1))).toBeNull()

  const other = await person()
  const theirs = await linkFor(other)
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, other.id))
  expect(await resetPassword(theirs, NEW, null, origin, later(1))).toEqual(invalid)
})
