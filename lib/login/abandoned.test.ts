import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { lockPerson } from '#lib/accounts/people.ts'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { pendingLogins, users } from '#lib/db/schema.ts'
import { ABANDONED_LETTERS_PER_DAY } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { closeQueue, openQueue } from '#lib/jobs/jobs.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { pause, sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { giveSecurityKey, giveTotp, lettersSent, must, type TestApp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { reviewAbandonedLogins } from './abandoned.ts'
import { finishLogin, startLogin } from './login.ts'
import { completePending, sweepPending } from './pending.ts'
import { redeemTicket } from './ticket.ts'

useDatabase()
const PASSWORD = 'correct horse battery staple'
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const over = later(301)
const here: Origin = { ip: '203.0.113.5', userAgent: 'Firefox', requestId: null }
const elsewhere: Origin = { ip: '198.51.100.7', userAgent: 'curl', requestId: null }
let user: TestUser
let app: TestApp

beforeEach(async () => {
  user = await makeUser({ passwordHash: await hashPassword(PASSWORD), createdAt: later(-86_400), passwordChangedAt: later(-86_400) })
  app = await giveTotp(user.id, later(-600))
  await lettersSent()
})

const begin = async (from = elsewhere, at = start, browser: string | null = null) => must(await startLogin({ login: user.username, password: PASSWORD, next: '' }, browser, from, at)).cookie
const wrongCode = (cookie: string, from = elsewhere, at = start) => finishLogin(cookie, { method: 'totp', code: '000000' }, from, at)
async function comeIn(from = here, at = start, browser: string | null = null): Promise<string> {
  const cookie = await begin(from, at, browser)
  const { ticket } = must(await finishLogin(cookie, { method: 'totp', code: app.codeAt(at) }, from, at))
  return must(await redeemTicket(ticket, { pending: cookie, browser, session: null }, false, from, at)).browser
}
const told = async () => (await lettersSent()).filter((letter) => 'kind' in letter && letter.kind === 'second-step-abandoned' && 'userId' in letter && letter.userId === user.id)
const events = async () => (await listAccountEvents(user.id)).filter(({ action }) => action === 'login.abandoned')

test('a right password from an unknown browser, and then nothing: its owner is told once, when it is over', async () => {
  await begin()
  await reviewAbandonedLogins(later(299))
  expect(await told()).toEqual([])
  await reviewAbandonedLogins(over)
  expect(await told()).toMatchObject([{ userId: user.id, to: 'all', values: { when: start.toISOString(), ip: '198.51.100.7', browser: 'curl' } }])
  expect(await events()).toMatchObject([{ outcome: 'failure', ip: '198.51.100.7', detail: { wrong: 0 } }])
  await reviewAbandonedLogins(later(7200))
  expect([await told(), await events()]).toMatchObject([[], [{}]])
})

test('the letter carries "This was not me"', async () => {
  await begin()
  await reviewAbandonedLogins(over)
  const letters = await lettersTo(`${user.username}@example.org`, over)
  const letter = letters.find(({ subject }) => subject === 'Your password was entered, the second factor was not')
  expect(letter?.text).toContain('From: 198.51.100.7')
  expect(letter?.text).toMatch(/\/account\/not-me\/\?token=/)
})

test('in a known browser a closed tab is an event and no letter; a wrong code is a letter', async () => {
  const browser = await comeIn(here, later(-500))
  await begin(here, start, browser)
  await reviewAbandonedLogins(over)
  expect([(await told()).length, (await events()).length]).toEqual([0, 1])
  await wrongCode(await begin(here, later(60), browser), here, later(60))
  await reviewAbandonedLogins(later(400))
  expect([(await told()).length, (await events()).length]).toEqual([1, 2])
})

test('whoever began again and came in from the same place is not told of the first try; from another place it is told', async () => {
  await wrongCode(await begin(here), here)
  await begin(elsewhere)
  await comeIn(here, later(60))
  await reviewAbandonedLogins(later(61))
  expect(await events()).toMatchObject([{ ip: '198.51.100.7' }])
  expect(await told()).toHaveLength(1)
})

test.each([[{ ...here, userAgent: 'curl' }], [{ ...elsewhere, userAgent: 'Firefox' }]])('one from %j is not the same place', async (from) => {
  await begin(from)
  await comeIn(here, later(60))
  await reviewAbandonedLogins(later(61))
  expect(await told()).toHaveLength(1)
})

