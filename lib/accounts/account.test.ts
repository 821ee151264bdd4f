import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { db } from '#lib/db/client.ts'
import { apiTokens, browsers, emailAddresses, pendingLogins, projectRoles, projects, users } from '#lib/db/schema.ts'
import { resetPassword } from '#lib/login/password-reset.ts'
import { findPending, openPending } from '#lib/login/pending.ts'
import { findLink, issueLink } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { knownBrowser, meetBrowser } from '#lib/sessions/browsers.ts'
import { findSession, listSessions } from '#lib/sessions/sessions.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { addAddress, listAddresses, makePrimary, publishAddress, removeAddress, resendLink } from './addresses.ts'
import { confirmAddress } from './confirmation.ts'
import { deleteAccount } from './deletion.ts'
import { findAccount, findProfile, saveName } from './details.ts'
import { changePassword } from './password-change.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { findPerson } from './people.ts'
import { requestPasswordReset } from './reset-request.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
const OLD = 'correct horse battery staple'
const NEW = 'seven purple elephants dancing'
const from = (ip: string) => ({ ...nowhere, ip })

async function actorOf(user: TestUser) {
  return { id: user.id, session: await giveSession(user.id, start) }
}

async function giveAddress(user: TestUser, address: string) {
  const actor = await actorOf(user)
  must(await addAddress(actor, address, nowhere, start))
  const token = (await lettersTo(address, start)).at(-1)?.token ?? ''
  must(await confirmAddress(token, actor, nowhere, later(1)))
  const found = (await listAddresses(user.id)).find((a) => a.address === address)
  if (!found) throw new Error('No such address.')
  return found
}

// ── addresses ──
test('an address that is added counts once it is confirmed; the others are told at once', async () => {
  const user = await makeUser()
  const actor = await actorOf(user)
  must(await addAddress(actor, 'second@example.org', nowhere, start))
  expect((await lettersTo(`${user.username}@example.org`, start)).map((l) => l.subject)).toEqual(['An address was added to your account'])
  expect(await findPerson(db(), 'second@example.org')).toBeNull()
  const token = (await lettersTo('second@example.org', start))[0]?.token ?? ''
  must(await confirmAddress(token, actor, nowhere, later(1)))
  expect((await findPerson(db(), 'SECOND@example.org'))?.id).toBe(user.id)
  expect(await addAddress(actor, 'Second@example.org', nowhere, later(1))).toEqual({ ok: false, error: 'address-exists' })
})

