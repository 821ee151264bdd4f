import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db, driver } from '#lib/db/client.ts'
import { recoveryCodes, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { listSessions } from '#lib/sessions/sessions.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveSession, giveTotp, lettersSent, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { hasSecondFactor, mayEnrol } from './factors.ts'
import { confirmRecoveryCode, countRecoveryCodes, generateRecoveryCodes, peppers, spendRecoveryCode, testRecoveryCode } from './recovery-codes.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const spend = (userId: string, code: string, now = later(60)) => db().transaction((tx) => spendRecoveryCode(tx, userId, code, now))
const generate = async (userId: string, now = start) => must(await generateRecoveryCodes(userId, await giveSession(userId, now), nowhere, now))

test('ten codes are made, in groups of four, and a letter says so', async () => {
  const user = await makeUser()
  await lettersSent()
  const codes = await generate(user.id)
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(await lettersSent()).toMatchObject([{ kind: 'recovery-codes-generated', userId: user.id, to: 'all' }])
  expect(await eventsOf(user.id)).toContain('recovery-codes.generated')
  expect(await countRecoveryCodes(user.id)).toEqual({ total: 10, left: 10, confirmed: false, generatedAt: start, lastUsedAt: null })
})

test('nobody gets codes before the primary address is confirmed', async () => {
  const user = await makeUser({ confirmed: false })
  const session = await giveSession(user.id, start)
  expect(await generateRecoveryCodes(user.id, session, nowhere, start)).toEqual({ ok: false, error: 'address-unconfirmed' })
})

test('the first factor opens when one code was entered', async () => {
  const user = await makeUser()
  expect(await mayEnrol(user.id)).toBe('codes-first')
  const [first = '', second = ''] = await generate(user.id)
  expect(await mayEnrol(user.id)).toBe('codes-first')
  expect(await confirmRecoveryCode(user.id, 'not a code', nowhere, start)).toEqual({ ok: false, error: 'wrong-code' })
  expect(await mayEnrol(user.id)).toBe('codes-first')
  must(await confirmRecoveryCode(user.id, first, nowhere, later(1)))
  expect(await mayEnrol(user.id)).toBe('ok')
  expect(await eventsOf(user.id)).toEqual(expect.arrayContaining(['recovery-code.confirmed', 'recovery-code.failed']))
  expect(await countRecoveryCodes(user.id)).toMatchObject({ left: 9, confirmed: true, lastUsedAt: later(1) })
  expect(await confirmRecoveryCode(user.id, first, nowhere, start)).toEqual({ ok: false, error: 'used-recovery-code', usedAt: later(1) })
  expect(await spend(user.id, second)).toBe('ok')
})

test('a new set must be entered again while there is no factor, and need not when there is one', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  await generate(user.id)
  expect(await mayEnrol(user.id)).toBe('codes-first')
  await giveTotp(user.id, start)
  await generate(user.id)
  expect(await hasSecondFactor(user.id)).toBe(true)
  expect(await mayEnrol(user.id)).toBe('ok')
})

test('with every code used up there is no way back in: new ones first', async () => {
  const user = await makeUser()
  for (const code of await giveRecoveryCodes(user.id, start)) expect(await spend(user.id, code)).toBe('ok')
  expect(await mayEnrol(user.id)).toBe('codes-first')
})

