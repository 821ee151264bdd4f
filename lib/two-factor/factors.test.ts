import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listAddresses } from '#lib/accounts/addresses.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { issueLink, spendLink } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { passkey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { offerAssertion, spendAssertion } from './assertions.ts'
import { checkUp } from './check-up.ts'
import { forgetFactors, hasSecondFactor, listFactors, listSecondSteps, mayEnrol } from './factors.ts'
import { factorName } from './input.ts'
import { countRecoveryCodes, generateRecoveryCodes, testRecoveryCode } from './recovery-codes.ts'
import { offerTotp, spendTotpCode } from './totp-apps.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const days = (count: number) => later(count * 86_400)

test('a password is all there is until the first factor counts', async () => {
  const user = await makeUser()
  expect(await mayEnrol(user.id)).toBe('codes-first')
  await giveRecoveryCodes(user.id, start)
  must(await offerTotp(user.id, start))
  expect(await hasSecondFactor(user.id)).toBe(false)
  expect(await listSecondSteps(user.id)).toEqual([])
  await giveTotp(user.id, start)
  expect(await hasSecondFactor(user.id)).toBe(true)
  expect(await listSecondSteps(user.id)).toEqual(['totp', 'recovery-code'])
})

test('a key alone is a second factor, and so is a passkey', async () => {
  for (const [kind, key] of [['security-key', undefined], ['passkey', passkey()]] as const) {
    const user = await makeUser()
    await giveSecurityKey(user.id, start, { kind, key })
    expect(await hasSecondFactor(user.id)).toBe(true)
    expect(await listSecondSteps(user.id)).toEqual(['security-key', 'recovery-code'])
  }
})

test('an unconfirmed primary address stands before everything, whatever other addresses are confirmed', async () => {
  const user = await makeUser({ confirmed: false })
  await db().insert(emailAddresses).values({ userId: user.id, address: 'b@example.org', addressKey: `b${user.id}`, verifiedAt: start })
  expect(await mayEnrol(user.id)).toBe('address-unconfirmed')
  const none = await makeUser({ address: null })
  expect(await mayEnrol(none.id)).toBe('address-unconfirmed')
})

test('the strongest factor stands first, and of two the one used last', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  await giveSecurityKey(user.id, start, { name: 'drawer' })
  const daily = await giveSecurityKey(user.id, start, { name: 'daily' })
  await giveSecurityKey(user.id, start, { name: 'laptop', key: passkey(), kind: 'passkey' })
  await db().transaction((tx) => spendTotpCode(tx, user.id, app.codeAt(later(30)), later(30)))
  const asked = { ceremony: 'sudo' as const, boundTo: 'session' }
  const options = must(await offerAssertion(asked, user.id, start))
  await db().transaction((tx) => spendAssertion(tx, asked, user.id, daily.key.sign(options, 'http://localhost:3000'), later(10)))
  expect((await listFactors(user.id)).map(({ kind, name, model }) => [kind, name, model])).toEqual([
    ['passkey', 'laptop', 'Apple Passwords'],
    ['security-key', 'daily', null],
    ['security-key', 'drawer', null],
    ['totp', 'phone', null],
  ])
  expect(await listSecondSteps(user.id)).toEqual(['security-key', 'totp', 'recovery-code'])
})

test('with every factor disabled, a recovery code is what is left', async () => {
  const user = await makeUser()
  await giveTotp(user.id, start)
  for (let n = 0; n < 100; n++) await db().transaction((tx) => spendTotpCode(tx, user.id, 'wrong!', start))
  expect(await listSecondSteps(user.id)).toEqual(['recovery-code'])
  expect(await mayEnrol(user.id)).toBe('ok')
})

test('an operator can take every factor from a user, and from nobody else', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  for (const { id } of [user, other]) {
    await giveTotp(id, start)
    await giveSecurityKey(id, start)
  }
  await db().transaction((tx) => forgetFactors(tx, user.id))
  expect(await hasSecondFactor(user.id)).toBe(false)
  expect((await countRecoveryCodes(user.id)).total).toBe(0)
  expect(await listFactors(other.id)).toHaveLength(2)
  expect((await countRecoveryCodes(other.id)).left).toBe(9)
})

test('the check-up of a beginner is all open', async () => {
  const user = await makeUser()
  const checks = await checkUp(user.id, start)
  expect(checks.map(({ key, done }) => [key, done])).toEqual([
    ['two-kinds', false], ['spare', false], ['codes', false], ['fire-drill', false], ['second-address', false], ['addresses-work', true], ['key-used', false],
  ])
  expect(checks[0]?.values).toEqual({ has: 'none' })
})

