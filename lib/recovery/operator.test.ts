import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { sessions, users } from '#lib/db/schema.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { giveSecurityKey, giveTotp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import { takeFactorsAway } from './operator.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')

test('the operator takes every factor of one user away, ends their sessions, and they are told', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  await giveTotp(user.id, now)
  await giveSecurityKey(user.id, now)
  await giveTotp(other.id, now)

  expect(await takeFactorsAway(user.username.toUpperCase(), now)).toEqual({ ok: true, value: { username: user.username } })
  expect(await hasSecondFactor(user.id)).toBe(false)
  expect(await hasSecondFactor(other.id)).toBe(true)
  const open = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  expect(open.every((session) => session.revokedAt !== null)).toBe(true)
  const [row] = await db().select().from(users).where(eq(users.id, user.id))
  expect(row?.mustHaveFactor).toBe(true)
  expect((await listAccountEvents(user.id)).map((event) => event.action)).toContain('recovery.by-operator')
  expect((await lettersTo(`${user.username}@example.org`, now)).map((letter) => letter.subject)).toContain('Your second factors were taken away')
})

test('a name that nobody has is said to be one', async () => {
  expect(await takeFactorsAway('nobody-here', now)).toEqual({ ok: false, error: 'no-such-user' })
})
