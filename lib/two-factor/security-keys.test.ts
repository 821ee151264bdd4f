import { and, eq, isNull } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { pendingLogins, securityKeys, sessions, webauthnChallenges } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import type { KeyKind } from '#lib/protocol/webauthn.ts'
import { closeSession, findSession, listSessions, type Session } from '#lib/sessions/sessions.ts'
import { hasSudo, hasSudoByKey } from '#lib/sessions/sudo.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, lettersSent, must } from '#lib/testing/second-factors.ts'
import { type Lies, passkey, softwareKey, type SoftwareKey, u2fKey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { LABEL_MAX_CHARS } from '#lib/numbers.ts'
import { factorName } from './input.ts'
import { sweepChallenges } from './challenges.ts'
import { hasSecondFactor, listFactors } from './factors.ts'
import { generateRecoveryCodes } from './recovery-codes.ts'
import { addSecurityKey, offerSecurityKey, removeSecurityKey, renameSecurityKey } from './security-keys.ts'
import { removeTotp } from './totp-apps.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const ORIGIN = 'http://localhost:3000'

let user: TestUser
let session: Session
beforeEach(async () => {
  user = await makeUser({ name: 'Ada' })
  await giveRecoveryCodes(user.id, start)
  session = await giveSession(user.id, start)
})

const offer = (kind: KeyKind = 'security-key', userId = user.id) => offerSecurityKey(userId, kind, session, start)
const add = async (response: unknown, { name = 'blue key', kind = 'security-key' as KeyKind, userId = user.id, by = session, now = later(1) } = {}) =>
  addSecurityKey(userId, kind, await nowOf(by), response, name, nowhere, now)
const made = async (key: SoftwareKey, lies: Lies = {}, kind: KeyKind = 'security-key') => key.create(must(await offer(kind)), ORIGIN, lies)

/** The session as the next request finds it: each key that was added gave it a new cookie. */
async function nowOf({ publicId }: Session): Promise<Session> {
  const [found] = await db().select().from(sessions).where(eq(sessions.publicId, publicId))
  if (!found) throw new Error('No such session.')
  return found
}

test.each<[string, SoftwareKey, KeyKind]>([
  ['a USB key', softwareKey(), 'security-key'],
  ['a key with EdDSA', softwareKey({ algorithm: 'EdDSA' }), 'security-key'],
  ['a key with RS256', softwareKey({ algorithm: 'RS256' }), 'security-key'],
  ['a U2F key', u2fKey(), 'security-key'],
  ['a passkey', passkey(), 'passkey'],
])('%s is registered', async (_, key, kind) => {
  const { id } = must(await add(await made(key, {}, kind), { kind }))
  expect(await listFactors(user.id)).toMatchObject([{ id, name: 'blue key', kind, lastUsedAt: null }])
  expect(await hasSecondFactor(user.id)).toBe(true)
})

test('registering leaves an event and a letter, and half-finished sign-ins begin again', async () => {
  await db().insert(pendingLogins).values({ cookieHash: user.id, userId: user.id, attemptsLeft: 5, expiresAt: later(300) })
  await lettersSent()
  must(await add(await made(softwareKey())))
  must(await add(await made(passkey(), {}, 'passkey'), { kind: 'passkey', name: 'phone' }))
  expect(await lettersSent()).toMatchObject([
    { kind: 'passkey-added', userId: user.id, to: 'all', values: { name: 'phone' } },
    { kind: 'security-key-added', userId: user.id, to: 'all', values: { name: 'blue key' } },
  ])
  expect((await eventsOf(user.id)).filter((action) => action === 'security-key.added')).toHaveLength(2)
  expect(await db().$count(pendingLogins, and(eq(pendingLogins.userId, user.id), isNull(pendingLogins.consumedAt)))).toBe(0)
})

test('a key that was added has just been used: what let it in counts as confirmed by key, and nothing more does', async () => {
  const byKey = async () => hasSudoByKey(await nowOf(session), later(2))
  await db().update(sessions).set({ sudoAt: start, sudoMethod: 'totp' }).where(eq(sessions.publicId, session.publicId))
  expect(await byKey()).toBe(false)
  must(await add(await made(softwareKey())))
  expect(await byKey()).toBe(true)
  await db().update(sessions).set({ sudoAt: null, sudoMethod: null }).where(eq(sessions.publicId, session.publicId))
  must(await add(await made(passkey(), {}, 'passkey'), { kind: 'passkey', name: 'phone' }))
  expect(await byKey()).toBe(false)
})

test('a new key gives the session a new cookie, and takes from all others what the password alone had confirmed', async () => {
  const other = await giveSession(user.id, start)
  const { cookie } = must(await add(await made(softwareKey())))
  expect(await findSession(cookie, later(2))).toMatchObject({ session: { publicId: session.publicId, aal: 1 } })
  expect((await nowOf(session)).idHash).not.toBe(session.idHash)
  expect([hasSudo(await nowOf(session), later(2)), hasSudo(await nowOf(other), later(2))]).toEqual([true, false])
})

test('a session that ended meanwhile adds no key', async () => {
  const response = await made(softwareKey())
  await closeSession(user.id, session.publicId, nowhere, later(1))
  expect(await add(response)).toEqual({ ok: false, error: 'session-ended' })
  expect(await listFactors(user.id)).toEqual([])
})

test('the options name the site as the operator set it, the user, and the keys there are', async () => {
  const { key } = await giveSecurityKey(user.id, start)
  const options = must(await offer())
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: 'Wheelkeep' },
    user: { id: Buffer.from(user.webauthnHandle).toString('base64url'), name: user.username, displayName: 'Ada' },
    excludeCredentials: [{ id: key.id }],
  })
  expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  expect(must(await offer()).challenge).not.toBe(options.challenge)
  expect(JSON.stringify(await db().select().from(webauthnChallenges))).not.toContain(options.challenge)
})

