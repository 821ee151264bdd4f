import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { pendingLogins, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { findSession } from '#lib/sessions/sessions.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { giveSecurityKey, must } from '#lib/testing/second-factors.ts'
import { passkey, softwareKey } from '#lib/testing/software-key.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { finishPasskeyLogin, offerPasskeyChallenge } from './passkey.ts'
import { redeemTicket } from './ticket.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const ORIGIN = 'http://localhost:3000'
const refused = { ok: false, error: 'wrong-passkey' }
let network = 0
let origin = nowhere
beforeEach(() => void (origin = { ...nowhere, ip: `10.1.0.${++network}` }))

const finish = (cookie: string | null, response: unknown, now = later(1)) => finishPasskeyLogin(cookie, response, '/next/', origin, now)
const withPasskey = async () => {
  const user = await makeUser()
  return { user, ...(await giveSecurityKey(user.id, later(-300), { key: passkey(), kind: 'passkey' })) }
}

test('a passkey alone: both factors, by way of a ticket as everybody', async () => {
  const { user, key } = await withPasskey()
  const { cookie, options } = must(await offerPasskeyChallenge(nowhere, start))
  expect(options.allowCredentials ?? []).toEqual([])
  const { ticket, next } = must(await finish(cookie, key.sign(options, ORIGIN)))
  expect(next).toBe('/next/')
  const { session } = must(await redeemTicket(ticket, { pending: cookie, browser: null, session: null }, false, origin, later(2)))
  expect((await findSession(session, later(3)))?.session).toMatchObject({ userId: user.id, aal: 2, method: 'passkey' })
})

test('without user verification, with a plain key, for another browser, too late, or twice: no', async () => {
  const { user, key } = await withPasskey()
  const unverified = must(await offerPasskeyChallenge(nowhere, start))
  expect(await finish(unverified.cookie, key.sign(unverified.options, ORIGIN, { flags: { userVerified: false } }))).toEqual(refused)

  const plain = (await giveSecurityKey(user.id, later(-200), { name: 'plain', key: softwareKey({ verifiesUser: true, discoverable: true }) })).key
  const second = must(await offerPasskeyChallenge(nowhere, start))
  expect(await finish(second.cookie, plain.sign(second.options, ORIGIN))).toEqual(refused)

  const [mine, other] = [must(await offerPasskeyChallenge(nowhere, start)), must(await offerPasskeyChallenge(nowhere, start))]
  const signed = key.sign(mine.options, ORIGIN)
  expect(await finish(other.cookie, signed)).toEqual(refused)
  expect(await finish(null, signed)).toEqual({ ok: false, error: 'expired' })
  const late = must(await offerPasskeyChallenge(nowhere, start))
  expect(await finish(late.cookie, key.sign(late.options, ORIGIN), later(301))).toEqual(refused)
  expect((await finish(mine.cookie, signed)).ok).toBe(true)
  expect(await finish(mine.cookie, signed)).toEqual(refused)
})

test('of twenty with one signature one gets a ticket', async () => {
  const { user, key } = await withPasskey()
  const { cookie, options } = must(await offerPasskeyChallenge(nowhere, start))
  const signed = key.sign(options, ORIGIN)
  const answers = await whileWritesWait(['webauthn_challenges'], () =>
    Array.from({ length: 20 }, (_, n) => finishPasskeyLogin(cookie, signed, '', { ...nowhere, ip: `10.2.0.${n}` }, later(1))))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
  expect(await db().$count(pendingLogins, eq(pendingLogins.userId, user.id))).toBe(1)
})

test('a disabled user is refused like a stranger', async () => {
  const { user, key } = await withPasskey()
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, user.id))
  const { cookie, options } = must(await offerPasskeyChallenge(nowhere, start))
  expect(await finish(cookie, key.sign(options, ORIGIN))).toEqual(refused)
})

test('ten failures in five minutes from one network, then a pause', async () => {
  const answers: string[] = []
  for (let i = 0; i < 12; i++) {
    const answer = await finish('some-cookie', { id: 'x', response: {} })
    answers.push(answer.ok ? 'ok' : answer.error)
  }
  expect(answers.filter((a) => a === 'throttled')).toHaveLength(2)
})

test('a network may ask for a hundred challenges in five minutes, and no more rows are written', async () => {
  const from = { ...nowhere, ip: '198.51.100.77' }
  const asked = await sideBySide(103, () => offerPasskeyChallenge(from, start))
  expect(asked.filter((one) => !one.ok && one.error === 'throttled')).toHaveLength(3)
  expect((await offerPasskeyChallenge({ ...nowhere, ip: '198.51.100.78' }, start)).ok).toBe(true)
})
