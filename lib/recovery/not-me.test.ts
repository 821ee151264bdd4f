import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, recoveries, users } from '#lib/db/schema.ts'
import { startLogin } from '#lib/login/login.ts'
import { resetPassword } from '#lib/login/password-reset.ts'
import { finishPasskeyLogin, offerPasskeyChallenge } from '#lib/login/passkey.ts'
import { redeemTicket } from '#lib/login/ticket.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { nowhere } from '#lib/origin.ts'
import { knownBrowser, meetBrowser } from '#lib/sessions/browsers.ts'
import { listSessions } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveSecurityKey, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { passkey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { findNotMe, secureAccount } from './not-me.ts'

useDatabase()
const start = new Date('2031-03-10T12:00:00Z')
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000)
const OLD = 'correct horse battery staple'
const NEW = 'seven purple elephants dancing'
const invalid = { ok: false, error: 'link-invalid' }
let passwordHash = ''
let network = 0
let origin = nowhere

beforeEach(async () => {
  passwordHash ||= await hashPassword(OLD)
  origin = { ...nowhere, ip: `10.78.0.${++network}` }
})

const person = () => makeUser({ passwordHash, createdAt: later(-1000) })
const mailbox = (user: TestUser) => `${user.username}@example.org`

async function linkIn(address: string, path: string, now: Date): Promise<string> {
  const links = (await lettersTo(address, now)).flatMap((letter) => letter.text.match(/https?:\/\/\S+\?token=\S+/g) ?? [])
  return new URL(links.findLast((link) => link.includes(`/account/${path}/`)) ?? 'http://no.link/').searchParams.get('token') ?? ''
}
async function warn(user: TestUser, now = start, address = mailbox(user)): Promise<string> {
  await db().transaction((tx) => sendWarning(tx, 'new-browser', user.id, nowhere, now))
  return linkIn(address, 'not-me', now)
}
async function giveAddress(user: TestUser, verifiedAt: Date): Promise<string> {
  const address = `second-${user.username}@example.org`
  await db().insert(emailAddresses).values({ userId: user.id, address, addressKey: address, verifiedAt })
  return address
}
const rowOf = async (user: TestUser) => (await db().select().from(users).where(eq(users.id, user.id)))[0]
const signIn = (user: TestUser, password: string, now: Date) => startLogin({ login: user.username, password, next: '/' }, null, origin, now)

test('the link of a warning ends all access at once, and the mailed reset gives everything back', async () => {
  const user = await person()
  const token = await warn(user)
  await giveSession(user.id, start)
  const browser = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  const half = must(await signIn(user, OLD, start))
  expect(await findNotMe(token, start)).toEqual({ userId: user.id, username: user.username })
  expect(await listSessions(user.id, start)).toHaveLength(1)

  expect(await secureAccount(token, origin, later(1))).toEqual({ ok: true, value: { mailed: true } })
  expect(await listSessions(user.id, later(1))).toEqual([])
  expect(await knownBrowser(db(), user.id, browser.token, later(1))).toBeNull()
  expect(await redeemTicket(half.ticket ?? '', { pending: half.cookie, browser: null, session: null }, false, origin, start)).toEqual({ ok: false, error: 'ticket-refused' })
  expect(await signIn(user, OLD, later(1))).toEqual({ ok: false, error: 'wrong-credentials' })
  expect(await rowOf(user)).toMatchObject({ passwordHash: null, securedAt: later(1) })
  expect((await lettersTo(mailbox(user), later(1))).map((l) => l.subject)).toContain('Your account is secured')

  must(await resetPassword(await linkIn(mailbox(user), 'reset-password', later(1)), NEW, null, origin, later(1)))
  expect(await rowOf(user)).toMatchObject({ securedAt: null })
  expect((await signIn(user, NEW, later(1))).ok).toBe(true)
  for (const action of ['account.secured', 'account.frozen', 'password.reset-requested', 'password.reset', 'account.unfrozen']) expect(await eventsOf(user.id)).toContain(action)
})

test('it works for 72 hours, once, and takes every other such link with it', async () => {
  const user = await person()
  const [first, second] = [await warn(user), await warn(user, later(0.001))]
  expect(second).not.toBe(first)
  expect(await secureAccount(second, origin, later(73))).toEqual(invalid)
  must(await secureAccount(second, origin, later(71)))
  expect(await secureAccount(second, origin, later(71))).toEqual(invalid)
  expect(await secureAccount(first, origin, later(71))).toEqual(invalid)
  expect(await findNotMe(first, later(71))).toBeNull()
  const letters = (await lettersTo(mailbox(user), later(71))).slice(-2)
  expect(letters.map((l) => l.subject).toSorted()).toEqual(['Reset your password at Wheelkeep', 'Your account is secured'])
  expect(letters.map((l) => l.text).join()).not.toContain('/not-me/')
})

