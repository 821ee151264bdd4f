import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { lettersTo, type Received } from '#lib/testing/mailbox.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { lockPerson } from '#lib/accounts/people.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { projectRoles, recoveries, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { finishLogin, startLogin } from '#lib/login/login.ts'
import { askForRecovery, findLostFactors } from '#lib/login/lost-factors.ts'
import { resetPassword } from '#lib/login/password-reset.ts'
import { confirmWithFactor } from '#lib/login/sudo.ts'
import { redeemTicket } from '#lib/login/ticket.ts'
import { findLink, voidLinks } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { listSessions } from '#lib/sessions/sessions.ts'
import { knownBrowser, meetBrowser, rememberBrowser } from '#lib/sessions/browsers.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { giveProject } from '#lib/testing/publishing.ts'
import { heldOpen, sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveSession, giveTotp, must, type TestApp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { hasSecondFactor, mayEnrol } from '#lib/two-factor/factors.ts'
import { removeTotp } from '#lib/two-factor/totp-apps.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { cancelByLink, cancelOwnRecovery, findCancellation } from './cancel.ts'
import { finishRecovery, findRecoveryEnd } from './finish.ts'
import { findRecovery } from './recovery.ts'
import { remindOfRecoveries } from './reminders.ts'
import { takeFactorsAway } from './operator.ts'
import { findRecoveryStart, sendRecoveryLink, startRecovery } from './start.ts'
import { findVouching, listRecoveries, vouch, type Voucher } from './vouch.ts'

useDatabase()
const PASSWORD = 'correct horse battery staple'
const start = new Date('2031-03-10T12:00:00Z') // after every row that the database dates itself
const after = ({ days = 0, hours = 0, seconds = 0 }) => new Date(start.getTime() + ((days * 24 + hours) * 3600 + seconds) * 1000)
const invalid = { ok: false, error: 'link-invalid' }
let passwordHash = ''
let network = 0
let origin = nowhere

beforeEach(async () => {
  passwordHash ||= await hashPassword(PASSWORD)
  origin = { ...nowhere, ip: `10.77.0.${++network}` }
  Object.assign(environment(), { recoveryDays: 7 })
})

type Person = TestUser & { app: TestApp }
async function lostPerson(columns: Partial<TestUser> = {}): Promise<Person> {
  const user = await makeUser({ passwordHash, ...columns })
  return { ...user, app: await giveTotp(user.id, after({ hours: -1 })) }
}

const mailbox = (user: TestUser) => `${user.username}@example.org`
const allMail = async (user: TestUser, now: Date) => lettersTo(mailbox(user), now)
/** The newest link of that path, in letters written as of `now`. */
const tokenTo = async (user: TestUser, path: string, now: Date) => (await tokensTo(user, path, now)).at(-1) ?? ''
async function tokensTo(user: TestUser, path: string, now: Date): Promise<string[]> {
  const links = (await allMail(user, now)).flatMap((letter) => linksIn(letter)).filter((link) => link.includes(`/account/${path}/`))
  return links.map((link) => new URL(link).searchParams.get('token') ?? '')
}
const linksIn = (letter: Received) => letter.text.match(/https?:\/\/\S+\?token=\S+/g) ?? []
/** How many letters with that subject came, each distinct moment of sending apart. */
const count = async (user: TestUser, subject: RegExp, now: Date) => (await allMail(user, now)).filter((letter) => subject.test(letter.subject)).length

const pendingOf = async (user: TestUser, now: Date) => must(await startLogin({ login: user.username, password: PASSWORD, next: '/' }, null, origin, now)).cookie
async function startLinkFor(user: TestUser, now = start): Promise<string> {
  must(await askForRecovery(await pendingOf(user, now), origin, now))
  return tokenTo(user, 'recover/start', now)
}
async function recovering(columns: Partial<TestUser> = {}): Promise<Person> {
  const user = await lostPerson(columns)
  must(await startRecovery(await startLinkFor(user), PASSWORD, origin, start))
  return user
}
async function finishLinkFor(user: TestUser, now: Date): Promise<string> {
  await remindOfRecoveries(now)
  return tokenTo(user, 'recover/finish', now)
}
async function voucherOf(user: TestUser, aal: 1 | 2 = 2): Promise<Voucher> {
  return { id: user.id, username: user.username, isAdmin: user.isAdmin, session: { ...(await giveSession(user.id, start)), aal } }
}
async function coOwnerOf(user: TestUser): Promise<TestUser> {
  const other = await makeUser()
  const project = await giveProject(user)
  await db().insert(projectRoles).values({ projectId: project.id, userId: other.id, role: 'owner' })
  return other
}
const rowOf = async (user: TestUser) => (await db().select().from(recoveries).where(eq(recoveries.userId, user.id))).at(-1)
const frozenUntil = async (user: TestUser) => (await db().select().from(users).where(eq(users.id, user.id)))[0]?.frozenUntil ?? null

test('seven days, two links and the password twice: the factors are gone and a new one is due', async () => {
  const user = await lostPerson()
  await giveSession(user.id, start)
  const browser = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  const link = await startLinkFor(user)
  expect((await findRecoveryStart(link, start))?.id).toBe(user.id)
  expect(await startRecovery(link, PASSWORD, origin, start)).toEqual({ ok: true, value: { endsAt: after({ days: 7 }) } })
  expect(await frozenUntil(user)).toEqual(after({ days: 14 }))
  expect(await findLostFactors(await pendingOf(user, start), start)).toEqual({ username: user.username, endsAt: after({ days: 7 }) })

  await remindOfRecoveries(after({ days: 7, seconds: -1 }))
  expect(await tokenTo(user, 'recover/finish', after({ days: 7, seconds: -1 }))).toBe('')
  const end = await finishLinkFor(user, after({ days: 7 }))
  expect((await findRecoveryEnd(end, after({ days: 7 })))?.id).toBe(user.id)
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 7 }))).toEqual({ ok: true, value: undefined })

  expect(await hasSecondFactor(user.id)).toBe(false)
  expect((await countRecoveryCodes(user.id)).total).toBe(0)
  expect(await mayEnrol(user.id)).toBe('codes-first')
  expect(await listSessions(user.id, start)).toEqual([])
  expect(await knownBrowser(db(), user.id, browser.token, start)).toBeNull()
  expect((await db().select().from(users).where(eq(users.id, user.id)))[0]).toMatchObject({ frozenUntil: null, mustHaveFactor: true, passwordHash })
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 7 }))).toEqual(invalid)
  expect(await count(user, /was recovered/, after({ days: 7 }))).toBe(1)
  for (const action of ['recovery.asked', 'recovery.started', 'account.frozen', 'recovery.finished', 'account.unfrozen']) expect(await eventsOf(user.id)).toContain(action)
})

