import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { sessionEnd } from './end.ts'
import { endSession, findSession, openSession } from './sessions.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

async function open(): Promise<{ token: string; userId: string }> {
  const { id: userId } = await makeUser()
  const wanted = { userId, aal: 2, method: 'totp', browserId: null } as const
  return { token: await db().transaction((tx) => openSession(tx, wanted, nowhere, start)), userId }
}

test('a session ends when it is idle for an hour; asking when does not put that off', async () => {
  const { token } = await open()
  expect(await sessionEnd(token, later(1))).toEqual({ at: later(60), isFirm: false })
  expect(await sessionEnd(token, later(59))).toEqual({ at: later(60), isFirm: false })
  expect(await sessionEnd(token, later(60))).toBeNull()
  expect(await findSession(token, later(60))).toBeNull()
})

test('using it puts the end off, until the session is too old', async () => {
  const { token } = await open()
  for (let minute = 50; minute <= 700; minute += 50) await findSession(token, later(minute))
  expect(await sessionEnd(token, later(701))).toEqual({ at: later(720), isFirm: true })
  expect(await sessionEnd(token, later(720))).toBeNull()
})

test('the page that used a session knows its new end', async () => {
  const { token } = await open()
  expect((await findSession(token, later(30)))?.session.lastSeenAt).toEqual(later(30))
})

test('an ended session, a disabled user and an unknown cookie have no end to wait for', async () => {
  const { token } = await open()
  await endSession(token, nowhere, later(1))
  expect(await sessionEnd(token, later(2))).toBeNull()
  const other = await open()
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, other.userId))
  expect(await sessionEnd(other.token, later(1))).toBeNull()
  expect(await sessionEnd('no such cookie', later(1))).toBeNull()
})