test('a code works once, however it is typed, and its owner is told how many are left', async () => {
  const user = await makeUser()
  const [code = '', other = ''] = await giveRecoveryCodes(user.id, start)
  await lettersSent()
  expect(await spend(user.id, ` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe('ok')
  expect(await lettersSent()).toMatchObject([{ kind: 'recovery-code-used', userId: user.id, to: 'all', values: { left: 8 } }])
  expect(await eventsOf(user.id)).toContain('recovery-code.used')
  expect(await spend(user.id, code, later(90))).toEqual({ ok: false, error: 'used-recovery-code', usedAt: later(60) })
  expect(await spend(user.id, other)).toBe('ok')
})

test.each(['', 'ABCD', '0000-0000-0000-0000-0000-0000', '\uFF10000-0000-0000-0000-0000-0000'])('%j is wrong', async (typed) => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  expect(await spend(user.id, typed)).toBe('wrong')
})

test("another user's code is wrong, and stays good for its owner", async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  await giveRecoveryCodes(user.id, start)
  const [theirs = ''] = await giveRecoveryCodes(other.id, start)
  expect(await spend(user.id, theirs)).toBe('wrong')
  expect(await spend(other.id, theirs)).toBe('ok')
})

test('a row moved to another user opens nothing: the user is in the hash', async () => {
  const [user, thief] = [await makeUser(), await makeUser()]
  const [code = ''] = await giveRecoveryCodes(thief.id, start)
  await db().update(recoveryCodes).set({ userId: user.id }).where(eq(recoveryCodes.userId, thief.id))
  expect(await spend(user.id, code)).toBe('wrong')
  expect(await spend(thief.id, code)).toBe('wrong')
})

test('of twenty requests with one code, one gets in', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  const spent = await whileWritesWait(['recovery_codes'], () =>
    Array.from({ length: 20 }, () => db().transaction((tx) => spendRecoveryCode(tx, user.id, code, later(60)))))
  expect(spent.filter((answer) => answer === 'ok')).toHaveLength(1)
  expect((await countRecoveryCodes(user.id)).left).toBe(8)
})

test('new codes replace the old ones and end every other sign-in', async () => {
  const user = await makeUser()
  const [old = ''] = await giveRecoveryCodes(user.id, start)
  const [, session] = [await giveSession(user.id, start), await giveSession(user.id, start)]
  const codes = must(await generateRecoveryCodes(user.id, session, nowhere, later(1)))
  expect(await spend(user.id, old)).toBe('wrong')
  expect(await spend(user.id, codes[0] ?? '')).toBe('ok')
  expect((await listSessions(user.id, later(2))).map(({ publicId }) => publicId)).toEqual([session.publicId])
})

test('the first set ends no sign-in: nothing was replaced', async () => {
  const user = await makeUser()
  await giveSession(user.id, start)
  await generate(user.id)
  expect(await listSessions(user.id, later(1))).toHaveLength(2)
})

test('two sets made at once: one of them counts, all ten of it', async () => {
  const user = await makeUser()
  const session = await giveSession(user.id, start)
  must(await generateRecoveryCodes(user.id, session, nowhere, start))
  const made = await whileWritesWait(['recovery_codes'], () => [1, 2, 3].map(() => generateRecoveryCodes(user.id, session, nowhere, start)))
  expect((await countRecoveryCodes(user.id)).total).toBe(10)
  const working = await Promise.all(made.map(async (set) => (await spend(user.id, must(set)[0] ?? '')) === 'ok'))
  expect(working.filter(Boolean)).toHaveLength(1)
})

test('the fire drill spends nothing, and is remembered', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  must(await testRecoveryCode(user.id, code, nowhere, later(5)))
  expect((await countRecoveryCodes(user.id)).left).toBe(9)
  expect(await db().select({ at: users.codeTestedAt }).from(users).where(eq(users.id, user.id))).toEqual([{ at: later(5) }])
  expect(await eventsOf(user.id)).toContain('recovery-code.tested')
  expect(await spend(user.id, code)).toBe('ok')
})

test('the fire drill tells a wrong code from a used one, and when that was; it remembers neither as a drill', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  await spend(user.id, code, later(7))
  expect(await testRecoveryCode(user.id, code, nowhere, start)).toEqual({ ok: false, error: 'used-recovery-code', usedAt: later(7) })
  expect(await testRecoveryCode(user.id, 'nonsense', nowhere, start)).toEqual({ ok: false, error: 'wrong-code' })
  expect(await db().select({ at: users.codeTestedAt }).from(users).where(eq(users.id, user.id))).toEqual([{ at: null }])
  expect((await eventsOf(user.id)).filter((action) => action === 'recovery-code.failed')).toHaveLength(2)
})

test('a code is kept as a hash that needs the pepper, which is not in the database', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  const said = `${user.id}|${code.replaceAll('-', '')}`
  const kept = (await db().select().from(recoveryCodes).where(eq(recoveryCodes.userId, user.id))).map(({ codeHash }) => codeHash)
  expect(kept).toContain(createHmac('sha256', peppers.current().bytes).update(said).digest('hex'))
  expect(kept).not.toContain(createHmac('sha256', '').update(said).digest('hex'))
})

test('no code lies readable in the table', async () => {
  const user = await makeUser()
  const [code = ''] = await giveRecoveryCodes(user.id, start)
  const [dump] = await driver()`select string_agg(t::text, '') as text from recovery_codes t`
  expect(dump?.text).toContain(user.id)
  for (const form of [code, code.replaceAll('-', ''), code.slice(0, 9)]) expect(dump?.text).not.toContain(form)
})