test('nobody is asked to wait who has not proved the password, has no factor, or holds the index', async () => {
  expect(await askForRecovery(null, origin, start)).toEqual({ ok: false, error: 'expired' })
  expect(await askForRecovery('made up', origin, start)).toEqual({ ok: false, error: 'expired' })
  const admin = await lostPerson({ isAdmin: true })
  expect(await askForRecovery(await pendingOf(admin, start), origin, start)).toEqual({ ok: false, error: 'not-recoverable' })
  const user = await lostPerson()
  Object.assign(environment(), { recoveryDays: 0 })
  expect(await askForRecovery(await pendingOf(user, start), origin, start)).toEqual({ ok: false, error: 'not-recoverable' })
  expect(await tokenTo(admin, 'recover/start', start)).toBe('')
  expect(await tokenTo(user, 'recover/start', start)).toBe('')
  Object.assign(environment(), { recoveryDays: 7 })
  expect(await sendRecoveryLink((await makeUser({ passwordHash })).id, origin, start)).toEqual({ ok: false, error: 'not-recoverable' })
})

test('the link alone starts nothing, nor does a wrong password; it is good for an hour, once', async () => {
  const user = await lostPerson()
  const link = await startLinkFor(user)
  expect(await startRecovery(link, 'wrong wrong wrong wrong', origin, start)).toEqual({ ok: false, error: 'wrong-password' })
  expect(await startRecovery('x', PASSWORD, origin, start)).toEqual(invalid)
  expect(await findRecoveryStart(link, after({ hours: 1 }))).toBeNull()
  expect(await startRecovery(link, PASSWORD, origin, after({ hours: 1 }))).toEqual(invalid)
  expect(await rowOf(user)).toBeUndefined()
  must(await startRecovery(link, PASSWORD, origin, start))
  expect(await startRecovery(link, PASSWORD, origin, start)).toEqual(invalid)
})

