import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { pendingLogins, rateLimits, sessions, users } from '#lib/db/schema.ts'
import { lockPerson } from '#lib/accounts/people.ts'
import { hashPassword, needsRehash } from '#lib/accounts/passwords.ts'
import { changePassword } from '#lib/accounts/password-change.ts'
import { nowhere } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { listBrowsers } from '#lib/sessions/browsers.ts'
import { findSession, listSessions } from '#lib/sessions/sessions.ts'
import { hasSudo } from '#lib/sessions/sudo.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { pause, sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, must, type TestApp } from '#lib/testing/second-factors.ts'
import { passkey, softwareKey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { removeTotp, renameTotp } from '#lib/two-factor/totp-apps.ts'
import { findPendingLogin, finishLogin, offerKeyChallenge, startLogin } from './login.ts'
import { takeAttempt } from './pending.ts'
import { type BroughtCookies, redeemTicket } from './ticket.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const PASSWORD = 'correct horse battery staple'
const ORIGIN = 'http://localhost:3000'
const none: BroughtCookies = { pending: null, browser: null, session: null }
let passwordHash = ''
let network = 0
/** Each test sits on a network of its own, or the limits of one would stop another. */
let origin = nowhere

beforeEach(async () => {
  passwordHash ||= await hashPassword(PASSWORD)
  origin = { ip: `10.0.${Math.floor(++network / 250)}.${network % 250}`, userAgent: 'Firefox', requestId: null }
})

const person = (also: Parameters<typeof makeUser>[0] = {}) => makeUser({ passwordHash, createdAt: new Date(start.getTime() - 86_400_000), ...also })
const begin = (user: TestUser, browser: string | null = null, now = start, password = PASSWORD) => startLogin({ login: user.username, password, next: '/manage/projects/' }, browser, origin, now)
const redeem = (ticket: string, pending: string | null, also: Partial<BroughtCookies> = {}, remember = false, now = later(2)) => redeemTicket(ticket, { ...none, pending, ...also }, remember, origin, now)

async function withApp(): Promise<{ user: TestUser; app: TestApp }> {
  const user = await person()
  return { user, app: await giveTotp(user.id, later(-300)) }
}

async function signIn(user: TestUser, app: TestApp, browser: string | null, now: Date, remember = false) {
  const { cookie } = must(await begin(user, browser, now))
  const { ticket } = must(await finishLogin(cookie, { method: 'totp', code: app.codeAt(now) }, origin, now))
  return must(await redeem(ticket, cookie, { browser }, remember, now))
}

// ── the first step ──
test('a right password without a second factor: the same machine, a session of one factor', async () => {
  const user = await person()
  const { cookie, ticket, next } = must(await begin(user))
  expect(next).toBe('/manage/projects/')
  const { session } = must(await redeem(ticket ?? '', cookie))
  expect((await findSession(session, later(3)))?.session).toMatchObject({ userId: user.id, aal: 1, method: 'password' })
})

test('one signs in with the user name in any case, or with a confirmed address; never with one that is only claimed', async () => {
  const user = await person()
  const other = await person({ confirmed: false })
  for (const login of [user.username.toUpperCase(), `${user.username}@EXAMPLE.org`]) expect((await startLogin({ login, password: PASSWORD, next: '' }, null, origin, start)).ok).toBe(true)
  expect(await startLogin({ login: `${other.username}@example.org`, password: PASSWORD, next: '' }, null, origin, start)).toEqual({ ok: false, error: 'wrong-credentials' })
})

test('a wrong password, an unknown and a disabled user are answered alike, after the same work', async () => {
  const [user, disabled] = [await person(), await person({ disabledAt: start })]
  const tries: [string, string][] = [[user.username, 'wrong horse battery staple'], ['nobody-at-all', PASSWORD], [disabled.username, PASSWORD]]
  const work: number[] = []
  for (const [login, password] of tries) {
    const began = process.cpuUsage()
    for (let i = 0; i < 3; i++) expect(await startLogin({ login, password, next: '' }, null, origin, start)).toEqual({ ok: false, error: 'wrong-credentials' })
    const { user: spent, system } = process.cpuUsage(began)
    work.push(spent + system)
  }
  expect(Math.max(...work) / Math.min(...work)).toBeLessThan(4)
  expect(await db().$count(pendingLogins, eq(pendingLogins.userId, disabled.id))).toBe(0)
})

test('a hash with less work behind it is made anew at sign-in', async () => {
  const { hash } = await import('@node-rs/argon2')
  const { createHmac } = await import('node:crypto')
  const { deriveKey } = await import('#lib/protocol/sealed.ts')
  const { environment } = await import('#lib/env.ts')
  const peppered = createHmac('sha256', deriveKey(environment().secretsKey, 'password pepper').bytes).update(PASSWORD).digest('base64')
  const user = await makeUser({ passwordHash: await hash(peppered, { memoryCost: 8192, timeCost: 1, parallelism: 1 }) })
  expect((await begin(user)).ok).toBe(true)
  const [row] = await db().select().from(users).where(eq(users.id, user.id))
  expect(needsRehash(row?.passwordHash ?? '')).toBe(false)
  expect((await begin(user)).ok).toBe(true)
})

// ── throttling ──
test('ten wrong passwords in five minutes, of twenty at once; then even the right one waits', async () => {
  const user = await person()
  const answers = await sideBySide(20, () => begin(user, null, start, 'wrong'))
  expect(answers.filter((a) => !a.ok && a.error === 'wrong-credentials')).toHaveLength(10)
  expect(await begin(user)).toEqual({ ok: false, error: 'throttled' })
  expect((await begin(user, null, later(301))).ok).toBe(true)
})

test('ten wrong passwords from one network, whoever they are for, and nobody signs in from there for a while', async () => {
  for (let n = 0; n < 10; n++) await startLogin({ login: `nobody-${n}`, password: 'x', next: '' }, null, origin, start)
  expect(await begin(await person())).toEqual({ ok: false, error: 'throttled' })
})

test('the window of an account and a network is its own: a success elsewhere in that network does not shorten it', async () => {
  const [user, other] = [await person(), await person()]
  for (let n = 0; n < 10; n++) await begin(user, null, start, 'wrong')
  await db().delete(rateLimits).where(eq(rateLimits.key, `passwordPerNetwork:${origin.ip}:300`))
  expect(await begin(user)).toEqual({ ok: false, error: 'throttled' })
  expect((await begin(other)).ok).toBe(true)
})

test('ten wrong codes from one network, for whichever accounts, and even a right one has to wait', async () => {
  const here = { ...origin, ip: '10.77.0.1' }
  for (let n = 0; n < 10; n++) {
    const { user } = await withApp()
    const { cookie } = must(await begin(user))
    expect(await finishLogin(cookie, { method: 'totp', code: '000000' }, here, start)).toEqual({ ok: false, error: 'wrong-code' })
    origin = { ...nowhere, ip: `10.78.0.${n}` }
  }
  const { user, app } = await withApp()
  const { cookie } = must(await begin(user))
  expect(await finishLogin(cookie, { method: 'totp', code: app.codeAt(start) }, here, start)).toEqual({ ok: false, error: 'throttled' })
})

test('unknown users are throttled like known ones', async () => {
  const answers = await sideBySide(12, () => startLogin({ login: 'nobody', password: 'x', next: '' }, null, origin, start))
  expect(answers.filter((a) => !a.ok && a.error === 'wrong-credentials')).toHaveLength(10)
})

test('a /64 of IPv6 is one network', async () => {
  const user = await person()
  for (let n = 0; n < 12; n++) {
    origin = { ...nowhere, ip: `2001:db8:0:7::${n}` }
    await begin(user, null, start, 'wrong')
  }
  expect(await begin(user)).toEqual({ ok: false, error: 'throttled' })
})

test('strangers from many networks cannot lock an owner out of a browser they signed in from', async () => {
  const { user, app } = await withApp()
  const { browser } = await signIn(user, app, null, start)
  for (let n = 0; n < 32; n++) {
    origin = { ...nowhere, ip: `172.16.${n}.1` }
    await begin(user, null, later(60), 'wrong')
  }
  expect(await begin(user, null, later(60))).toEqual({ ok: false, error: 'throttled' })
  expect((await begin(user, browser, later(60))).ok).toBe(true)
  expect(await begin(user, 'made-up-browser', later(60))).toEqual({ ok: false, error: 'throttled' })
})

test('a known browser has ten tries of its own', async () => {
  const { user, app } = await withApp()
  const { browser } = await signIn(user, app, null, start)
  const answers = await sideBySide(12, () => begin(user, browser, later(60), 'wrong'))
  expect(answers.filter((a) => !a.ok && a.error === 'throttled')).toHaveLength(2)
  expect((await begin(user, null, later(60))).ok).toBe(true)
})

test('a thousand failures in five minutes, wherever they come from, stop strangers', async () => {
  await db().insert(rateLimits).values({ key: 'passwordGlobal:all:300', count: 1000, endsAt: later(300) })
    .onConflictDoUpdate({ target: rateLimits.key, set: { count: 1000, endsAt: later(300) } })
  expect(await begin(await person())).toEqual({ ok: false, error: 'throttled' })
  await db().delete(rateLimits).where(eq(rateLimits.key, 'passwordGlobal:all:300'))
})

// ── the second step ──
test('after the password there is a cookie that opens nothing, and no ticket', async () => {
  const { user } = await withApp()
  const { cookie, ticket } = must(await begin(user))
  expect(ticket).toBeNull()
  expect(await findSession(cookie, start)).toBeNull()
  expect(await findSession(hashSecret(cookie), start)).toBeNull()
  expect((await redeem('', cookie)).ok).toBe(false)
  expect((await redeem(cookie, cookie)).ok).toBe(false)
  expect(await findPendingLogin(cookie, start)).toMatchObject({ username: user.username, factors: { keys: 0, apps: 1 }, steps: ['totp', 'recovery-code'] })
  expect(await findPendingLogin(hashSecret(cookie), start)).toBeNull()
})

test('password and code: a session of two factors, with sudo', async () => {
  const { user, app } = await withApp()
  const { session } = await signIn(user, app, null, start)
  const found = await findSession(session, later(3))
  expect(found?.session).toMatchObject({ aal: 2, method: 'totp' })
  expect(found && hasSudo(found.session, later(3))).toBe(true)
  expect((await listAccountEvents(user.id))[0]).toMatchObject({ action: 'login.succeeded', detail: { method: 'totp' } })
})

test('password and key', async () => {
  const user = await person()
  const { key } = await giveSecurityKey(user.id, later(-300))
  const { cookie } = must(await begin(user))
  const response = key.sign(must(await offerKeyChallenge(cookie, start)), ORIGIN)
  const { ticket } = must(await finishLogin(cookie, { method: 'security-key', response }, origin, later(1)))
  expect((await findSession(must(await redeem(ticket, cookie)).session, later(3)))?.session).toMatchObject({ aal: 2, method: 'security-key' })
})

test("another user's key, code and recovery code are refused", async () => {
  const [{ user }, { user: intruder, app: theirs }] = [await withApp(), await withApp()]
  const { key } = await giveSecurityKey(intruder.id, later(-200))
  await giveSecurityKey(user.id, later(-200))
  const [codes] = [await giveRecoveryCodes(intruder.id, later(-100))]
  const { cookie } = must(await begin(user))
  const response = key.sign(must(await offerKeyChallenge(cookie, start)), ORIGIN)
  expect(await finishLogin(cookie, { method: 'security-key', response }, origin, start)).toEqual({ ok: false, error: 'wrong-key' })
  expect(await finishLogin(cookie, { method: 'totp', code: theirs.codeAt(start) }, origin, start)).toEqual({ ok: false, error: 'wrong-code' })
  expect(await finishLogin(cookie, { method: 'recovery-code', code: codes[0] ?? '' }, origin, start)).toEqual({ ok: false, error: 'wrong-recovery-code' })
})

test('a signature made for one sign-in is of no use in another', async () => {
  const user = await person()
  const { key } = await giveSecurityKey(user.id, later(-300))
  const [mine, attackers] = [must(await begin(user)), must(await begin(user))]
  const response = key.sign(must(await offerKeyChallenge(mine.cookie, start)), ORIGIN)
  expect(await finishLogin(attackers.cookie, { method: 'security-key', response }, origin, start)).toEqual({ ok: false, error: 'wrong-key' })
  expect((await finishLogin(mine.cookie, { method: 'security-key', response }, origin, start)).ok).toBe(true)
})

test('a recovery code works once and says the second time when that was; its owner is told', async () => {
  const user = await person()
  const codes = await giveRecoveryCodes(user.id, later(-400))
  await giveTotp(user.id, later(-300))
  const first = must(await begin(user))
  const { ticket } = must(await finishLogin(first.cookie, { method: 'recovery-code', code: codes[0] ?? '' }, origin, start))
  must(await redeem(ticket, first.cookie))
  const second = must(await begin(user, null, later(60)))
  expect(await finishLogin(second.cookie, { method: 'recovery-code', code: codes[0] ?? '' }, origin, later(60))).toEqual({ ok: false, error: 'used-recovery-code', usedAt: start })
  expect(await finishLogin('made-up', { method: 'recovery-code', code: codes[0] ?? '' }, origin, later(60))).toEqual({ ok: false, error: 'expired' })
  expect((await lettersTo(`${user.username}@example.org`, start)).map((l) => l.subject)).toContain('A recovery code was used')
})

test('of two second steps at once one counts, and the other spends nothing', async () => {
  const user = await person()
  const codes = await giveRecoveryCodes(user.id, later(-400))
  await giveTotp(user.id, later(-300))
  const { cookie } = must(await begin(user))
  let both: Promise<{ ok: boolean }[]> = Promise.resolve([])
  await db().transaction(async (tx) => {
    await lockPerson(tx, user.id)
    both = Promise.all(codes.slice(0, 2).map((code) => finishLogin(cookie, { method: 'recovery-code', code }, origin, start)))
    await pause()
  })
  expect((await both).filter(({ ok }) => ok)).toHaveLength(1)
  expect((await countRecoveryCodes(user.id)).left).toBe(8)
})

test('after five wrong codes the right one is refused, and the owner is told that the password is known', async () => {
  const { user, app } = await withApp()
  const { cookie } = must(await begin(user))
  for (let i = 0; i < 5; i++) expect(await finishLogin(cookie, { method: 'totp', code: '000000' }, { ...origin, ip: `10.9.0.${i}` }, start)).toEqual({ ok: false, error: 'wrong-code' })
  await db().delete(rateLimits)
  expect(await finishLogin(cookie, { method: 'totp', code: app.codeAt(start) }, origin, start)).toEqual({ ok: false, error: 'expired' })
  expect((await lettersTo(`${user.username}@example.org`, start)).map((l) => l.subject)).toContain('Your password is known, your second factor was wrong')
  expect((await listAccountEvents(user.id)).filter(({ action }) => action === 'login.second-factor-failed')).toHaveLength(5)
})

test('of twenty guesses at once five are looked at, however they are limited elsewhere', async () => {
  const { user } = await withApp()
  const { cookie } = must(await begin(user))
  const answers = await whileWritesWait(['pending_logins'], () => Array.from({ length: 20 }, (_, n) => finishLogin(cookie, { method: 'totp', code: `00000${n % 10}` }, { ...origin, ip: `10.8.0.${n}` }, start)))
  expect(answers.filter((a) => !a.ok && a.error === 'wrong-code').length).toBeLessThanOrEqual(5)
  const [row] = await db().select().from(pendingLogins).where(eq(pendingLogins.userId, user.id))
  expect(row?.attemptsLeft).toBe(0)
})

test('of twenty who take an attempt of one sign-in at once, five have one', async () => {
  const { user } = await withApp()
  const { cookie } = must(await begin(user))
  const taken = await whileWritesWait(['pending_logins'], () => Array.from({ length: 20 }, () => takeAttempt(db(), cookie, start)))
  expect(taken.filter(Boolean)).toHaveLength(5)
})

test('an attempt is taken even when the account is throttled by no one else: the row counts down by itself', async () => {
  const { user } = await withApp()
  const { cookie } = must(await begin(user))
  for (let i = 0; i < 7; i++) {
    await db().delete(rateLimits)
    const answer = await finishLogin(cookie, { method: 'totp', code: '000000' }, origin, start)
    expect(answer).toEqual({ ok: false, error: i < 5 ? 'wrong-code' : 'expired' })
  }
})

test('a new sign-in does not give an account new guesses: five in five minutes, shared by all factors', async () => {
  const { user, app } = await withApp()
  const answers: string[] = []
  for (let i = 0; i < 6; i++) {
    const { cookie } = must(await begin(user, null, later(i)))
    const answer = await finishLogin(cookie, i % 2 ? { method: 'totp', code: '000000' } : { method: 'recovery-code', code: 'x' }, { ...origin, ip: `10.7.${i}.1` }, later(i))
    answers.push(answer.ok ? 'ok' : answer.error)
  }
  expect(answers).toEqual(['wrong-recovery-code', 'wrong-code', 'wrong-recovery-code', 'wrong-code', 'wrong-recovery-code', 'throttled'])
  const { cookie } = must(await begin(user, null, later(10)))
  expect(await finishLogin(cookie, { method: 'totp', code: app.codeAt(later(10)) }, origin, later(10))).toEqual({ ok: false, error: 'throttled' })
})

test('twenty with one code in twenty sign-ins: one passes', async () => {
  const { user, app } = await withApp()
  const cookies: string[] = []
  for (let n = 0; n < 20; n++) cookies.push(must(await begin(user)).cookie)
  const answers = await whileWritesWait(['totp_apps'], () => cookies.map((cookie, n) => finishLogin(cookie, { method: 'totp', code: app.codeAt(start) }, { ...origin, ip: `10.6.0.${n}` }, start)))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
})

test('a sign-in takes five minutes at most', async () => {
  const { user, app } = await withApp()
  const { cookie } = must(await begin(user))
  expect(await findPendingLogin(cookie, later(299))).not.toBeNull()
  expect(await findPendingLogin(cookie, later(300))).toBeNull()
  expect(await finishLogin(cookie, { method: 'totp', code: app.codeAt(later(300)) }, origin, later(300))).toEqual({ ok: false, error: 'expired' })
  expect(await offerKeyChallenge(cookie, later(300))).toEqual({ ok: false, error: 'expired' })
})

test('a disabled user is stopped between the steps, and before the ticket', async () => {
  const { user, app } = await withApp()
  const [first, second] = [must(await begin(user)), must(await begin(user))]
  const { ticket } = must(await finishLogin(first.cookie, { method: 'totp', code: app.codeAt(start) }, origin, start))
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, user.id))
  expect(await redeem(ticket, first.cookie)).toEqual({ ok: false, error: 'ticket-refused' })
  expect(await finishLogin(second.cookie, { method: 'totp', code: app.codeAt(later(30)) }, origin, later(30))).toEqual({ ok: false, error: 'expired' })
})