test('a further address that is confirmed is told to all addresses, itself included, and once; the first of an account to nobody', async () => {
  const user = await makeUser()
  const actor = await actorOf(user)
  must(await addAddress(actor, 'further@example.org', nowhere, start))
  const again = await issueLink(db(), { purpose: 'verify-email', userId: user.id, subject: (await listAddresses(user.id)).at(-1)?.id, expiresAt: later(60) })
  must(await confirmAddress((await lettersTo('further@example.org', start))[0]?.token ?? '', actor, from('203.0.113.7'), later(1)))
  must(await confirmAddress(again, actor, nowhere, later(2)))
  for (const to of ['further@example.org', `${user.username}@example.org`]) {
    const told = (await lettersTo(to, later(2))).filter(({ subject }) => subject === 'An address of your account was confirmed')
    expect(told.map(({ text }) => text)).toEqual([expect.stringMatching(/further@example\.org[^]*From: 203\.0\.113\.7[^]*\/not-me\//)])
  }

  const newcomer = await makeUser({ confirmed: false })
  const first = await issueLink(db(), { purpose: 'verify-email', userId: newcomer.id, subject: (await listAddresses(newcomer.id))[0]?.id, expiresAt: later(60) })
  must(await confirmAddress(first, null, nowhere, later(1)))
  expect(await lettersTo(`${newcomer.username}@example.org`, later(1))).toEqual([])
})

test('an address that everybody may read now, or nobody any more, is told of once each', async () => {
  const user = await makeUser()
  const [actor, [address]] = [await actorOf(user), await listAddresses(user.id)]
  for (const isPublic of [true, true, false]) must(await publishAddress(actor, address?.id ?? '', isPublic, nowhere, later(1)))
  const told = (await lettersTo(`${user.username}@example.org`, later(1))).map(({ subject }) => subject)
  expect(told.toSorted()).toEqual(['An address is no longer on your profile', 'An address is on your profile now'])
  expect((await eventsOf(user.id)).filter((action) => action === 'address.published')).toHaveLength(2)
})

test('two addresses a day, ten altogether', async () => {
  const actor = await actorOf(await makeUser())
  for (let day = 0; day < 5; day++) {
    const now = later(day * 1440)
    const answers = await sideBySide(4, (n) => addAddress(actor, `many${day}-${n}@example.org`, nowhere, now))
    expect(answers.filter((r) => r.ok).length).toBe(day === 4 ? 1 : 2)
  }
  expect(await listAddresses(actor.id)).toHaveLength(10)
})

test('the link can be asked for three times in six hours', async () => {
  const user = await makeUser({ confirmed: false })
  const actor = await actorOf(user)
  const [address] = await listAddresses(user.id)
  const answers = await sideBySide(4, () => resendLink(actor, address?.id ?? '', nowhere, start))
  expect(answers.filter((r) => r.ok)).toHaveLength(3)
})

test('an address confirmed long ago is asked again on request, and the link that comes proves that it is read', async () => {
  const user = await makeUser()
  const actor = await actorOf(user)
  const mailbox = `${user.username}@example.org`
  const [address] = await listAddresses(user.id)
  const year = 365 * 1440
  await db().update(emailAddresses).set({ verifiedAt: start }).where(eq(emailAddresses.userId, user.id))
  expect(await resendLink(actor, address?.id ?? '', nowhere, later(year - 1))).toEqual({ ok: false, error: 'already-confirmed' })
  must(await resendLink(actor, address?.id ?? '', nowhere, later(year)))
  const letter = (await lettersTo(mailbox, later(year))).at(-1)
  expect(letter?.subject).toBe('Does this address still work?')
  expect((await listAddresses(user.id))[0]).toMatchObject({ verifiedAt: start, provedAt: null })

  must(await confirmAddress(letter?.token ?? '', actor, nowhere, later(year + 1)))
  expect((await listAddresses(user.id))[0]).toMatchObject({ verifiedAt: start, provedAt: later(year + 1) })
  expect(await resendLink(actor, address?.id ?? '', nowhere, later(year + 2))).toEqual({ ok: false, error: 'already-confirmed' })
  expect(await lettersTo(mailbox, later(year + 2))).toHaveLength(1)
})

test('a link proves the address that it was mailed to, and no other', async () => {
  const user = await makeUser()
  await giveAddress(user, 'another@example.org')
  const mailbox = `${user.username}@example.org`
  must(await requestPasswordReset(mailbox, from('203.0.113.50'), later(5)))
  const token = (await lettersTo(mailbox, later(5))).findLast(({ link }) => link?.includes('/reset-password/'))?.token ?? ''
  expect((await resetPassword(token, NEW, null, from('203.0.113.50'), later(6))).ok).toBe(true)
  const proofs = (await listAddresses(user.id)).map(({ address, provedAt }) => [address, provedAt])
  expect(Object.fromEntries(proofs)).toEqual({ [mailbox]: later(6), 'another@example.org': later(1) })
})

test('an address of somebody else cannot be touched', async () => {
  const [owner, stranger] = [await makeUser(), await makeUser()]
  const address = await giveAddress(owner, 'theirs@example.org')
  const actor = await actorOf(stranger)
  const answers = [
    await removeAddress(actor, address.id, nowhere, start), await makePrimary(actor, address.id, nowhere, start),
    await publishAddress(actor, address.id, true, nowhere, start), await resendLink(actor, address.id, nowhere, start),
  ]
  expect(answers).toEqual(answers.map(() => ({ ok: false, error: 'not-found' })))
  expect((await listAddresses(owner.id)).find((a) => a.id === address.id)).toMatchObject({ isPublic: false, isPrimary: false })
})

test('the primary address stays, and only a confirmed one takes its place', async () => {
  const user = await makeUser()
  const actor = await actorOf(user)
  const [primary] = await listAddresses(user.id)
  expect(await removeAddress(actor, primary?.id ?? '', nowhere, start)).toEqual({ ok: false, error: 'is-primary' })
  must(await addAddress(actor, 'unconfirmed@example.org', nowhere, start))
  const added = (await listAddresses(user.id)).find((a) => !a.isPrimary)
  expect(await makePrimary(actor, added?.id ?? '', nowhere, start)).toEqual({ ok: false, error: 'not-confirmed' })
  expect(await publishAddress(actor, added?.id ?? '', true, nowhere, start)).toEqual({ ok: false, error: 'not-confirmed' })
})

test('after a change of addresses no browser skips a step, and no half-done sign-in goes on', async () => {
  const user = await makeUser()
  const [next, gone] = [await giveAddress(user, 'step@example.org'), await giveAddress(user, 'left@example.org')]
  const actor = await actorOf(user)
  for (const change of [() => makePrimary(actor, next.id, nowhere, later(2)), () => removeAddress(actor, gone.id, nowhere, later(3))]) {
    const { token } = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, later(1)))
    const cookie = await db().transaction((tx) => openPending(tx, { userId: user.id, nextPath: '/', browserId: null }, nowhere, later(1)))
    must(await change())
    expect(await knownBrowser(db(), user.id, token, later(4))).toBeNull()
    expect(await findPending(db(), cookie, later(4))).toBeNull()
  }
})

test('a new primary address ends other sessions and reset links, and both addresses are told', async () => {
  const user = await makeUser()
  const address = await giveAddress(user, 'next@example.org')
  const [actor, other] = [await actorOf(user), await giveSession(user.id, start)]
  const reset = await issueLink(db(), { purpose: 'reset-password', userId: user.id, expiresAt: later(60) })
  must(await makePrimary(actor, address.id, nowhere, later(2)))
  expect((await listAddresses(user.id))[0]?.address).toBe('next@example.org')
  expect((await listSessions(user.id, later(2))).map((s) => s.publicId)).toContain(actor.session.publicId)
  expect((await listSessions(user.id, later(2))).map((s) => s.publicId)).not.toContain(other.publicId)
  expect(await findLink(db(), 'reset-password', reset, later(2))).toBeNull()
  for (const to of ['next@example.org', `${user.username}@example.org`])
    expect((await lettersTo(to, later(2))).map((l) => l.subject)).toContain('Your primary address was changed')
})

test('whose address is removed is told as well, and it signs in nobody any more', async () => {
  const user = await makeUser()
  const address = await giveAddress(user, 'gone@example.org')
  must(await removeAddress(await actorOf(user), address.id, nowhere, later(2)))
  expect((await lettersTo('gone@example.org', later(2))).map((l) => l.subject)).toContain('An address was removed from your account')
  expect(await findPerson(db(), 'gone@example.org')).toBeNull()
})

test('two changes of the primary address at once leave one', async () => {
  const user = await makeUser()
  const wanted = [await giveAddress(user, 'one@example.org'), await giveAddress(user, 'two@example.org')]
  const actor = await actorOf(user)
  await whileWritesWait(['email_addresses'], () => wanted.map((a) => makePrimary(actor, a.id, nowhere, later(2))))
  expect((await listAddresses(user.id)).filter((a) => a.isPrimary)).toHaveLength(1)
})

// ── password ──
test('a changed password ends everything else and keeps this session under a new cookie', async () => {
  const user = await makeUser({ passwordHash: await hashPassword(OLD) })
  const [actor, other] = [await actorOf(user), await giveSession(user.id, start)]
  const browser = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  const reset = await issueLink(db(), { purpose: 'reset-password', userId: user.id, expiresAt: later(60) })
  const { cookie } = must(await changePassword(actor, { currentPassword: OLD, newPassword: NEW }, nowhere, later(1)))

  expect((await findSession(cookie, later(1)))?.session.publicId).toBe(actor.session.publicId)
  expect((await listSessions(user.id, later(1))).map((s) => s.publicId)).toEqual([actor.session.publicId])
  expect(other.publicId).not.toBe(actor.session.publicId)
  expect(await knownBrowser(db(), user.id, browser.token, later(1))).toBeNull()
  expect(await findLink(db(), 'reset-password', reset, later(1))).toBeNull()
  expect(await isPasswordOf(user, NEW)).toBe(true)
  expect((await lettersTo(`${user.username}@example.org`, later(1))).map((l) => l.subject)).toContain('Your password was changed')
  expect(await eventsOf(user.id)).toContain('password.changed')
})

test('the password is not changed without the old one, nor to a weak one; ten tries, then a pause', async () => {
  const user = await makeUser({ passwordHash: await hashPassword(OLD) })
  const actor = await actorOf(user)
  const at = from('192.0.2.77')
  expect(await changePassword(actor, { currentPassword: OLD, newPassword: 'passwordpassword' }, at, start)).toEqual({ ok: false, error: 'password-common' })
  expect(await changePassword(actor, { currentPassword: OLD, newPassword: `${user.username} 1234 wheelkeep` }, at, start)).toEqual({ ok: false, error: 'password-context' })
  const wrong = await sideBySide(12, () => changePassword(actor, { currentPassword: 'wrong', newPassword: NEW }, at, start))
  expect(wrong.filter((r) => !r.ok && r.error === 'wrong-password')).toHaveLength(10)
  expect(await changePassword(actor, { currentPassword: OLD, newPassword: NEW }, at, start)).toEqual({ ok: false, error: 'throttled' })
  expect(await isPasswordOf(user, OLD)).toBe(true)
})

test('a session that ended meanwhile changes no password', async () => {
  const user = await makeUser({ passwordHash: await hashPassword(OLD) })
  const actor = await actorOf(user)
  const { closeSession } = await import('#lib/sessions/sessions.ts')
  await closeSession(user.id, actor.session.publicId, nowhere, later(1))
  expect(await changePassword(actor, { currentPassword: OLD, newPassword: NEW }, nowhere, later(1))).toEqual({ ok: false, error: 'session-ended' })
  expect(await isPasswordOf(user, OLD)).toBe(true)
})

test('a reset is answered alike for everybody, and reaches confirmed addresses only', async () => {
  const [known, unconfirmed, disabled] = [await makeUser(), await makeUser({ confirmed: false }), await makeUser({ disabledAt: start })]
  const asked = [known.username, `${known.username}@example.org`, unconfirmed.username, `${unconfirmed.username}@example.org`, disabled.username, 'nobody', 'nobody@example.org']
  for (const [n, login] of asked.entries()) expect(await requestPasswordReset(login, from(`203.0.113.${n}`), start)).toEqual({ ok: true, value: undefined })
  const linksTo = async (user: TestUser) => (await lettersTo(`${user.username}@example.org`, start)).filter((l) => l.link?.includes('/account/reset-password/')).length
  expect([await linksTo(known), await linksTo(unconfirmed), await linksTo(disabled)]).toEqual([2, 0, 0])
})

test('a reset does the same work for everybody: one letter queued, one line in the record', async () => {
  const [known, unconfirmed, disabled] = [await makeUser(), await makeUser({ confirmed: false }), await makeUser({ disabledAt: start })]
  const work = async () => {
    const [done] = await db().execute<{ letters: number; events: number }>(sql`select (select count(*)::int from pgboss.job where name = 'mail') as letters, (select count(*)::int from audit_events) as events`)
    return done ?? { letters: 0, events: 0 }
  }
  for (const [n, login] of [known.username, unconfirmed.username, disabled.username, 'nobody-knows', 'nobody-knows@example.org'].entries()) {
    const before = await work()
    await requestPasswordReset(login, from(`203.0.113.${n}`), start)
    expect(await work()).toEqual({ letters: before.letters + 1, events: before.events + 1 })
  }
})

test('five reset letters a day for one account, however many networks ask', async () => {
  const user = await makeUser()
  for (let n = 0; n < 8; n++) expect((await requestPasswordReset(user.username, from(`198.51.100.${n}`), start)).ok).toBe(true)
  expect((await lettersTo(`${user.username}@example.org`, start)).length).toBe(5)
})

test('twenty requests an hour from one network, unknown names included', async () => {
  const answers = await sideBySide(22, (n) => requestPasswordReset(`nobody${n}`, from('198.51.100.200'), start))
  expect(answers.filter((r) => !r.ok)).toHaveLength(2)
})

// ── the account ──
test('the profile shows what its owner made public, and nothing of disabled people', async () => {
  const user = await makeUser()
  const address = await giveAddress(user, 'public@example.org')
  must(await publishAddress(await actorOf(user), address.id, true, nowhere, start))
  await saveName(user.id, 'Ada', nowhere)
  expect(await findProfile(user.username.toUpperCase())).toMatchObject({ name: 'Ada', addresses: ['public@example.org'] })
  expect(Object.keys((await findAccount(user.id)) ?? {})).not.toContain('passwordHash')
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, user.id))
  expect(await findProfile(user.username)).toBeNull()
})