test('links are sent three times a day, and not at all while one only has to wait', async () => {
  const user = await lostPerson()
  const cookie = await pendingOf(user, start)
  for (let n = 0; n < 3; n++) expect((await askForRecovery(cookie, origin, start)).ok).toBe(true)
  expect(await askForRecovery(cookie, origin, start)).toEqual({ ok: false, error: 'throttled' })
  const waiting = await recovering()
  expect(await askForRecovery(await pendingOf(waiting, start), origin, after({ seconds: 1 }))).toEqual({ ok: false, error: 'running' })
})

test('letters on days 0, 1, 3 and 6 and at the end, to the person and to co-owners, once each however often the job runs', async () => {
  const user = await lostPerson()
  const coOwner = await coOwnerOf(user)
  const stranger = await makeUser()
  must(await startRecovery(await startLinkFor(user), PASSWORD, origin, start))
  const reminders: number[] = []
  for (let hour = 0; hour <= 7 * 24; hour += 6) {
    const now = after({ hours: hour, seconds: 1 })
    const before = await count(user, /goes on|recovered now/, now)
    await Promise.all([remindOfRecoveries(now), remindOfRecoveries(now)])
    await remindOfRecoveries(now)
    const came = (await count(user, /goes on|recovered now/, now)) - before
    if (came > 0) reminders.push(hour / 24, ...(came > 1 ? [NaN] : []))
  }
  expect(reminders).toEqual([1, 3, 6, 7])
  expect(await count(user, /was started/, start)).toBe(1)
  expect((await allMail(coOwner, start)).filter((l) => l.subject.includes('asks to recover') && l.text.includes('/manage/vouch/'))).toHaveLength(4)
  expect(await allMail(stranger, start)).toEqual([])
})

test('a server that slept tells once, when it wakes', async () => {
  const user = await recovering()
  await remindOfRecoveries(after({ days: 5 }))
  await remindOfRecoveries(after({ days: 5, hours: 1 }))
  expect(await count(user, /goes on/, after({ days: 5 }))).toBe(1)
})

test('each letter cancels with one click, without signing in; what came before is as it was', async () => {
  const [user, other] = [await recovering(), await recovering()]
  const token = await tokenTo(user, 'recover/cancel', start)
  expect(await findCancellation(token, after({ days: 2 }))).toEqual({ username: user.username, endsAt: after({ days: 7 }) })
  expect(await findRecovery(db(), user.id, start)).not.toBeNull()
  must(await cancelByLink(token, origin, after({ days: 2 })))
  expect(await findRecovery(db(), user.id, after({ days: 2 }))).toBeNull()
  expect(await frozenUntil(user)).toBeNull()
  expect(await hasSecondFactor(user.id)).toBe(true)
  expect(await cancelByLink(token, origin, after({ days: 2 }))).toEqual(invalid)
  expect(await findCancellation(token, after({ days: 2 }))).toBeNull()
  expect(await findLink(db(), 'cancel-recovery', token, after({ days: 2 }))).toBeNull()
  expect(await count(user, /was cancelled/, after({ days: 2 }))).toBe(1)
  expect(await eventsOf(user.id)).toContain('recovery.cancelled')
  expect(await findRecovery(db(), other.id, after({ days: 2 }))).not.toBeNull()
})

