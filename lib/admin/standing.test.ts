import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { listAdministrators } from '#lib/accounts/administrators.ts'
import { deleteAccount } from '#lib/accounts/deletion.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { finishLogin, startLogin } from '#lib/login/login.ts'
import { findReset } from '#lib/login/password-reset.ts'
import { redeemTicket } from '#lib/login/ticket.ts'
import { nowhere } from '#lib/origin.ts'
import type { Result } from '#lib/result.ts'
import { findSession } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { giveProject } from '#lib/testing/publishing.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { createToken } from '#lib/tokens/tokens.ts'
import { findPersonForAdmins } from './people.ts'
import { disabling } from './people-input.ts'
import { disableAccount, enableAccount, makeAdministrator, removeAdministrator } from './standing.ts'

useDatabase()
const now = new Date('2026-11-28T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const PASSWORD = 'correct horse battery staple'
const refused = (error: string) => ({ ok: false, error })

/** Administrators of other tests would be the ones that remain. */
beforeEach(async () => void (await db().update(users).set({ isAdmin: false })))

const giveAdmin = () => makeUser({ isAdmin: true, createdAt: now })
const rowOf = async ({ id }: TestUser) => (await db().select().from(users).where(eq(users.id, id)))[0]
const letters = async ({ username }: TestUser) => lettersTo(`${username}@example.org`, now)
const letterTo = async (reader: TestUser, subject: string) => (await letters(reader)).find((letter) => letter.subject === subject)
const lastEvent = async ({ id }: TestUser) => (await listAccountEvents(id)).map(({ action, actorName, detail }) => [action, actorName, detail])[0]

test('somebody with a confirmed address and a second factor is made an administrator, on record, and everybody concerned is told', async () => {
  const [admin, other, user] = [await giveAdmin(), await giveAdmin(), await makeUser({ createdAt: now })]
  await giveTotp(user.id, now)
  must(await makeAdministrator(user.username.toUpperCase(), admin, nowhere, now))
  expect(await rowOf(user)).toMatchObject({ isAdmin: true })
  expect(await lastEvent(user)).toEqual(['account.made-administrator', admin.username, { name: user.username }])
  for (const reader of [admin, other, user]) {
    const letter = await letterTo(reader, `${user.username} is now an administrator of Wheelkeep`)
    expect(letter?.text).toContain(`${admin.username} made ${user.username} an administrator`)
  }
  expect(await makeAdministrator(user.username, admin, nowhere, now)).toEqual(refused('account-changed'))
})

test('nobody is made an administrator without them, nor with an account at rest, nor by somebody who is none', async () => {
  const admin = await giveAdmin()
  const [without, unconfirmed, ready] = [await makeUser(), await makeUser({ confirmed: false }), await makeUser({ createdAt: now })]
  await giveTotp(ready.id, now)
  expect(await makeAdministrator(without.username, admin, nowhere, now)).toEqual(refused('second-factor-missing'))
  expect(await makeAdministrator(unconfirmed.username, admin, nowhere, now)).toEqual(refused('address-not-confirmed'))
  expect(await makeAdministrator('nobody-here', admin, nowhere, now)).toEqual(refused('no-such-person'))
  for (const rest of [{ disabledAt: now }, { securedAt: now }, { frozenUntil: later(1) }]) {
    await db().update(users).set({ disabledAt: null, securedAt: null, frozenUntil: null, ...rest }).where(eq(users.id, ready.id))
    expect(await makeAdministrator(ready.username, admin, nowhere, now)).toEqual(refused('account-rests'))
  }
  await db().update(users).set({ frozenUntil: now }).where(eq(users.id, ready.id))
  for (const no of [without, await makeUser({ isAdmin: true, disabledAt: now })]) expect(await makeAdministrator(ready.username, no, nowhere, now)).toEqual(refused('account-changed'))
  must(await makeAdministrator(ready.username, admin, nowhere, now))
})

test('it is taken away, from oneself too, while another remains; whoever was one can do nothing any more', async () => {
  const [admin, other] = [await giveAdmin(), await giveAdmin()]
  must(await removeAdministrator(other.username, admin, nowhere, now))
  expect(await rowOf(other)).toMatchObject({ isAdmin: false, disabledAt: null })
  expect(await lastEvent(other)).toEqual(['account.removed-administrator', admin.username, { name: other.username }])
  for (const reader of [admin, other]) expect(await letterTo(reader, `${other.username} is no longer an administrator of Wheelkeep`)).toBeDefined()
  expect(await removeAdministrator(other.username, admin, nowhere, now)).toEqual(refused('account-changed'))
  expect(await removeAdministrator(admin.username, other, nowhere, now)).toEqual(refused('account-changed'))
  expect(await removeAdministrator(admin.username, admin, nowhere, now)).toEqual(refused('last-administrator'))

  const third = await giveAdmin()
  must(await removeAdministrator(admin.username, admin, nowhere, now))
  expect(await listAdministrators(db())).toEqual([third.id])
})

test('of twenty administrators who resign at once, one stays', async () => {
  const admins = await Promise.all(Array.from({ length: 20 }, giveAdmin))
  const done = await whileWritesWait(['users'], () => admins.map((admin) => removeAdministrator(admin.username, admin, nowhere, now)))
  expect(done.filter(({ ok }) => ok)).toHaveLength(19)
  expect(await listAdministrators(db())).toHaveLength(1)
})

test('of twenty who remove, disable or delete one another or themselves at once, one stays', async () => {
  const admins = await Promise.all(Array.from({ length: 20 }, giveAdmin))
  const actors = await Promise.all(admins.map(async (admin) => ({ id: admin.id, session: await giveSession(admin.id, now) })))
  const done = await whileWritesWait<Result<void, string>>(['users'], () => admins.map((admin, n): Promise<Result<void, string>> => {
    const next = admins[(n + 1) % 20] ?? admin
    if (n % 3 === 0) return removeAdministrator(next.username, admin, nowhere, now)
    return n % 3 === 1 ? disableAccount(next.username, 'A duel.', admin, nowhere, now) : deleteAccount(actors[n] ?? { id: '', session: actors[0]!.session }, admin.username, nowhere, now)
  }))
  expect((await listAdministrators(db())).length).toBeGreaterThanOrEqual(1)
  expect(done.some(({ ok }) => ok)).toBe(true)
})

test('a disabled account: every door is closed, its owner reads why, and it opens again as it was', async () => {
  const [admin, user] = [await giveAdmin(), await makeUser({ passwordHash: await hashPassword(PASSWORD), createdAt: new Date(now.getTime() - 86_400_000) })]
  const app = await giveTotp(user.id, later(-300))
  const project = await giveProject(user)
  const { token } = must(await createToken(user, { name: 'laptop', scope: 'user', actions: ['upload', 'read'] }, nowhere, now))
  const uploader = must(await checkToken(`Bearer ${token}`, nowhere, now))
  const signIn = (at: Date) => startLogin({ login: user.username, password: PASSWORD, next: '/' }, null, nowhere, at)
  const enter = async (at: Date) => {
    const { cookie } = must(await signIn(at))
    const { ticket } = must(await finishLogin(cookie, { method: 'totp', code: app.codeAt(at) }, nowhere, at))
    return redeemTicket(ticket, { pending: cookie, browser: null, session: null }, false, nowhere, at)
  }
  const { session } = must(await enter(later(-60)))
  const half = must(await signIn(now))
  const almost = must(await signIn(now))
  const { ticket } = must(await finishLogin(almost.cookie, { method: 'totp', code: app.codeAt(now) }, nowhere, now))
  must(await requestPasswordReset(user.username, nowhere, now))
  const reset = (await letterTo(user, 'Reset your password at Wheelkeep'))?.token ?? ''
  expect(await findReset(reset, now)).not.toBeNull()

  must(await disableAccount(user.username, 'It publishes in its sleep.', admin, nowhere, now))
  const isClosed = async () => {
    expect(await signIn(now)).toEqual(refused('wrong-credentials'))
    expect(await finishLogin(half.cookie, { method: 'totp', code: app.codeAt(later(60)) }, nowhere, later(60))).toEqual(refused('expired'))
    expect(await redeemTicket(ticket, { pending: almost.cookie, browser: null, session: null }, false, nowhere, now)).toEqual(refused('ticket-refused'))
    expect(await findSession(session, now)).toBeNull()
    expect(await checkToken(`Bearer ${token}`, nowhere, now)).toEqual(refused('unknown-token'))
  }
  await isClosed()
  expect(await findReset(reset, now)).toBeNull()
  for (const action of ['upload', 'read'] as const) expect(await uploader.may(project, action), action).toMatchObject({ allowed: false, error: 'account-frozen' })
  const before = (await letters(user)).length
  must(await requestPasswordReset(user.username, nowhere, later(1)))
  expect(await letters(user)).toHaveLength(before)
  const letter = await letterTo(user, 'Your account at Wheelkeep is disabled')
  for (const said of ['It publishes in its sleep.', admin.username, 'write to']) expect(letter?.text).toContain(said)
  expect(letter?.text).not.toContain('not-me')
  expect(await lastEvent(user)).toEqual(['password.reset-refused', null, {}])
  expect((await findPersonForAdmins(user.username, now))?.disabled).toEqual({ at: now, by: admin.username, reason: 'It publishes in its sleep.' })
  expect(await disableAccount(user.username, 'Again.', admin, nowhere, now)).toEqual(refused('account-changed'))

  must(await enableAccount(user.username, admin, nowhere, now))
  expect(await lastEvent(user)).toEqual(['account.enabled', admin.username, { name: user.username }])
  expect(await letterTo(user, 'Your account at Wheelkeep works again')).toBeDefined()
  expect([await findReset(reset, now), await findSession(session, now)]).toEqual([null, null])
  expect(await redeemTicket(ticket, { pending: almost.cookie, browser: null, session: null }, false, nowhere, now)).toEqual(refused('ticket-refused'))
  expect(must(await checkToken(`Bearer ${token}`, nowhere, now)).userId).toBe(user.id)
  must(await enter(later(120)))
  expect(await enableAccount(user.username, admin, nowhere, now)).toEqual(refused('account-changed'))
})

test('nobody disables themselves; an administrator who is disabled is none any more, enabled again neither', async () => {
  const [admin, other] = [await giveAdmin(), await giveAdmin()]
  expect(await disableAccount(admin.username, 'Tired.', admin, nowhere, now)).toEqual(refused('yourself'))
  must(await disableAccount(other.username, 'Unclear.', admin, nowhere, now))
  expect(await disableAccount(admin.username, 'Revenge.', other, nowhere, now)).toEqual(refused('account-changed'))
  expect((await listAccountEvents(other.id)).map(({ action }) => action)).toEqual(['account.disabled', 'account.removed-administrator'])
  must(await enableAccount(other.username, admin, nowhere, now))
  expect(await rowOf(other)).toMatchObject({ isAdmin: false, disabledAt: null, disabledReason: null })
})

test('a deleted account is not disabled, enabled or promoted: it is gone', async () => {
  const [admin, user] = [await giveAdmin(), await makeUser()]
  must(await deleteAccount({ id: user.id, session: await giveSession(user.id, now) }, user.username, nowhere, now))
  for (const change of [makeAdministrator, removeAdministrator, enableAccount]) expect(await change(user.username, admin, nowhere, now)).toEqual(refused('no-such-person'))
  expect(await disableAccount(user.username, 'x', admin, nowhere, now)).toEqual(refused('no-such-person'))
  expect(await rowOf(user)).toMatchObject({ deletedAt: now, disabledAt: now, disabledReason: null })
})

test('a reason is asked for, and is text', () => {
  expect(disabling.safeParse({ person: 'somebody', reason: ' ' }).success).toBe(false)
  expect(disabling.safeParse({ person: 'somebody', reason: 'x'.repeat(501) }).success).toBe(false)
  expect(disabling.parse({ person: 'somebody', reason: 'One\r\ntwo\u0007' })).toEqual({ person: 'somebody', reason: 'One\ntwo' })
})