// ── the ticket ──
test('of twenty with one ticket one gets the session', async () => {
  const { user, app } = await withApp()
  const { cookie } = must(await begin(user))
  const { ticket } = must(await finishLogin(cookie, { method: 'totp', code: app.codeAt(start) }, origin, start))
  const before = await db().$count(sessions, eq(sessions.userId, user.id))
  const answers = await whileWritesWait(['pending_logins'], () => Array.from({ length: 20 }, () => redeem(ticket, cookie)))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
  expect(await db().$count(sessions, eq(sessions.userId, user.id))).toBe(before + 1)
})

test('a ticket without its cookie, with another cookie, made up, too old, or of an unfinished sign-in opens nothing', async () => {
  const { user, app } = await withApp()
  const [mine, other] = [must(await begin(user)), must(await begin(user))]
  const { ticket } = must(await finishLogin(mine.cookie, { method: 'totp', code: app.codeAt(start) }, origin, start))
  const refused = { ok: false, error: 'ticket-refused' }
  expect(await redeem(ticket, null)).toEqual(refused)
  expect(await redeem(ticket, other.cookie)).toEqual(refused)
  expect(await redeem('made-up', mine.cookie)).toEqual(refused)
  expect(await redeem(hashSecret(ticket), mine.cookie)).toEqual(refused)
  expect(await redeem(ticket, mine.cookie, {}, false, later(60))).toEqual(refused)
  expect((await redeem(ticket, mine.cookie, {}, false, later(59))).ok).toBe(true)
})