test('a key says its model, a synced passkey that it is synced', async () => {
  must(await add(await made(passkey(), {}, 'passkey'), { kind: 'passkey' }))
  expect(await listFactors(user.id)).toMatchObject([{ model: 'Apple Passwords', isSynced: true }])
})

test('without a confirmed address, or without saved codes, nothing is offered and nothing added', async () => {
  const stranger = await makeUser({ confirmed: false })
  expect(await offer('security-key', stranger.id)).toEqual({ ok: false, error: 'address-unconfirmed' })
  const beginner = await makeUser()
  expect(await offer('passkey', beginner.id)).toEqual({ ok: false, error: 'codes-first' })
  const response = await made(softwareKey())
  const session = await giveSession(user.id, start)
  must(await generateRecoveryCodes(user.id, session, nowhere, start))
  expect(await add(response)).toEqual({ ok: false, error: 'codes-first' })
})

test('a challenge is good for one answer', async () => {
  const key = softwareKey()
  const options = must(await offer())
  must(await add(key.create(options, ORIGIN)))
  expect(await add(softwareKey().create(options, ORIGIN), { name: 'another' })).toEqual({ ok: false, error: 'key-refused' })
})

test('a wrong answer uses the challenge up as well', async () => {
  const options = must(await offer())
  const key = softwareKey()
  expect(await add(key.create(options, ORIGIN, { flags: { userPresent: false } }))).toEqual({ ok: false, error: 'key-refused' })
  expect(await add(key.create(options, ORIGIN))).toEqual({ ok: false, error: 'key-refused' })
})

test('a challenge ends after five minutes', async () => {
  const [first, second] = [await made(softwareKey()), await made(softwareKey())]
  expect(await add(first, { now: later(300) })).toEqual({ ok: false, error: 'key-refused' })
  must(await add(second, { now: later(299) }))
})

test('a challenge is for one session, one user and one ceremony', async () => {
  const other = await makeUser()
  await giveRecoveryCodes(other.id, start)
  const refused = { ok: false, error: 'key-refused' }
  expect(await add(await made(softwareKey()), { by: await giveSession(user.id, start) })).toEqual(refused)
  expect(await add(await made(softwareKey()), { userId: other.id })).toEqual(refused)
  expect(await add(await made(passkey()), { kind: 'passkey' })).toEqual(refused)
  expect(await add(await made(passkey(), {}, 'passkey'))).toEqual(refused)
})