test("a co-owner's letter cancels too, and the record says who", async () => {
  const user = await lostPerson()
  const coOwner = await coOwnerOf(user)
  must(await startRecovery(await startLinkFor(user), PASSWORD, origin, start))
  must(await cancelByLink(await tokenTo(coOwner, 'recover/cancel', start), origin, start))
  expect(await findRecovery(db(), user.id, start)).toBeNull()
  expect((await allMail(coOwner, start)).map((l) => l.subject)).toContain(`${user.username} does not recover their account any more`)
})

test('a link of one purpose does nothing for another', async () => {
  const user = await recovering()
  const [cancel, notMe] = [await tokenTo(user, 'recover/cancel', start), await tokenTo(user, 'not-me', start)]
  for (const token of [cancel, notMe]) {
    expect(await startRecovery(token, PASSWORD, origin, start)).toEqual(invalid)
    expect(await finishRecovery(token, PASSWORD, origin, after({ days: 7 }))).toEqual(invalid)
  }
  expect(await cancelByLink(notMe, origin, start)).toEqual(invalid)
})

test('signing in with any second factor cancels: then it was not lost', async () => {
  const user = await recovering()
  const cookie = await pendingOf(user, start)
  const done = must(await finishLogin(cookie, { method: 'totp', code: user.app.codeAt(start) }, origin, start))
  must(await redeemTicket(done.ticket, { pending: cookie, browser: null, session: null }, false, origin, start))
  expect(await findRecovery(db(), user.id, start)).toBeNull()
  expect(await frozenUntil(user)).toBeNull()
})

test('so does confirming with one in an open session, and the session itself', async () => {
  const user = await recovering()
  const actor = { id: user.id, session: await giveSession(user.id, start) }
  must(await confirmWithFactor(actor, { method: 'totp', code: user.app.codeAt(start) }, origin, start))
  expect(await findRecovery(db(), user.id, start)).toBeNull()

  const another = await recovering()
  must(await cancelOwnRecovery(another.id, origin, start))
  expect(await findRecovery(db(), another.id, start)).toBeNull()
  expect(await cancelOwnRecovery(another.id, origin, start)).toEqual({ ok: false, error: 'not-found' })
})

test('so does a reset that a second factor passed', async () => {
  const user = await recovering()
  must(await requestPasswordReset(user.username, origin, start))
  const token = await tokenTo(user, 'reset-password', start)
  must(await resetPassword(token, 'seven purple elephants dancing', { method: 'totp', code: user.app.codeAt(start) }, origin, start))
  expect(await findRecovery(db(), user.id, start)).toBeNull()
})

test('a password alone does not cancel, nor a remembered browser: neither proves a second factor', async () => {
  const user = await recovering()
  const met = await db().transaction(async (tx) => {
    const meeting = await meetBrowser(tx, user.id, null, nowhere, start)
    await rememberBrowser(tx, meeting.browser, start)
    return meeting
  })
  const begun = must(await startLogin({ login: user.username, password: PASSWORD, next: '/' }, met.token, origin, start))
  must(await redeemTicket(begun.ticket ?? '', { pending: begun.cookie, browser: met.token, session: null }, false, origin, start))
  expect(await findRecovery(db(), user.id, start)).not.toBeNull()
})

test('after a cancellation every link that was mailed for it is dead', async () => {
  const user = await lostPerson()
  await startLinkFor(user)
  await startLinkFor(user)
  const [first = '', second = ''] = await tokensTo(user, 'recover/start', start)
  must(await startRecovery(first, PASSWORD, origin, start))
  const end = await finishLinkFor(user, after({ days: 7 }))
  must(await cancelOwnRecovery(user.id, origin, after({ days: 7 })))
  expect(await startRecovery(second, PASSWORD, origin, start)).toEqual(invalid)
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 7 }))).toEqual(invalid)
})

