import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { securityKeys } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { eventsOf, giveSecurityKey, giveTotp, lettersSent, must, type TestKey } from '#lib/testing/second-factors.ts'
import { passkey, softwareKey, type SoftwareKey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { spendAssertion } from './assertions.ts'
import { offerKeyTest, testSecurityKey } from './key-test.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const ORIGIN = 'http://localhost:3000'
const SESSION = 'hash-of-the-session'
const NOBODYS = '00000000-0000-4000-8000-000000000000'

let user: TestUser
let blue: TestKey
let red: TestKey
beforeEach(async () => {
  user = await makeUser()
  blue = await giveSecurityKey(user.id, start)
  red = await giveSecurityKey(user.id, start, { name: 'red key' })
})

const ofKey = (keyId: string, boundTo = SESSION) => ({ keyId, boundTo })
const offer = async ({ id }: TestKey) => must(await offerKeyTest(user.id, ofKey(id), start))
const answer = ({ id }: TestKey, response: unknown, now = later(1)) => testSecurityKey(user.id, ofKey(id), response, nowhere, now)

test('a key is tested, which leaves an event and counts as use', async () => {
  const response = blue.key.sign(await offer(blue), ORIGIN)
  expect(await answer(blue, response)).toEqual({ ok: true, value: { name: 'blue key' } })
  expect(await answer(blue, response)).toEqual({ ok: false, error: 'key-refused' })
  expect(await eventsOf(user.id)).toContain('security-key.tested')
  expect((await rowOf(blue))?.lastUsedAt).toEqual(later(1))
})

test('the options name the one key that is tested', async () => {
  expect((await offer(blue)).allowCredentials?.map(({ id }) => id)).toEqual([blue.key.id])
})

test('another key of the same account does not answer for it: refused, named, and nothing counts', async () => {
  await lettersSent()
  expect(await answer(blue, red.key.sign(await offer(blue), ORIGIN))).toEqual({ ok: false, error: 'other-key', answered: 'red key', asked: 'blue key' })
  for (const key of [blue, red]) expect(await rowOf(key)).toMatchObject({ lastUsedAt: null, failCount: 0 })
  expect(await eventsOf(user.id)).not.toContain('security-key.tested')
  expect(await lettersSent()).toEqual([])
})

test('a passkey that the browser chose instead is another key as well', async () => {
  const phone = await giveSecurityKey(user.id, start, { name: 'phone', key: passkey(), kind: 'passkey' })
  expect(await answer(blue, phone.key.sign(await offer(blue), ORIGIN))).toMatchObject({ error: 'other-key', answered: 'phone' })
})

test('a challenge that was made for one key is not spent on another', async () => {
  expect(await answer(red, red.key.sign(await offer(blue), ORIGIN))).toEqual({ ok: false, error: 'key-refused' })
  expect(await answer(red, red.key.sign(await offer(red), ORIGIN))).toMatchObject({ ok: true })
})

test('the answer to a test confirms and signs in nobody', async () => {
  const response = blue.key.sign(await offer(blue), ORIGIN)
  for (const ceremony of ['sudo', 'second-step'] as const) {
    expect(await db().transaction((tx) => spendAssertion(tx, { ceremony, boundTo: SESSION }, user.id, response, later(1)))).toBeNull()
  }
})

test('a key that nobody has registered is refused without a name', async () => {
  expect(await answer(blue, softwareKey().sign(await offer(blue), ORIGIN))).toEqual({ ok: false, error: 'key-refused' })
  const stranger = await giveSecurityKey((await makeUser()).id, start, { name: 'of somebody else' })
  expect(await answer(blue, stranger.key.sign(await offer(blue), ORIGIN))).toEqual({ ok: false, error: 'key-refused' })
  expect(await answer(blue, {})).toEqual({ ok: false, error: 'key-refused' })
})

test('what is no key of this account is not there: somebody else’s, an app, nothing at all', async () => {
  const theirs = await giveSecurityKey((await makeUser()).id, start)
  const app = await giveTotp(user.id, start)
  for (const id of [theirs.id, app.id, NOBODYS]) {
    expect(await offerKeyTest(user.id, ofKey(id), start)).toEqual({ ok: false, error: 'not-found' })
    expect(await testSecurityKey(user.id, ofKey(id), theirs.key.sign(await offer(blue), ORIGIN), nowhere, start)).toEqual({ ok: false, error: 'not-found' })
  }
})

test('a disabled key is not asked, and said to be disabled', async () => {
  const response = blue.key.sign(await offer(blue), ORIGIN)
  await db().update(securityKeys).set({ disabledAt: start }).where(eq(securityKeys.id, blue.id))
  expect(await offerKeyTest(user.id, ofKey(blue.id), start)).toEqual({ ok: false, error: 'key-disabled' })
  expect(await answer(blue, response)).toEqual({ ok: false, error: 'key-refused' })
})

test('a counter that goes back in a test is refused, recorded and told, as at sign-in', async () => {
  for (let n = 0; n < 3; n++) await answer(blue, blue.key.sign(await offer(blue), ORIGIN))
  await lettersSent()
  expect(await answer(blue, blue.key.sign(await offer(blue), ORIGIN, { signCount: 1 }))).toEqual({ ok: false, error: 'key-refused' })
  expect(await lettersSent()).toMatchObject([{ kind: 'clone-suspected', to: 'all', values: { name: 'blue key' } }])
  expect(await eventsOf(user.id)).toContain('security-key.clone-suspected')
})

const rowOf = async ({ key }: { key: SoftwareKey }) => (await db().select().from(securityKeys).where(eq(securityKeys.credentialId, key.id)))[0]