test('a challenge of the browser’s own making is not ours', async () => {
  const options = { ...must(await offer()), challenge: Buffer.alloc(32, 1).toString('base64url') }
  expect(await add(softwareKey().create(options, ORIGIN))).toEqual({ ok: false, error: 'key-refused' })
})

test('of twenty requests with one answer, one registers', async () => {
  const response = await made(softwareKey())
  const added = await whileWritesWait(['webauthn_challenges'], () => Array.from({ length: 20 }, (_, n) => add(response, { name: `key ${n}` })))
  expect(added.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await listFactors(user.id)).toHaveLength(1)
})

test('a page at another address than the operator said is told so', async () => {
  const response = softwareKey().create(must(await offer()), 'http://localhost:4000')
  expect(await add(response)).toEqual({ ok: false, error: 'wrong-origin' })
})

test.each([null, '', '{', 'x'.repeat(70_000), '{"id":"AAAA"}', 7n])('nonsense is refused (%#)', async (response) => {
  expect(await add(response)).toEqual({ ok: false, error: 'key-refused' })
})

test('a passkey must have verified its user', async () => {
  expect(await add(await made(softwareKey(), {}, 'passkey'), { kind: 'passkey' })).toEqual({ ok: false, error: 'key-refused' })
})

test('the table itself takes no credential id shorter than 16 bytes or longer than 1023, and none twice (R21, R22)', async () => {
  const { key } = await giveSecurityKey(user.id, start)
  const [row] = await db().select().from(securityKeys).where(eq(securityKeys.credentialId, key.id))
  const insert = (credentialId: string) => db().insert(securityKeys).values({ ...row!, id: undefined, credentialId, name: credentialId.slice(0, 20) })
  const idOf = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64url')
  for (const bytes of [0, 15, 1024]) await expect(insert(idOf(bytes)), `${bytes}`).rejects.toThrow()
  await expect(insert(key.id)).rejects.toThrow()
  for (const bytes of [16, 1023]) await insert(idOf(bytes))
})

test('a key belongs to one account: nobody else can register it, and its owner only once', async () => {
  const key = softwareKey()
  must(await add(await made(key)))
  expect(await add(await made(key), { name: 'again' })).toEqual({ ok: false, error: 'already-registered' })
  const other = await makeUser()
  await giveRecoveryCodes(other.id, start)
  const response = key.create(must(await offer('security-key', other.id)), ORIGIN)
  expect(await add(response, { userId: other.id })).toEqual({ ok: false, error: 'already-registered' })
  expect(await db().select({ userId: securityKeys.userId }).from(securityKeys).where(eq(securityKeys.credentialId, key.id))).toEqual([{ userId: user.id }])
})

test('twenty keys are enough, also when two are added at once', async () => {
  const key = softwareKey()
  must(await add(await made(key)))
  const [row] = await db().select().from(securityKeys).where(eq(securityKeys.userId, user.id))
  if (!row) throw new Error('no key')
  const more = Array.from({ length: 18 }, (_, n) => ({ ...row, id: undefined, credentialId: softwareKey().id, name: `key ${n}` }))
  await db().insert(securityKeys).values(more)
  // In two sessions, or the one cookie that both would change decides.
  const by = [session, await giveSession(user.id, start)]
  const responses = await Promise.all(by.map(async (one) => softwareKey().create(must(await offerSecurityKey(user.id, 'security-key', one, start)), ORIGIN)))
  const added = await whileWritesWait(['security_keys'], () => responses.map((response, n) => add(response, { name: `last ${n}`, by: by[n] ?? session })))
  expect(added.filter(({ ok }) => ok)).toHaveLength(1)
  expect(added.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'too-many' })
  expect(await offer()).toEqual({ ok: false, error: 'too-many' })
})

