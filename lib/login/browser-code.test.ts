import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { db } from '#lib/db/client.ts'
import { browsers, emailAddresses, pendingLogins, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { BROWSER_CODES_PER_DAY } from '#lib/numbers.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { findSession } from '#lib/sessions/sessions.ts'
import { voidPendingLogins } from '#lib/sessions/pending-logins.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveSecurityKey, giveTotp, lettersSent, must, type TestApp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { reviewAbandonedLogins } from './abandoned.ts'
import { confirmBrowser, findBrowserConfirmation, mailAnotherCode } from './browser-code.ts'
import { findPendingLogin, finishLogin, offerKeyChallenge, startLogin } from './login.ts'
import { redeemTicket } from './ticket.ts'

useDatabase()
const PASSWORD = 'correct horse battery staple'
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
let network = 0
let origin: Origin = nowhere
let user: TestUser
let app: TestApp

beforeEach(async () => {
  environment().confirmNewBrowsers = true
  origin = { ip: `10.9.${network >> 8}.${network++ & 255}`, userAgent: firefox, requestId: null }
  const before = later(-86_400)
  user = await makeUser({ passwordHash: await hashPassword(PASSWORD), createdAt: before, passwordChangedAt: before, lastLoginAt: before })
  app = await giveTotp(user.id, later(-600))
  await lettersSent()
})
afterEach(() => { environment().confirmNewBrowsers = false })

const begin = async (at = start, browser: string | null = null) => must(await startLogin({ login: user.username, password: PASSWORD, next: '/x/' }, browser, origin, at))
const giveCode = (cookie: string, at = start) => finishLogin(cookie, { method: 'totp', code: app.codeAt(at) }, origin, at)
const due = { ok: false, error: 'browser-code-due' }

/** Password and app are right; the cookie of a sign-in that waits for its mailed code. */
async function untilMail(at = start): Promise<string> {
  const { cookie } = await begin(at)
  expect(await giveCode(cookie, at)).toEqual(due)
  return cookie
}
async function letters(at = start) {
  return (await lettersTo(`${user.username}@example.org`, at)).filter(({ subject }) => subject === 'Code to sign in from a new browser')
}
const mailed = async (at = start) => /^\d{6}$/m.exec((await letters(at)).at(-1)?.text ?? '')?.[0] ?? ''
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const enter = (cookie: string, code: string, at = later(20)) => confirmBrowser(cookie, code, origin, at)
const redeem = (ticket: string, cookie: string, remember = false, browser: string | null = null) => redeemTicket(ticket, { pending: cookie, browser, session: null }, remember, origin, later(30))

// ── the way through ──
test('a code of an app from an unknown browser opens nothing until the mailed code is entered; then two factors are proved', async () => {
  const cookie = await untilMail()
  expect(await findBrowserConfirmation(cookie, start)).toEqual({ username: user.username, method: 'totp', canSendAgain: true })
  expect((await findPendingLogin(cookie, start))?.isCodeDue).toBe(true)
  const code = await mailed()
  const { ticket, next } = must(await enter(cookie, code))
  expect(next).toBe('/x/')
  const { session, browser } = must(await redeem(ticket, cookie))
  expect((await findSession(session, later(31)))?.session).toMatchObject({ aal: 2, method: 'totp' })
  expect(await eventsOf(user.id)).toContain('login.browser-code-sent')

  const again = await begin(later(60), browser)
  expect((await giveCode(again.cookie, later(60))).ok).toBe(true)
})

test('the letter names what waits, and says what to do if it was somebody else', async () => {
  await untilMail()
  const [letter] = await letters()
  expect(letter?.text).toContain(`From: ${origin.ip}`)
  expect(letter?.text).toContain('Browser: Firefox · Linux')
  expect(letter?.text).toMatch(/\/account\/not-me\/\?token=/)
  expect(letter?.subject).not.toMatch(/\d/)
})

test('neither the queue nor a table holds the code', async () => {
  const cookie = await untilMail()
  const queued = JSON.stringify(await lettersSent())
  await mailAnotherCode(cookie, origin, start)
  const code = await mailed()
  const rows = JSON.stringify(await db().select().from(pendingLogins).where(eq(pendingLogins.userId, user.id)))
  expect(code).toMatch(/^\d{6}$/)
  expect(queued + rows).not.toContain(code)
})

test('spaces and dashes do not matter, anything else does', async () => {
  const cookie = await untilMail()
  const code = await mailed()
  for (const typed of ['', code.slice(1), `${code}0`, `0${code}`]) expect(await confirmBrowser(cookie, typed, { ...origin, ip: '10.1.1.1' }, start)).toEqual({ ok: false, error: 'wrong-browser-code' })
  const other = await untilMail(later(60))
  const second = await mailed(later(60))
  expect((await enter(other, ` ${second.slice(0, 3)}-${second.slice(3)}`, later(70))).ok).toBe(true)
})

test('a password alone is asked for the code too; a recovery code as well', async () => {
  const plain = await makeUser({ passwordHash: await hashPassword(PASSWORD), lastLoginAt: later(-60) })
  const started = must(await startLogin({ login: plain.username, password: PASSWORD, next: '' }, null, origin, start))
  expect(started.ticket).toBeNull()
  expect((await findPendingLogin(started.cookie, start))?.isCodeDue).toBe(true)
  expect(await finishLogin(started.cookie, { method: 'totp', code: '000000' }, origin, start)).toEqual({ ok: false, error: 'wrong-code' })

  const [code = ''] = await giveRecoveryCodes(user.id, later(-60))
  await lettersSent()
  const { cookie } = await begin()
  expect(await finishLogin(cookie, { method: 'recovery-code', code }, origin, start)).toEqual(due)
  expect((await findBrowserConfirmation(cookie, start))?.method).toBe('recovery-code')
})

// ── who is exempt ──
test('a key cannot be relayed: no code, also after one was asked for', async () => {
  const { key } = await giveSecurityKey(user.id, later(-300))
  const { cookie } = await begin()
  const touch = async (of: string) => key.sign(must(await offerKeyChallenge(of, start)), environment().origin)
  expect((await finishLogin(cookie, { method: 'security-key', response: await touch(cookie) }, origin, start)).ok).toBe(true)
  const other = await untilMail()
  expect((await finishLogin(other, { method: 'security-key', response: await touch(other) }, origin, start)).ok).toBe(true)
})

test('off, at the very first sign-in, and where no letter would arrive, the factors have to do', async () => {
  environment().confirmNewBrowsers = false
  expect((await giveCode((await begin()).cookie)).ok).toBe(true)
  environment().confirmNewBrowsers = true
  await db().update(users).set({ lastLoginAt: null }).where(eq(users.id, user.id))
  expect((await giveCode((await begin()).cookie, later(30))).ok).toBe(true)
  await db().update(users).set({ lastLoginAt: start }).where(eq(users.id, user.id))
  await db().update(emailAddresses).set({ verifiedAt: null }).where(eq(emailAddresses.userId, user.id))
  expect((await giveCode((await begin()).cookie, later(60))).ok).toBe(true)
})

test('a browser that was forgotten between the steps is not known any more', async () => {
  environment().confirmNewBrowsers = false
  const first = await begin(later(-60))
  const { browser } = must(await redeemTicket(must(await giveCode(first.cookie, later(-60))).ticket, { pending: first.cookie, browser: null, session: null }, false, origin, later(-60)))
  environment().confirmNewBrowsers = true
  const { cookie } = await begin(start, browser)
  await db().update(browsers).set({ revokedAt: start }).where(eq(browsers.userId, user.id))
  expect(await giveCode(cookie)).toEqual(due)
})

// ── guessing ──
test('wrong codes are counted in the attempts of the sign-in: its owner is told, and even the right one is too late', async () => {
  const cookie = await untilMail()
  const code = await mailed()
  for (let n = 0; n < 4; n++) expect(await enter(cookie, wrong(code))).toEqual({ ok: false, error: 'wrong-browser-code' })
  expect(await enter(cookie, code)).toEqual({ ok: false, error: 'expired' })
  expect((await lettersSent()).map((letter) => 'kind' in letter && letter.kind)).toContain('second-factor-failures')
  expect((await eventsOf(user.id)).filter((action) => action === 'login.browser-code-failed')).toHaveLength(4)
})

test('and in the limits of the second factor, for the account and for the network', async () => {
  for (let n = 0; n < 2; n++) {
    const at = later(n * 30)
    const cookie = await untilMail(at)
    const code = await mailed(at)
    for (let m = 0; m < 2; m++) await enter(cookie, wrong(code), at)
  }
  const cookie = await untilMail(later(60))
  const code = await mailed(later(60))
  expect(await enter(cookie, wrong(code), later(61))).toEqual({ ok: false, error: 'wrong-browser-code' })
  expect(await enter(cookie, code, later(62))).toEqual({ ok: false, error: 'throttled' })
})

test('what was right weighs nothing: five sign-ins in five minutes', async () => {
  for (let n = 0; n < 6; n++) {
    const at = later(n * 30)
    expect((await enter(await untilMail(at), await mailed(at), at)).ok).toBe(true)
  }
})

test('of twenty entering the right code at once one gets a ticket', async () => {
  const cookie = await untilMail()
  const code = await mailed()
  const answers = await whileWritesWait(['pending_logins'], () => Array.from({ length: 20 }, (_, n) => confirmBrowser(cookie, code, { ...origin, ip: `10.8.${n}.1` }, later(20))))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(await enter(cookie, code)).toEqual({ ok: false, error: 'expired' })
})

// ── whose it is, and how long ──
test('a code is of one sign-in: with another cookie, or none, it is nothing', async () => {
  const mine = await untilMail()
  const code = await mailed()
  const other = await untilMail(later(30))
  expect(await enter(other, code, later(31))).toEqual({ ok: false, error: 'wrong-browser-code' })
  for (const cookie of [null, 'made-up']) expect(await confirmBrowser(cookie, code, origin, later(31))).toEqual({ ok: false, error: 'expired' })
  const { cookie } = await begin(later(32))
  expect(await enter(cookie, '000000', later(33))).toEqual({ ok: false, error: 'expired' })
  expect(await findBrowserConfirmation(cookie, later(33))).toBeNull()
  expect((await enter(mine, code, later(34))).ok).toBe(true)
})

test('ten minutes, and not one second more', async () => {
  const one = await untilMail()
  const tooLate = await mailed()
  const other = await untilMail(later(30))
  const code = await mailed(later(30))
  expect((await enter(other, code, later(629))).ok).toBe(true)
  expect(await enter(one, tooLate, later(600))).toEqual({ ok: false, error: 'expired' })
})

test('what voids half-done sign-ins voids this one, and its letter is not sent any more', async () => {
  const cookie = await untilMail()
  await db().transaction((tx) => voidPendingLogins(tx, user.id, start))
  expect(await letters()).toEqual([])
  expect(await enter(cookie, '000000')).toEqual({ ok: false, error: 'expired' })
})

test('a letter that comes too late does not come', async () => {
  await untilMail()
  expect(await letters(later(600))).toEqual([])
})

// ── another letter ──
test('another code makes the one before useless, and has ten minutes of its own; three for a sign-in', async () => {
  const cookie = await untilMail()
  const first = await mailed()
  expect((await mailAnotherCode(cookie, origin, later(590))).ok).toBe(true)
  const second = await mailed(later(590))
  expect(second).not.toBe(first)
  expect(await enter(cookie, first, later(595))).toEqual({ ok: false, error: 'wrong-browser-code' })
  expect((await mailAnotherCode(cookie, origin, later(600))).ok).toBe(true)
  expect((await findBrowserConfirmation(cookie, later(600)))?.canSendAgain).toBe(false)
  expect(await mailAnotherCode(cookie, origin, later(600))).toEqual({ ok: false, error: 'no-more-codes' })
  expect((await enter(cookie, await mailed(later(600)), later(1190))).ok).toBe(true)
})

test('nobody can ask for a letter before the factors were right', async () => {
  const { cookie } = await begin()
  for (const given of [cookie, null, 'made-up']) expect(await mailAnotherCode(given, origin, start)).toEqual({ ok: false, error: 'expired' })
  expect(await lettersSent()).toEqual([])
})

test('of twenty asking for another at once two get one', async () => {
  const cookie = await untilMail()
  await lettersSent()
  const answers = await whileWritesWait(['pending_logins'], () => Array.from({ length: 20 }, () => mailAnotherCode(cookie, origin, start)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(2)
  expect(await lettersSent()).toHaveLength(2)
})

test('ten letters a day for an account, however many sign-ins ask; the right factor once more sends none', async () => {
  const cookie = await untilMail()
  expect(await giveCode(cookie, later(30))).toEqual(due)
  expect(await lettersSent()).toHaveLength(1)
  await db().update(pendingLogins).set({ codesMailed: BROWSER_CODES_PER_DAY }).where(eq(pendingLogins.userId, user.id))
  expect(await giveCode((await begin(later(60))).cookie, later(60))).toEqual({ ok: false, error: 'throttled' })
  expect(await lettersSent()).toEqual([])
  const nextDay = later(86_401)
  expect(await giveCode((await begin(nextDay)).cookie, nextDay)).toEqual(due)
})

test('a code that nobody entered is an event; its letter has told already', async () => {
  await untilMail()
  await lettersSent()
  await reviewAbandonedLogins(later(601))
  expect(await eventsOf(user.id)).toContain('login.abandoned')
  expect((await lettersSent()).filter((letter) => 'userId' in letter && letter.userId === user.id)).toEqual([])
})

test('remembering the browser is for an app, confirmed or not', async () => {
  const cookie = await untilMail()
  const { browser } = must(await redeem(must(await enter(cookie, await mailed())).ticket, cookie, true))
  expect((await begin(later(60), browser)).ticket).not.toBeNull()
})