test('the newest sign-in ends every half-done one before it', async () => {
  const { user, app } = await withApp()
  const [older, newer] = [must(await begin(user)), must(await begin(user))]
  const { ticket } = must(await finishLogin(newer.cookie, { method: 'totp', code: app.codeAt(start) }, origin, start))
  must(await redeem(ticket, newer.cookie))
  expect(await findPendingLogin(older.cookie, later(3))).toBeNull()
  expect(await finishLogin(older.cookie, { method: 'totp', code: app.codeAt(later(30)) }, origin, later(30))).toEqual({ ok: false, error: 'expired' })
})

test('a changed password ends every half-done sign-in, a completed one included', async () => {
  const { user, app } = await withApp()
  const [waiting, completed] = [must(await begin(user)), must(await begin(user))]
  const { ticket } = must(await finishLogin(completed.cookie, { method: 'totp', code: app.codeAt(start) }, origin, start))
  const actor = { id: user.id, session: await giveSession(user.id, start) }
  must(await changePassword(actor, { currentPassword: PASSWORD, newPassword: 'seven purple elephants dancing' }, origin, later(1)))
  expect(await redeem(ticket, completed.cookie)).toEqual({ ok: false, error: 'ticket-refused' })
  expect(await findPendingLogin(waiting.cookie, later(2))).toBeNull()
})