test('whoever was recovered keeps at least one factor from then on', async () => {
  const user = await lostPerson({ mustHaveFactor: true })
  const session = await giveSession(user.id, start)
  expect(await removeTotp(user.id, user.app.id, session, nowhere, start)).toEqual({ ok: false, error: 'last-factor' })
})

test('the end needs the password as well, and nothing happens before its time', async () => {
  const user = await recovering()
  const end = await finishLinkFor(user, after({ days: 7 }))
  expect(await findRecoveryEnd(end, after({ days: 7, seconds: -1 }))).toBeNull()
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 7, seconds: -1 }))).toEqual(invalid)
  expect(await finishRecovery(end, 'wrong wrong wrong wrong', origin, after({ days: 7 }))).toEqual({ ok: false, error: 'wrong-password' })
  expect(await hasSecondFactor(user.id)).toBe(true)
  must(await finishRecovery(end, PASSWORD, origin, after({ days: 7 })))
})

test('a password that another one replaces while it is looked at neither starts nor finishes anything', async () => {
  const user = await lostPerson()
  const link = await startLinkFor(user)
  const other = await hashPassword('a battery of correct staples')
  const replaced = (run: () => Promise<unknown>) =>
    heldOpen((tx) => tx.update(users).set({ passwordHash: other }).where(eq(users.id, user.id)), () => [run()])
  expect(await replaced(() => startRecovery(link, PASSWORD, origin, start))).toEqual([invalid])
  expect(await rowOf(user)).toBeUndefined()

  await db().update(users).set({ passwordHash }).where(eq(users.id, user.id))
  must(await startRecovery(link, PASSWORD, origin, start))
  const end = await finishLinkFor(user, after({ days: 7 }))
  expect(await replaced(() => finishRecovery(end, PASSWORD, origin, after({ days: 7 })))).toEqual([invalid])
  expect(await hasSecondFactor(user.id)).toBe(true)
})

test('what counts at the end is the row and the link as they are then, not as they were when the page was asked for', async () => {
  const now = after({ days: 7 })
  const changes: ((tx: Tx, userId: string) => Promise<unknown>)[] = [
    (tx, userId) => tx.update(recoveries).set({ endsAt: after({ days: 8 }) }).where(eq(recoveries.userId, userId)),
    (tx, userId) => voidLinks(tx, userId, 'finish-recovery', now),
  ]
  for (const change of changes) {
    const user = await recovering()
    const end = await finishLinkFor(user, now)
    const meanwhile = async (tx: Tx) => change(tx, (await lockPerson(tx, user.id)).id)
    expect(await heldOpen(meanwhile, () => [finishRecovery(end, PASSWORD, origin, now)])).toEqual([invalid])
    expect(await hasSecondFactor(user.id)).toBe(true)
  }
})

test('what is finished is over: whoever loses the new factor as well begins again, and waits again', async () => {
  const user = await recovering()
  const [end, later] = [after({ days: 7 }), after({ days: 8 })]
  must(await finishRecovery(await finishLinkFor(user, end), PASSWORD, origin, end))
  await giveTotp(user.id, end)
  expect(await startRecovery(await startLinkFor(user, later), PASSWORD, origin, later)).toEqual({ ok: true, value: { endsAt: after({ days: 15 }) } })
})

test('whoever became an administrator, was disabled, or secured the account meanwhile cannot finish', async () => {
  for (const change of [{ isAdmin: true }, { disabledAt: start }, { securedAt: start }]) {
    const user = await recovering()
    const end = await finishLinkFor(user, after({ days: 7 }))
    await db().update(users).set(change).where(eq(users.id, user.id))
    expect(await finishRecovery(end, PASSWORD, origin, after({ days: 7 }))).toEqual(invalid)
    expect(await hasSecondFactor(user.id)).toBe(true)
  }
})