test('a deleted account leaves its name and its history, and no way in', async () => {
  const user = await makeUser({ passwordHash: await hashPassword(OLD) })
  await giveTotp(user.id, start)
  const actor = await actorOf(user)
  await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  await db().insert(pendingLogins).values({ cookieHash: hashSecret(user.id), userId: user.id, attemptsLeft: 5, expiresAt: later(5) })
  const token = { userId: user.id, name: 't', sealedKey: new Uint8Array([1]), keyId: 'k', caveats: [], expiresAt: later(9999) }
  await db().insert(apiTokens).values(token)
  expect(await deleteAccount(actor, 'somebody', nowhere, start)).toEqual({ ok: false, error: 'confirmation-wrong' })
  must(await deleteAccount(actor, user.username.toUpperCase(), nowhere, start))

  expect(await listSessions(user.id, start)).toEqual([])
  expect(await db().$count(emailAddresses, eq(emailAddresses.userId, user.id))).toBe(0)
  expect(await db().$count(browsers, eq(browsers.userId, user.id))).toBe(0)
  const [kept] = await db().select().from(users).where(eq(users.id, user.id))
  expect(kept).toMatchObject({ username: user.username, name: '', passwordHash: null, deletedAt: start, disabledAt: start })
  const [dead] = await db().select().from(apiTokens).where(eq(apiTokens.userId, user.id))
  expect(dead?.revokedAt).toEqual(start)
  const [pending] = await db().select().from(pendingLogins).where(eq(pendingLogins.userId, user.id))
  expect(pending?.consumedAt).toEqual(start)
  expect((await lettersTo(`${user.username}@example.org`, start)).at(-1)?.subject).toContain('is deleted')
  expect(await eventsOf(user.id)).toContain('account.deleted')
})