test('a removed factor ends every half-done sign-in', async () => {
  const { user, app } = await withApp()
  const { cookie } = must(await begin(user))
  must(await removeTotp(user.id, app.id, await giveSession(user.id, start), nowhere, start))
  expect(await findPendingLogin(cookie, start)).toBeNull()
})

test('two people at once on two sign-ins of one account: both get in, neither waits for ever', async () => {
  const { user, app } = await withApp()
  const { key } = await giveSecurityKey(user.id, later(-200))
  const [a, b] = [must(await begin(user)), must(await begin(user))]
  const response = key.sign(must(await offerKeyChallenge(b.cookie, start)), ORIGIN)
  const tickets = [must(await finishLogin(a.cookie, { method: 'totp', code: app.codeAt(start) }, origin, start)), must(await finishLogin(b.cookie, { method: 'security-key', response }, origin, start))]
  const answers = await whileWritesWait(['pending_logins'], () => [redeem(tickets[0]!.ticket, a.cookie), redeem(tickets[1]!.ticket, b.cookie)])
  // The first to arrive ends the other's sign-in; what must not happen is a deadlock.
  expect(answers.filter((r) => r.ok)).toHaveLength(1)
})

test('signing in again ends the session the browser held', async () => {
  const { user, app } = await withApp()
  const first = await signIn(user, app, null, start)
  const { cookie } = must(await begin(user, first.browser, later(60)))
  const { ticket } = must(await finishLogin(cookie, { method: 'totp', code: app.codeAt(later(60)) }, origin, later(60)))
  must(await redeem(ticket, cookie, { browser: first.browser, session: first.session }, false, later(60)))
  expect(await findSession(first.session, later(61))).toBeNull()
})