test('a sign-in from before excuses nothing', async () => {
  await comeIn(here, later(-60))
  await begin(here)
  await reviewAbandonedLogins(over)
  expect(await told()).toHaveLength(1)
})

test('a change of factor ends it, and does not hide it', async () => {
  await begin()
  await giveSecurityKey(user.id, later(30))
  await lettersSent()
  await reviewAbandonedLogins(later(31))
  expect(await told()).toHaveLength(1)
})

test('once the password is another, or gone, there is nothing to warn of', async () => {
  await begin()
  await db().update(users).set({ passwordChangedAt: later(60) }).where(eq(users.id, user.id))
  await reviewAbandonedLogins(over)
  expect([(await told()).length, (await events()).length]).toEqual([0, 1])
  await begin(elsewhere, later(3600))
  await db().update(users).set({ passwordHash: null }).where(eq(users.id, user.id))
  await reviewAbandonedLogins(later(4000))
  expect([(await told()).length, (await events()).length]).toEqual([0, 2])
})

test('five wrong factors are told at once and not again', async () => {
  const cookie = await begin()
  for (let n = 0; n < 5; n++) await wrongCode(cookie)
  expect(await lettersSent()).toMatchObject([{ kind: 'second-factor-failures' }])
  await reviewAbandonedLogins(over)
  expect(await told()).toEqual([])
})

test('when the server fell over between the last attempt and its letter, the job tells', async () => {
  const cookie = await begin()
  for (let n = 0; n < 4; n++) await wrongCode(cookie)
  await db().update(pendingLogins).set({ attemptsLeft: 0 }).where(eq(pendingLogins.userId, user.id))
  await reviewAbandonedLogins(later(10))
  expect(await told()).toEqual([])
  await reviewAbandonedLogins(over)
  expect(await told()).toHaveLength(1)
})

test('an hour between two letters, five in a day; each leaves its event', async () => {
  for (let n = 0; n < 3; n++) await begin(elsewhere, later(n))
  await reviewAbandonedLogins(later(600))
  expect([(await told()).length, (await events()).length]).toEqual([1, 3])
  let letters = 1
  for (let hour = 1; hour < 24; hour++) {
    await begin(elsewhere, later(hour * 3600 + 601))
    await reviewAbandonedLogins(later(hour * 3600 + 1000))
    letters += (await told()).length
  }
  expect(letters).toBe(ABANDONED_LETTERS_PER_DAY)
  await begin(elsewhere, later(25 * 3600))
  await reviewAbandonedLogins(later(26 * 3600))
  expect(await told()).toHaveLength(1)
})

test('twenty jobs at once tell once', async () => {
  await begin()
  await whileWritesWait(['pending_logins'], () => [sideBySide(20, () => reviewAbandonedLogins(over))])
  expect([(await told()).length, (await events()).length]).toEqual([1, 1])
})

test('a last step that is under way at the very end is waited for', async () => {
  const cookie = await begin()
  let review = Promise.resolve()
  await db().transaction(async (tx) => {
    await lockPerson(tx, user.id)
    review = reviewAbandonedLogins(over)
    await pause()
    await completePending(tx, cookie, 'totp', later(299))
  })
  await review
  expect([await told(), await events()]).toEqual([[], []])
})

test('a job that fails half way has told nobody, and does it whole the next time', async () => {
  await begin()
  await closeQueue()
  await expect(reviewAbandonedLogins(over)).rejects.toThrow('queue is not open')
  await openQueue()
  expect(await events()).toEqual([])
  await reviewAbandonedLogins(over)
  expect([(await told()).length, (await events()).length]).toEqual([1, 1])
})

test('what nobody has looked at is not swept away', async () => {
  await begin()
  const rows = () => db().$count(pendingLogins, eq(pendingLogins.userId, user.id))
  await sweepPending(later(30 * 86_400))
  expect(await rows()).toBe(1)
  await reviewAbandonedLogins(over)
  await sweepPending(later(86_400))
  expect(await rows()).toBe(1)
  await sweepPending(later(3 * 86_400))
  expect(await rows()).toBe(0)
})

test('nobody is there any more: nothing happens', async () => {
  await begin()
  await db().delete(users).where(eq(users.id, user.id))
  await reviewAbandonedLogins(over)
  expect(await told()).toEqual([])
})