test('the check-up of somebody careful is all done, until the drill and the key grow old', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  await giveTotp(user.id, start)
  const { key } = await giveSecurityKey(user.id, start)
  must(await testRecoveryCode(user.id, code, nowhere, start))
  await db().insert(emailAddresses).values({ userId: user.id, address: 'b@example.org', addressKey: `b${user.id}`, verifiedAt: start })
  expect(openOf(await checkUp(user.id, start))).toEqual(['key-used'])

  const asked = { ceremony: 'sudo' as const, boundTo: 'session' }
  const response = key.sign(must(await offerAssertion(asked, user.id, start)), 'http://localhost:3000')
  await db().transaction((tx) => spendAssertion(tx, asked, user.id, response, start))
  expect(openOf(await checkUp(user.id, days(89)))).toEqual([])
  expect(openOf(await checkUp(user.id, days(90)))).toEqual(['fire-drill', 'key-used'])

  await giveRecoveryCodes(user.id, days(10))
  expect(openOf(await checkUp(user.id, days(10))), 'a test of the old codes says nothing about the new ones').toEqual(['fire-drill'])
})

test('the check-up tells what was never done from what was done long ago', async () => {
  const user = await makeUser()
  const valueOf = async (name: string, value: string) => (await checkUp(user.id, days(100))).find(({ key }) => key === name)?.values[value]
  expect([await valueOf('codes', 'saved'), await valueOf('fire-drill', 'last'), await valueOf('key-used', 'last')]).toEqual(['none', 'never', 'none'])

  must(await generateRecoveryCodes(user.id, await giveSession(user.id, start), nowhere, start))
  expect(await valueOf('codes', 'saved')).toBe('unconfirmed')
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  await giveSecurityKey(user.id, start)
  expect([await valueOf('codes', 'saved'), await valueOf('key-used', 'last')]).toEqual(['yes', 'never'])
  must(await testRecoveryCode(user.id, code, nowhere, start))
  expect(await valueOf('fire-drill', 'last')).toBe('once')
})

test('the check-up names the address that has shown nothing for a year; a used link is a sign', async () => {
  const user = await makeUser()
  const { address, id } = (await listAddresses(user.id))[0] ?? { address: '', id: '' }
  await db().update(emailAddresses).set({ verifiedAt: start }).where(eq(emailAddresses.id, id))
  const working = async (now: Date) => (await checkUp(user.id, now)).find(({ key }) => key === 'addresses-work')
  expect(await working(days(364))).toMatchObject({ done: true })
  expect(await working(days(365))).toEqual({ key: 'addresses-work', done: false, values: { days: 365, address, id } })
  await db().insert(emailAddresses).values({ userId: user.id, address: 'b@example.org', addressKey: `b${user.id}`, verifiedAt: days(300) })
  expect(await working(days(365))).toMatchObject({ done: false, values: { id } })

  const token = await issueLink(db(), { purpose: 'not-me', userId: user.id, sentTo: address, expiresAt: days(400) })
  await spendLink(db(), 'not-me', token, days(365))
  expect(await working(days(366))).toMatchObject({ done: true })
  expect(await working(days(665))).toMatchObject({ done: false, values: { address: 'b@example.org' } })
  expect((await checkUp((await makeUser({ confirmed: false })).id, start)).find(({ key }) => key === 'addresses-work')).toMatchObject({ done: false, values: { address: 'none', id: '' } })
})

test('the check-up says what there is one kind of', async () => {
  const [app, key] = [await makeUser(), await makeUser()]
  await giveTotp(app.id, start)
  await giveSecurityKey(key.id, start)
  expect((await checkUp(app.id, start))[0]).toEqual({ key: 'two-kinds', done: false, values: { has: 'app' } })
  expect((await checkUp(key.id, start))[0]).toEqual({ key: 'two-kinds', done: false, values: { has: 'key' } })
})

test('names are one line, trimmed, of at most 64 characters', () => {
  expect(factorName.parse('  blue key ')).toBe('blue key')
  for (const good of ['مفتاح', 'می‌خواهم', '👩‍💻 phone']) expect(factorName.parse(good)).toBe(good)
  for (const bad of ['', '   ', 'a\nb', 'a\u202Eb', 'a\u0000b', 'x'.repeat(65)]) expect(factorName.safeParse(bad).success, JSON.stringify(bad)).toBe(false)
})

const openOf = (checks: { key: string; done: boolean }[]) => checks.filter(({ done }) => !done).map(({ key }) => key)
