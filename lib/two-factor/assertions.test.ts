import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { securityKeys } from '#lib/db/schema.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveSecurityKey, giveTotp, lettersSent, must, type TestKey } from '#lib/testing/second-factors.ts'
import { type Lies, passkey, softwareKey, type SoftwareKey, u2fKey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { type Asked, offerAssertion, spendAssertion } from './assertions.ts'
import { hasSecondFactor } from './factors.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const ORIGIN = 'http://localhost:3000'

const LOGIN: Asked = { ceremony: 'second-step', boundTo: 'hash-of-the-pending-login' }
const ALONE: Asked = { ceremony: 'passkey-login', boundTo: 'hash-of-the-browser' }

let user: TestUser
let mine: TestKey
beforeEach(async () => {
  user = await makeUser()
  mine = await giveSecurityKey(user.id, start)
})

const signed = async (key: SoftwareKey, asked: Asked = LOGIN, userId: string | null = user.id, lies: Lies = {}) =>
  key.sign(must(await offerAssertion(asked, userId, start)), ORIGIN, lies)
const spend = (response: unknown, asked: Asked = LOGIN, userId: string | null = user.id, now = later(1)) =>
  db().transaction((tx) => spendAssertion(tx, asked, userId, response, now))

test.each<[string, () => SoftwareKey]>([
  ['a USB key', softwareKey],
  ['a key with EdDSA', () => softwareKey({ algorithm: 'EdDSA' })],
  ['a key with RS256', () => softwareKey({ algorithm: 'RS256' })],
  ['a U2F key', u2fKey],
  ['a passkey that never counts', passkey],
])('the second step with %s, again and again', async (_, plugIn) => {
  const { id, key } = await giveSecurityKey(user.id, start, { name: 'another', key: plugIn() })
  for (const now of [later(1), later(2)]) {
    const response = key.sign(must(await offerAssertion(LOGIN, user.id, start)), ORIGIN)
    expect(await spend(response, LOGIN, user.id, now)).toMatchObject({ keyId: id, userId: user.id, name: 'another', isPasskey: false })
    expect((await rowOf(key))?.lastUsedAt).toEqual(now)
  }
})

test('the options name the keys of the user and of nobody else', async () => {
  const other = await makeUser()
  await giveSecurityKey(other.id, start)
  const options = must(await offerAssertion(LOGIN, user.id, start))
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'discouraged', allowCredentials: [{ id: mine.key.id }] })
  expect(options.allowCredentials).toHaveLength(1)
})

test('a user without keys is offered none', async () => {
  const other = await makeUser()
  await giveTotp(other.id, start)
  expect(await offerAssertion(LOGIN, other.id, start)).toEqual({ ok: false, error: 'no-keys' })
  expect(await offerAssertion(LOGIN, null, start)).toEqual({ ok: false, error: 'no-keys' })
})

test("another user's key is refused, although its signature is right", async () => {
  const other = await makeUser()
  const theirs = await giveSecurityKey(other.id, start)
  expect(await spend(await signed(theirs.key))).toBeNull()
  expect(await spend(await signed(theirs.key, LOGIN, other.id), LOGIN, user.id)).toBeNull()
  expect(await spend(await signed(theirs.key, LOGIN, other.id), LOGIN, other.id)).not.toBeNull()
})

test('a key that nobody has registered is refused', async () => {
  expect(await spend(await signed(softwareKey()))).toBeNull()
})

test('one answer is good once', async () => {
  const response = await signed(mine.key)
  expect(await spend(response)).not.toBeNull()
  expect(await spend(response)).toBeNull()
})

test('one challenge is good for one answer, even a wrong one', async () => {
  const options = must(await offerAssertion(LOGIN, user.id, start))
  expect(await spend(mine.key.sign(options, 'https://example.org'))).toBeNull()
  expect(await spend(mine.key.sign(options, ORIGIN))).toBeNull()
})

test('of twenty requests with one answer, one gets in', async () => {
  const response = await signed(passkeyOf(await giveSecurityKey(user.id, start, { name: 'phone', key: passkey() })))
  const spent = await whileWritesWait(['webauthn_challenges'], () => Array.from({ length: 20 }, () => spend(response)))
  expect(spent.filter((answer) => answer !== null)).toHaveLength(1)
})

test('a challenge ends after five minutes', async () => {
  const [first, second] = [await signed(mine.key), await signed(mine.key)]
  expect(await spend(first, LOGIN, user.id, later(300))).toBeNull()
  expect(await spend(second, LOGIN, user.id, later(299))).not.toBeNull()
})

test('a challenge is for one cookie and one purpose', async () => {
  expect(await spend(await signed(mine.key), { ...LOGIN, boundTo: 'hash-of-another-login' })).toBeNull()
  expect(await spend(await signed(mine.key), { ...LOGIN, ceremony: 'sudo' })).toBeNull()
  expect(await spend(await signed(mine.key, { ceremony: 'test', boundTo: LOGIN.boundTo, keyId: mine.id }))).toBeNull()
  expect(await spend(await signed(mine.key, { ...LOGIN, ceremony: 'sudo' }), { ...LOGIN, ceremony: 'sudo' })).not.toBeNull()
})

test.each<[string, Lies]>([
  ['another origin', { clientData: { origin: 'http://localhost:3001' } }],
  ['another RP ID', { rpId: 'example.org' }],
  ['nobody present', { flags: { userPresent: false } }],
  ['framed', { clientData: { crossOrigin: true } }],
  ['another account', { userHandle: 'AAAA' }],
])('is refused: %s', async (_, lies) => {
  expect(await spend(await signed(mine.key, LOGIN, user.id, lies))).toBeNull()
})

