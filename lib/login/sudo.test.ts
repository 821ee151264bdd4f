import { beforeEach, expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { nowhere } from '#lib/origin.ts'
import { closeSession, findSession } from '#lib/sessions/sessions.ts'
import { hasSudo } from '#lib/sessions/sudo.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { confirmWithFactor, confirmWithPassword, listSudoWays, offerSudoChallenge } from './sudo.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const PASSWORD = 'correct horse battery staple'
const ORIGIN = 'http://localhost:3000'
let passwordHash = ''
let network = 0
let origin = nowhere

beforeEach(async () => {
  passwordHash ||= await hashPassword(PASSWORD)
  origin = { ...nowhere, ip: `10.3.0.${++network}` }
})

const actorOf = async (user: { id: string }) => ({ id: user.id, session: await giveSession(user.id, start) })

test('the password confirms where there is no second factor', async () => {
  const user = await makeUser({ passwordHash })
  const actor = await actorOf(user)
  expect(await listSudoWays(user.id)).toEqual(['password'])
  expect(await confirmWithPassword(actor, 'wrong', origin, later(900))).toEqual({ ok: false, error: 'wrong-password' })
  const { cookie } = must(await confirmWithPassword(actor, PASSWORD, origin, later(900)))
  const found = await findSession(cookie, later(901))
  expect(found && hasSudo(found.session, later(901))).toBe(true)
  expect(found?.session.aal).toBe(1)
  expect(await eventsOf(user.id)).toEqual(expect.arrayContaining(['sudo.failed', 'sudo.granted']))
})

test('with a second factor the password is not enough', async () => {
  const user = await makeUser({ passwordHash })
  await giveTotp(user.id, later(-300))
  expect(await listSudoWays(user.id)).toEqual(['totp', 'recovery-code'])
  expect(await confirmWithPassword(await actorOf(user), PASSWORD, origin, start)).toEqual({ ok: false, error: 'factor-needed' })
})

test('code, recovery code and key each confirm, and lift the session to two factors', async () => {
  const user = await makeUser({ passwordHash })
  const codes = await giveRecoveryCodes(user.id, later(-500))
  const app = await giveTotp(user.id, later(-300))
  const { key } = await giveSecurityKey(user.id, later(-200))
  expect(await listSudoWays(user.id)).toEqual(['security-key', 'totp', 'recovery-code'])
  expect(await listSudoWays(user.id, true)).toEqual(['security-key', 'recovery-code'])

  const byCode = must(await confirmWithFactor(await actorOf(user), { method: 'totp', code: app.codeAt(start) }, origin, start))
  const byRecovery = must(await confirmWithFactor(await actorOf(user), { method: 'recovery-code', code: codes[0] ?? '' }, origin, start))
  expect(await confirmWithFactor(await actorOf(user), { method: 'recovery-code', code: codes[0] ?? '' }, origin, later(1))).toEqual({ ok: false, error: 'used-recovery-code', usedAt: start })
  const actor = await actorOf(user)
  const response = key.sign(must(await offerSudoChallenge(actor, start)), ORIGIN)
  const byKey = must(await confirmWithFactor(actor, { method: 'security-key', response }, origin, start))
  for (const { cookie } of [byCode, byRecovery, byKey]) expect((await findSession(cookie, later(1)))?.session.aal).toBe(2)
})

test('a signature for one session confirms no other, and none twice', async () => {
  const user = await makeUser()
  const { key } = await giveSecurityKey(user.id, later(-200))
  const [mine, other] = [await actorOf(user), await actorOf(user)]
  const response = key.sign(must(await offerSudoChallenge(mine, start)), ORIGIN)
  expect(await confirmWithFactor(other, { method: 'security-key', response }, origin, start)).toEqual({ ok: false, error: 'wrong-key' })
  const answers = await whileWritesWait(['webauthn_challenges'], () =>
    Array.from({ length: 20 }, (_, n) => confirmWithFactor(mine, { method: 'security-key', response }, { ...nowhere, ip: `10.4.0.${n}` }, start)))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
})

test('wrong codes count here as they do at sign-in', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, later(-300))
  const actor = await actorOf(user)
  for (let i = 0; i < 5; i++) expect(await confirmWithFactor(actor, { method: 'totp', code: '000000' }, origin, start)).toEqual({ ok: false, error: 'wrong-code' })
  expect(await confirmWithFactor(actor, { method: 'totp', code: app.codeAt(start) }, origin, start)).toEqual({ ok: false, error: 'throttled' })
  const subjects = (await lettersTo(`${user.username}@example.org`, start)).map((l) => l.subject)
  expect(subjects.filter((s) => s === 'Failed confirmations in your account')).toHaveLength(1)
})

test('an ended session cannot be confirmed', async () => {
  const user = await makeUser({ passwordHash })
  const actor = await actorOf(user)
  await closeSession(user.id, actor.session.publicId, nowhere, start)
  expect(await confirmWithPassword(actor, PASSWORD, origin, start)).toEqual({ ok: false, error: 'session-ended' })
})