test('a name is one line of 64 characters at most, without what turns or hides text (R24)', () => {
  const long = 'x'.repeat(LABEL_MAX_CHARS)
  for (const name of [long, ' blue key ', 'مفتاح', '👩\u200d🔬']) expect(factorName.safeParse(name).success).toBe(true)
  for (const name of ['', ' ', `${long}x`, 'a\nb', 'a\u202eb', 'a\0b', '\ud800', 7, null, ['a']]) expect(factorName.safeParse(name).success).toBe(false)
})

test('a key has a name of its own, and its owner alone may change it', async () => {
  const { id } = await giveSecurityKey(user.id, start)
  await giveSecurityKey(user.id, start, { name: 'red key' })
  const other = await makeUser()
  expect(await add(await made(softwareKey()))).toEqual({ ok: false, error: 'name-taken' })
  expect(await renameSecurityKey(user.id, id, 'red key', nowhere)).toEqual({ ok: false, error: 'name-taken' })
  expect(await renameSecurityKey(other.id, id, 'mine', nowhere)).toEqual({ ok: false, error: 'not-found' })
  must(await renameSecurityKey(user.id, id, 'green key', nowhere))
  expect((await listFactors(user.id)).map(({ name }) => name).sort()).toEqual(['green key', 'red key'])
  expect(await eventsOf(user.id)).toContain('security-key.renamed')
})

test('removing a key ends every other sign-in, and tells', async () => {
  const { id } = await giveSecurityKey(user.id, start)
  const [session] = [await giveSession(user.id, start), await giveSession(user.id, start)]
  await lettersSent()
  must(await removeSecurityKey(user.id, id, session, nowhere, later(1)))
  expect(await listFactors(user.id)).toEqual([])
  expect((await listSessions(user.id, later(1))).map(({ publicId }) => publicId)).toEqual([session.publicId])
  expect(await lettersSent()).toMatchObject([{ kind: 'security-key-removed', values: { name: 'blue key' } }])
  expect(await eventsOf(user.id)).toContain('security-key.removed')
})

test('the letter about a passkey that goes calls it one', async () => {
  const { id } = await giveSecurityKey(user.id, start, { name: 'laptop', key: passkey(), kind: 'passkey' })
  await lettersSent()
  must(await removeSecurityKey(user.id, id, await giveSession(user.id, start), nowhere, later(1)))
  expect(await lettersSent()).toMatchObject([{ kind: 'passkey-removed', to: 'all', values: { name: 'laptop' } }])
})

test("another user's key cannot be removed", async () => {
  const { id } = await giveSecurityKey(user.id, start)
  const other = await makeUser()
  const session = await giveSession(other.id, start)
  expect(await removeSecurityKey(other.id, id, session, nowhere, start)).toEqual({ ok: false, error: 'not-found' })
  expect(await listFactors(user.id)).toHaveLength(1)
})

test('where the operator requires a second factor, the last one stays', async () => {
  const { id } = await giveSecurityKey(user.id, start)
  const session = await giveSession(user.id, start)
  environment().twoFactor = 'required'
  expect(await removeSecurityKey(user.id, id, session, nowhere, start)).toEqual({ ok: false, error: 'last-factor' })
  environment().twoFactor = 'encouraged'
  must(await removeSecurityKey(user.id, id, session, nowhere, start))
})

test('an administrator keeps the last factor: an app and a key removed at once, one stays', async () => {
  const admin = await makeUser({ isAdmin: true })
  const app = await giveTotp(admin.id, start)
  const { id } = await giveSecurityKey(admin.id, start)
  const session = await giveSession(admin.id, start)
  const removed = await whileWritesWait(['totp_apps', 'security_keys'], () => [
    removeSecurityKey(admin.id, id, session, nowhere, start),
    removeTotp(admin.id, app.id, session, nowhere, start),
  ])
  expect(removed.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(await hasSecondFactor(admin.id)).toBe(true)
})

test('challenges that are over are swept away', async () => {
  must(await offer())
  await sweepChallenges(later(299))
  expect(await db().$count(webauthnChallenges, eq(webauthnChallenges.userId, user.id))).toBe(1)
  await sweepChallenges(later(301))
  expect(await db().$count(webauthnChallenges, eq(webauthnChallenges.userId, user.id))).toBe(0)
})