test.each([null, '', '{', 'x'.repeat(70_000), 7n])('nonsense is refused (%#)', async (response) => {
  expect(await spend(response)).toBeNull()
})

test('a counter that stands still or goes back is a clone: refused, recorded, told, and the key is kept', async () => {
  const { key } = mine
  for (let n = 0; n < 3; n++) await spend(await signed(key))
  const stands = (await rowOf(key))?.signCount ?? 0
  await lettersSent()
  expect(await spend(await signed(key, LOGIN, user.id, { signCount: stands }))).toBeNull()
  expect(await spend(await signed(key, LOGIN, user.id, { signCount: 0 }))).toBeNull()
  expect(await lettersSent()).toMatchObject([{ kind: 'clone-suspected', to: 'all', values: { name: 'blue key', kind: 'security-key' } }, { kind: 'clone-suspected' }])
  expect((await eventsOf(user.id)).filter((action) => action === 'security-key.clone-suspected')).toHaveLength(2)
  expect(await rowOf(key)).toMatchObject({ signCount: stands, disabledAt: null })
  expect(await spend(await signed(key))).not.toBeNull()
})

test('the letter about a copied passkey calls it a passkey', async () => {
  const { key } = await giveSecurityKey(user.id, start, { name: 'phone', key: softwareKey({ verifiesUser: true, discoverable: true }), kind: 'passkey' })
  await spend(await signed(key))
  await lettersSent()
  expect(await spend(await signed(key, LOGIN, user.id, { signCount: 0 }))).toBeNull()
  expect(await lettersSent()).toMatchObject([{ kind: 'clone-suspected', values: { name: 'phone', kind: 'passkey' } }])
})

test('a forgery with a low counter is no clone: the signature is judged first', async () => {
  await spend(await signed(mine.key))
  const forged = await signed(softwareKey(), LOGIN, user.id, { signCount: 0 })
  expect(await spend({ ...forged, id: mine.key.id, rawId: mine.key.id })).toBeNull()
  expect(await eventsOf(user.id)).not.toContain('security-key.clone-suspected')
})

test('a key and its copy, used at once with one count: one gets in, the other is told of', async () => {
  const copy = mine.key.clone()
  const responses = [await signed(mine.key), await signed(copy)]
  const spent = await whileWritesWait(['security_keys'], () => responses.map((response) => spend(response)))
  expect(spent.filter((answer) => answer !== null)).toHaveLength(1)
  expect(await eventsOf(user.id)).toContain('security-key.clone-suspected')
})

test('a hundred failures in a row disable the key, its owner is told, and the password alone is still not enough', async () => {
  const fail = async () => spend(await signed(mine.key, LOGIN, user.id, { flags: { userPresent: false } }))
  await db().update(securityKeys).set({ failCount: 98 }).where(eq(securityKeys.id, mine.id))
  await fail()
  expect(await spend(await signed(mine.key))).not.toBeNull()
  expect((await rowOf(mine.key))?.failCount).toBe(0)
  await db().update(securityKeys).set({ failCount: 99 }).where(eq(securityKeys.id, mine.id))
  const good = await signed(mine.key)
  await lettersSent()
  await fail()
  expect(await lettersSent()).toMatchObject([{ kind: 'authenticator-disabled', values: { name: 'blue key' } }])
  expect(await eventsOf(user.id)).toContain('security-key.disabled')
  expect(await spend(good)).toBeNull()
  expect(await eventsOf(user.id)).not.toContain('security-key.clone-suspected')
  expect(await offerAssertion(LOGIN, user.id, start)).toEqual({ ok: false, error: 'no-keys' })
  expect(await hasSecondFactor(user.id)).toBe(true)
})

test('a passkey signs in by itself and says whose it is', async () => {
  const { id, key } = await giveSecurityKey(user.id, start, { name: 'phone', key: passkey(), kind: 'passkey' })
  const options = must(await offerAssertion(ALONE, null, start))
  expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' })
  expect(await spend(key.sign(options, ORIGIN), ALONE, null)).toEqual({ keyId: id, userId: user.id, name: 'phone', isPasskey: true, userVerified: true })
})

test('a passkey that did not verify its user, or names somebody else or nobody, does not sign in', async () => {
  const { key } = await giveSecurityKey(user.id, start, { name: 'phone', key: passkey(), kind: 'passkey' })
  for (const lies of [{ flags: { userVerified: false } }, { userHandle: 'AAAA' }, { userHandle: '' }]) {
    expect(await spend(await signed(key, ALONE, null, lies), ALONE, null)).toBeNull()
  }
})

test('a second-factor key does not sign in by itself, even if it verifies its user', async () => {
  const { key } = await giveSecurityKey(user.id, start, { name: 'fingerprint', key: passkey() })
  expect(await spend(await signed(key, ALONE, null), ALONE, null)).toBeNull()
})

test('a passkey is a second step as well', async () => {
  const { id, key } = await giveSecurityKey(user.id, start, { name: 'phone', key: passkey(), kind: 'passkey' })
  expect(await spend(await signed(key))).toMatchObject({ keyId: id, isPasskey: true })
})

test('what a passkey says about its backup is kept up to date', async () => {
  const { key } = await giveSecurityKey(user.id, start, { name: 'phone', key: passkey(), kind: 'passkey' })
  await spend(await signed(key, LOGIN, user.id, { flags: { backedUp: false } }))
  expect(await rowOf(key)).toMatchObject({ backupEligible: true, backedUp: false })
})

const passkeyOf = ({ key }: TestKey) => key
const rowOf = async (key: SoftwareKey) => (await db().select().from(securityKeys).where(eq(securityKeys.credentialId, key.id)))[0]