test('pressed twenty times at once it happens once', async () => {
  const user = await person()
  const token = await warn(user)
  const outcomes = await whileWritesWait(['mailed_links'], () => Array.from({ length: 20 }, () => secureAccount(token, origin, start)))
  expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
  expect((await eventsOf(user.id)).filter((action) => action === 'account.secured')).toHaveLength(1)
})

test('the reset asks for the second factor as ever: the mail alone takes none away', async () => {
  const user = await person()
  const app = await giveTotp(user.id, later(-1))
  must(await secureAccount(await warn(user), origin, start))
  const reset = await linkIn(mailbox(user), 'reset-password', start)
  expect(await resetPassword(reset, NEW, null, origin, start)).toEqual({ ok: false, error: 'factor-needed' })
  must(await resetPassword(reset, NEW, { method: 'totp', code: app.codeAt(start) }, origin, start))
})

test('a passkey opens nothing until the password was reset: it may be somebody else’s', async () => {
  const user = await person()
  const { key } = await giveSecurityKey(user.id, later(-1), { kind: 'passkey', key: passkey() })
  must(await secureAccount(await warn(user), origin, start))
  const { cookie, options } = must(await offerPasskeyChallenge(nowhere, start))
  const answer = key.sign(options, 'http://localhost:3000')
  expect(await finishPasskeyLogin(cookie, answer, '/', origin, start)).toEqual({ ok: false, error: 'wrong-passkey' })
})

test('a ticket from before, which nothing else has voided, opens no secured account', async () => {
  const user = await person()
  const begun = must(await signIn(user, OLD, start))
  await db().update(users).set({ securedAt: start }).where(eq(users.id, user.id))
  expect(await redeemTicket(begun.ticket ?? '', { pending: begun.cookie, browser: null, session: null }, false, origin, start)).toEqual({ ok: false, error: 'ticket-refused' })
})

test('a running recovery ends with it', async () => {
  const user = await person()
  await db().insert(recoveries).values({ userId: user.id, startedAt: start, endsAt: later(168), toldAt: start })
  must(await secureAccount(await warn(user), origin, start))
  expect((await db().select().from(recoveries).where(eq(recoveries.userId, user.id)))[0]?.cancelledAt).toEqual(start)
})

test('the way back goes to the address that was warned', async () => {
  const user = await person()
  const second = await giveAddress(user, later(-500))
  must(await secureAccount(await warn(user, start, second), origin, start))
  expect(await linkIn(second, 'reset-password', start)).not.toBe('')
  expect(await linkIn(mailbox(user), 'reset-password', start)).toBe('')
})

test('never to an address confirmed in the days before, not even when it is asked for, until it has been there for three', async () => {
  const user = await person()
  await db().update(emailAddresses).set({ verifiedAt: later(-500) }).where(eq(emailAddresses.userId, user.id))
  const fresh = await giveAddress(user, later(-2))
  must(await secureAccount(await warn(user, start, fresh), origin, start))
  expect(await linkIn(fresh, 'reset-password', start)).toBe('')
  expect(await linkIn(mailbox(user), 'reset-password', start)).not.toBe('')
  must(await requestPasswordReset(fresh, origin, later(1)))
  expect(await linkIn(fresh, 'reset-password', later(1))).toBe('')
  must(await requestPasswordReset(fresh, origin, later(71)))
  expect(await linkIn(fresh, 'reset-password', later(71))).not.toBe('')
})

test('whose address was taken from the account still secures it, and is told that no link can go there', async () => {
  const user = await person()
  const token = await warn(user)
  const fresh = await giveAddress(user, later(-2))
  await db().delete(emailAddresses).where(eq(emailAddresses.address, mailbox(user)))
  expect(await secureAccount(token, origin, start)).toEqual({ ok: true, value: { mailed: false } })
  expect(await linkIn(fresh, 'reset-password', start)).toBe('')
  expect(await rowOf(user)).toMatchObject({ securedAt: start })
})

test('a new account has its first address from the beginning', async () => {
  const user = await makeUser({ passwordHash, createdAt: later(-1) })
  expect(await secureAccount(await warn(user), origin, start)).toEqual({ ok: true, value: { mailed: true } })
})