test('a week after its end it is over: uploads wake, the link is dead, and one can begin again', async () => {
  const user = await recovering()
  const end = await finishLinkFor(user, after({ days: 7 }))
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 14 }))).toEqual(invalid)
  expect(await frozenUntil(user)).toEqual(after({ days: 14 }))
  must(await startRecovery(await startLinkFor(user, after({ days: 15 })), PASSWORD, origin, after({ days: 15 })))
  await remindOfRecoveries(after({ days: 29 }))
  expect((await db().select().from(recoveries).where(eq(recoveries.userId, user.id))).every((row) => row.cancelledAt !== null)).toBe(true)
})

test('who lost the last letter gets the link again by asking', async () => {
  const user = await recovering()
  const now = after({ days: 8 })
  must(await askForRecovery(await pendingOf(user, now), origin, now))
  must(await finishRecovery(await tokenTo(user, 'recover/finish', now), PASSWORD, origin, now))
})

test('a co-owner vouches: three days instead of seven, and everyone is told', async () => {
  const user = await lostPerson()
  const coOwner = await voucherOf(await coOwnerOf(user))
  must(await startRecovery(await startLinkFor(user), PASSWORD, origin, start))
  const id = (await rowOf(user))?.id ?? ''
  expect(await findVouching(coOwner, id, after({ hours: 1 }))).toMatchObject({ username: user.username, vouchedEnd: after({ days: 3 }), hasVouched: false })
  expect(await vouch(coOwner, id, origin, after({ hours: 1 }))).toEqual({ ok: true, value: { endsAt: after({ days: 3 }) } })
  expect(await rowOf(user)).toMatchObject({ endsAt: after({ days: 3 }), vouchers: [coOwner.id] })
  expect(await frozenUntil(user)).toEqual(after({ days: 10 }))
  expect(await count(user, /vouched for you/, after({ hours: 1 }))).toBe(1)
  expect(await vouch(coOwner, id, origin, after({ hours: 2 }))).toEqual({ ok: false, error: 'already-vouched' })
  const end = await finishLinkFor(user, after({ days: 3 }))
  expect(await finishRecovery(end, PASSWORD, origin, after({ days: 3, seconds: -1 }))).toEqual(invalid)
  must(await finishRecovery(end, PASSWORD, origin, after({ days: 3 })))
  expect((await eventsOf(user.id))).toContain('recovery.vouched')
})

test('never less than three days, never less than one after the voucher, and never later than without', async () => {
  const admin = await voucherOf(await makeUser({ isAdmin: true }))
  for (const [at, end] of [[{ days: 2, hours: 12 }, { days: 3, hours: 12 }], [{ days: 6, hours: 12 }, { days: 7 }], [{ seconds: 1 }, { days: 3 }]] as const) {
    const user = await recovering()
    must(await vouch(admin, (await rowOf(user))?.id ?? '', origin, after(at)))
    expect((await rowOf(user))?.endsAt).toEqual(after(end))
    must(await vouch(await voucherOf(await makeUser({ isAdmin: true })), (await rowOf(user))?.id ?? '', origin, after(at)))
    expect((await rowOf(user))?.endsAt).toEqual(after(end))
  }
})

test('nobody else vouches: not oneself, not a stranger, not a maintainer, not who became an owner since, not with one factor', async () => {
  const user = await lostPerson()
  const host = await makeUser()
  const project = await giveProject(user)
  const [maintainer, newOwner, coOwner] = [await makeUser(), await makeUser(), await coOwnerOf(user)]
  await db().insert(projectRoles).values({ projectId: project.id, userId: maintainer.id, role: 'maintainer' })
  await db().insert(projectRoles).values({ projectId: project.id, userId: newOwner.id, role: 'owner', createdAt: after({ hours: 1 }) })
  await db().insert(projectRoles).values({ projectId: (await giveProject(host)).id, userId: user.id, role: 'owner', createdAt: after({ hours: 1 }) })
  must(await startRecovery(await startLinkFor(user), PASSWORD, origin, start))
  const id = (await rowOf(user))?.id ?? ''
  const now = after({ hours: 2 })
  for (const someone of [user, await makeUser(), maintainer, newOwner, host]) {
    expect(await vouch(await voucherOf(someone), id, origin, now)).toEqual({ ok: false, error: 'not-found' })
    expect(await findVouching(await voucherOf(someone), id, now)).toBeNull()
  }
  expect(await findVouching({ ...(await voucherOf(user)), isAdmin: true }, id, now)).toBeNull()
  expect(await vouch(await voucherOf(coOwner, 1), id, origin, now)).toEqual({ ok: false, error: 'second-factor-missing' })
  expect((await rowOf(user))?.endsAt).toEqual(after({ days: 7 }))
  expect((await listRecoveries(now)).map((one) => one.username)).toContain(user.username)
})