test('two owners who delete their accounts at once: one of them stays', async () => {
  const [a, b] = [await makeUser(), await makeUser()]
  const [project] = await db().insert(projects).values({ name: 'both', normalizedName: 'both', confusableName: 'b0th' }).returning()
  for (const user of [a, b]) await db().insert(projectRoles).values({ projectId: project?.id ?? '', userId: user.id, role: 'owner' })
  const actors = [await actorOf(a), await actorOf(b)]
  const results = await whileWritesWait(['project_roles'], () => [deleteAccount(actors[0]!, a.username, nowhere, start), deleteAccount(actors[1]!, b.username, nowhere, start)])
  expect(results.map((r) => (r.ok ? 'ok' : r.error)).sort()).toEqual(['ok', 'sole-owner'])
})

test('whose only fellow owner is disabled keeps the account', async () => {
  const [user, fellow] = [await makeUser(), await makeUser({ disabledAt: start })]
  const [project] = await db().insert(projects).values({ name: 'half', normalizedName: 'half', confusableName: 'ha1f' }).returning()
  for (const owner of [user, fellow]) await db().insert(projectRoles).values({ projectId: project?.id ?? '', userId: owner.id, role: 'owner' })
  expect(await deleteAccount(await actorOf(user), user.username, nowhere, start)).toEqual({ ok: false, error: 'sole-owner' })
})

test('the only administrator keeps the account; of twenty who delete theirs at once, one does', async () => {
  const admins = await Promise.all(Array.from({ length: 20 }, () => makeUser({ isAdmin: true })))
  const actors = await Promise.all(admins.map(actorOf))
  const done = await whileWritesWait(['users'], () => admins.map((admin, n) => deleteAccount(actors[n]!, admin.username, nowhere, start)))
  expect(done.filter(({ ok }) => !ok)).toEqual([{ ok: false, error: 'last-administrator' }])
  expect(await db().$count(users, eq(users.isAdmin, true))).toBe(1)
})

async function isPasswordOf(user: TestUser, password: string): Promise<boolean> {
  const [row] = await db().select().from(users).where(eq(users.id, user.id))
  return verifyPassword(row?.passwordHash ?? null, password)
}