// ── browsers ──
test('the second browser is told by letter, the first is not', async () => {
  const { user, app } = await withApp()
  const subjects = async () => (await lettersTo(`${user.username}@example.org`, start)).map((l) => l.subject).filter((s) => s.includes('new browser'))
  const { browser } = await signIn(user, app, null, start)
  expect(await subjects()).toHaveLength(0)
  await signIn(user, app, browser, later(60))
  expect(await subjects()).toHaveLength(0)
  await signIn(user, app, null, later(120))
  expect(await subjects()).toHaveLength(1)
})

test('a remembered browser skips the second step, without becoming two factors, and without sudo', async () => {
  const { user, app } = await withApp()
  const { browser } = await signIn(user, app, null, start, true)
  const { cookie, ticket } = must(await begin(user, browser, later(600)))
  const { session } = must(await redeem(ticket ?? '', cookie, { browser }, false, later(600)))
  const found = await findSession(session, later(601))
  expect(found?.session).toMatchObject({ aal: 1, method: 'remembered-browser', sudoAt: null })
  expect(must(await begin(user, browser, later(31 * 86_400))).ticket).toBeNull()
})

test.each<[string, (userId: string) => Promise<unknown>]>([
  ['app', (userId) => giveTotp(userId, later(60), 'tablet')],
  ['security key', (userId) => giveSecurityKey(userId, later(60))],
  ['passkey', (userId) => giveSecurityKey(userId, later(60), { key: passkey(), kind: 'passkey' })],
])('a new %s is asked for on browsers that were remembered, and their user reads so; they stay known', async (_, add) => {
  const { user, app } = await withApp()
  const { browser } = await signIn(user, app, null, start, true)
  await add(user.id)
  expect(must(await begin(user, browser, later(120))).ticket).toBeNull()
  expect(await listBrowsers(user.id, later(120))).toMatchObject([{ rememberedUntil: null }])
  const events = await listAccountEvents(user.id)
  expect(events.filter(({ action }) => action === 'browsers.forgotten')).toMatchObject([{ actorId: user.id, detail: { count: 1 } }])
})