test('of an end and a cancellation at once, one happens', async () => {
  const user = await recovering()
  const cancel = await tokenTo(user, 'recover/cancel', start)
  const now = after({ days: 7 })
  const end = await finishLinkFor(user, now)
  const outcomes = await whileWritesWait(['recoveries'], () => [finishRecovery(end, PASSWORD, origin, now), cancelByLink(cancel, origin, now)])
  expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
  const finished = outcomes[0]?.ok ?? false
  expect(await hasSecondFactor(user.id)).toBe(!finished)
  expect(await rowOf(user)).toMatchObject(finished ? { cancelledAt: null, finishedAt: now } : { cancelledAt: now, finishedAt: null })
})

test('of two ends with two letters at once, one happens', async () => {
  const user = await recovering()
  const now = after({ days: 7 })
  await finishLinkFor(user, now)
  must(await askForRecovery(await pendingOf(user, now), origin, now))
  const tokens = await tokensTo(user, 'recover/finish', now)
  expect(tokens).toHaveLength(2)
  const outcomes = await whileWritesWait(['recoveries'], () => tokens.map((token) => finishRecovery(token, PASSWORD, origin, now)))
  expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
  expect((await eventsOf(user.id)).filter((action) => action === 'recovery.finished')).toHaveLength(1)
})

test('of two starts with one link at once, one happens; so of two with two links', async () => {
  const user = await lostPerson()
  await startLinkFor(user)
  await startLinkFor(user)
  const tokens = await tokensTo(user, 'recover/start', start)
  expect(tokens).toHaveLength(2)
  const outcomes = await whileWritesWait(['recoveries'], () => [...tokens, ...tokens].map((token) => startRecovery(token, PASSWORD, origin, start)))
  expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
  expect(await db().$count(recoveries, eq(recoveries.userId, user.id))).toBe(1)
})

test('who vouches twenty times at once has vouched once; two who vouch at once both have', async () => {
  const user = await recovering()
  const id = (await rowOf(user))?.id ?? ''
  const [one, other] = [await voucherOf(await makeUser({ isAdmin: true })), await voucherOf(await makeUser({ isAdmin: true }))]
  const outcomes = await sideBySide(20, () => vouch(one, id, origin, start))
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  expect((await rowOf(user))?.vouchers).toEqual([one.id])

  const waiting = await recovering()
  const itsId = (await rowOf(waiting))?.id ?? ''
  const both = await whileWritesWait(['recoveries'], () => [one, other].map((voucher) => vouch(voucher, itsId, origin, start)))
  expect(both.every((outcome) => outcome.ok)).toBe(true)
  expect((await rowOf(waiting))?.vouchers.toSorted()).toEqual([one.id, other.id].toSorted())
})

test('when the operator takes the factors away, a recovery that waits is cancelled and uploads are free again', async () => {
  const user = await recovering()
  expect((await db().select().from(users).where(eq(users.id, user.id)))[0]?.frozenUntil).not.toBeNull()
  must(await takeFactorsAway(user.username, after({ days: 1 })))
  const [row] = await db().select().from(recoveries).where(eq(recoveries.userId, user.id))
  expect(row?.cancelledAt).toEqual(after({ days: 1 }))
  expect((await db().select().from(users).where(eq(users.id, user.id)))[0]?.frozenUntil).toBeNull()
})