test('a factor under another name is the same factor: browsers stay remembered', async () => {
  const { user, app } = await withApp()
  const { browser } = await signIn(user, app, null, start, true)
  must(await renameTotp(user.id, app.id, 'old phone', nowhere))
  expect(must(await begin(user, browser, later(60))).ticket).not.toBeNull()
})

test('a browser is not remembered unless asked, nor for another user, nor after a recovery code', async () => {
  const { user, app } = await withApp()
  const { user: other } = await withApp()
  const { browser } = await signIn(user, app, null, start)
  expect(must(await begin(user, browser, later(60))).ticket).toBeNull()
  const remembered = await signIn(user, app, browser, later(60), true)
  expect(must(await begin(other, remembered.browser, later(60))).ticket).toBeNull()
  expect(must(await begin(user, null, later(60))).ticket).toBeNull()

  const codes = await giveRecoveryCodes(other.id, later(-100))
  const { cookie } = must(await begin(other))
  const { ticket } = must(await finishLogin(cookie, { method: 'recovery-code', code: codes[0] ?? '' }, origin, start))
  const byCode = must(await redeem(ticket, cookie, {}, true))
  expect(must(await begin(other, byCode.browser, later(60))).ticket).toBeNull()
})

test('a key that is not the user\'s says nothing about whose it is', async () => {
  const { user } = await withApp()
  await giveSecurityKey(user.id, later(-200))
  const { cookie } = must(await begin(user))
  const stranger = softwareKey()
  const options = must(await offerKeyChallenge(cookie, start))
  const created = stranger.create({ rp: { id: 'localhost', name: 'x' }, user: { id: 'AAAA', name: 'x', displayName: 'x' }, challenge: options.challenge, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] }, ORIGIN)
  expect(created.id).toBe(stranger.id)
  expect(await finishLogin(cookie, { method: 'security-key', response: stranger.sign(options, ORIGIN) }, origin, start)).toEqual({ ok: false, error: 'wrong-key' })
})

test('next is carried along, and nothing else of the form', async () => {
  const user = await person()
  const { passwordLogin } = await import('./input.ts')
  expect(passwordLogin.safeParse({ login: 'a', password: 'b', next: '/x', userId: user.id }).success).toBe(false)
  expect(passwordLogin.safeParse({ login: 'a', password: ['b'] }).success).toBe(false)
  expect((await listSessions(user.id, start)).length).toBe(0)
})
