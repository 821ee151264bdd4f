import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { sessions, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import {
  closeOtherSessions, closeSession, endSession, findSession, listSessions, type NewSession, openSession, rotateSession,
} from './sessions.ts'
import { grantSudo, hasSudo } from './sudo.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

test('the cookie finds the session and its user; the database holds only its hash', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  expect(await findSession(token, later(1))).toMatchObject({ user: { id: user.id, username: user.username }, session: { aal: 2 } })
  const rows = await db().select().from(sessions).where(eq(sessions.userId, user.id))
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(await findSession(hashSecret(token), later(1))).toBeNull()
})

test('a session nobody used for an hour is dead; one that is used lives on', async () => {
  const user = await makeUser()
  const used = await open(user.id)
  const idle = await open(user.id)
  expect(await findSession(used, later(59))).not.toBeNull()
  expect(await findSession(idle, later(61))).toBeNull()
  expect(await findSession(used, later(61))).not.toBeNull()
})

test('after twelve hours a session is dead however often it was used', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  for (let minute = 50; minute <= 700; minute += 50) expect(await findSession(token, later(minute))).not.toBeNull()
  expect(await findSession(token, later(12 * 60))).toBeNull()
})

test('it is noted at most once a minute that a session was seen', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  await findSession(token, new Date(start.getTime() + 59_000))
  expect((await listSessions(user.id, later(1)))[0]?.lastSeenAt).toEqual(start)
  await findSession(token, later(1))
  expect((await listSessions(user.id, later(1)))[0]?.lastSeenAt).toEqual(later(1))
})

test('a disabled user is signed out on the next request', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  await db().update(users).set({ disabledAt: start }).where(eq(users.id, user.id))
  expect(await findSession(token, later(1))).toBeNull()
})

test('an ended session is dead though the cookie is still sent', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  await endSession(token, nowhere, later(1))
  expect(await findSession(token, later(1))).toBeNull()
  expect(await rotateSession(db(), await row(token), later(1))).toBeNull()
  expect((await listAccountEvents(user.id)).map((e) => e.action)).toContain('login.ended')
})

test('nobody ends a session of somebody else', async () => {
  const [owner, stranger] = [await makeUser(), await makeUser()]
  const token = await open(owner.id)
  const { publicId } = await row(token)
  expect(await closeSession(stranger.id, publicId, nowhere, later(1))).toBe(false)
  expect(await findSession(token, later(1))).not.toBeNull()
  expect(await closeSession(owner.id, publicId, nowhere, later(1))).toBe(true)
  expect(await findSession(token, later(1))).toBeNull()
  expect(await closeSession(owner.id, publicId, nowhere, later(1))).toBe(false)
})

test('ending all other sessions keeps this one, and nobody else loses theirs', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const [kept, gone, theirs] = [await open(user.id), await open(user.id), await open(other.id)]
  const count = await db().transaction(async (tx) => closeOtherSessions(tx, user.id, await row(kept), nowhere, later(1)))
  expect(count).toBe(1)
  expect(await findSession(kept, later(1))).not.toBeNull()
  expect(await findSession(gone, later(1))).toBeNull()
  expect(await findSession(theirs, later(1))).not.toBeNull()
})

test('signing in ends the session whose cookie the browser still held', async () => {
  const user = await makeUser()
  const before = await open(user.id)
  const after = await open(user.id, { replaces: before })
  expect(await findSession(before, later(1))).toBeNull()
  expect(await findSession(after, later(1))).not.toBeNull()
})

test('of thirty sign-ins at once, twenty sessions stay', async () => {
  const user = await makeUser()
  await whileWritesWait(['sessions'], () => Array.from({ length: 30 }, () => open(user.id)))
  expect(await listSessions(user.id, later(1))).toHaveLength(20)
})

test('the oldest session makes room', async () => {
  const user = await makeUser()
  const oldest = await open(user.id, {}, start)
  for (let i = 1; i <= 19; i++) await open(user.id, {}, later(i))
  expect(await findSession(oldest, later(20))).not.toBeNull()
  await open(user.id, {}, later(20))
  expect(await findSession(oldest, later(21))).toBeNull()
})

test('of rotations and endings of one session at once, twenty in all, the endings last: no new cookie works', async () => {
  const user = await makeUser()
  const session = await row(await open(user.id))
  const cookies: (string | null)[] = []
  await whileWritesWait(['sessions'], () => Array.from({ length: 20 }, async (_, n) => {
    if (n % 2 === 0) cookies.push(await rotateSession(db(), session, later(1)))
    else await closeSession(user.id, session.publicId, nowhere, later(1))
  }))
  for (const cookie of cookies) expect(await findSession(cookie ?? '', later(1))).toBeNull()
  expect(await listSessions(user.id, later(1))).toEqual([])
})

test('of twenty rotations at once one wins, and the old cookie is dead', async () => {
  const user = await makeUser()
  const token = await open(user.id)
  const session = await row(token)
  const rotated = await whileWritesWait(['sessions'], () => Array.from({ length: 20 }, () => rotateSession(db(), session, later(1))))
  const winners = rotated.filter((t) => t !== null)
  expect(winners).toHaveLength(1)
  expect(await findSession(token, later(1))).toBeNull()
  expect((await findSession(winners[0] ?? '', later(1)))?.session.publicId).toBe(session.publicId)
})

test('sudo lasts ten minutes, belongs to one session, and changes its cookie', async () => {
  const user = await makeUser()
  const [token, other] = [await open(user.id), await open(user.id)]
  expect(hasSudo(await row(token), later(9.9))).toBe(true)
  expect(hasSudo(await row(token), later(10))).toBe(false)
  const session = await row(token)
  const fresh = await db().transaction((tx) => grantSudo(tx, session, 'totp', later(20)))
  expect(await findSession(token, later(20))).toBeNull()
  const found = await findSession(fresh ?? '', later(21))
  expect(found && hasSudo(found.session, later(21))).toBe(true)
  expect(hasSudo(await row(other), later(21))).toBe(false)
})

test('a remembered browser begins without sudo at AAL 1; a second factor lifts it, a password does not', async () => {
  const user = await makeUser()
  const first = await row(await open(user.id, { method: 'remembered-browser', aal: 1 }))
  expect(hasSudo(first, start)).toBe(false)
  const byPassword = await db().transaction((tx) => grantSudo(tx, first, 'password', later(1)))
  const second = await row(byPassword ?? '')
  expect(second.aal).toBe(1)
  const byKey = await db().transaction((tx) => grantSudo(tx, second, 'security-key', later(2)))
  expect((await row(byKey ?? '')).aal).toBe(2)
})

function open(userId: string, wanted: Partial<NewSession> = {}, now = start): Promise<string> {
  return db().transaction((tx) => openSession(tx, { userId, aal: 2, method: 'totp', browserId: null, ...wanted }, nowhere, now))
}

async function row(token: string) {
  const [session] = await db().select().from(sessions).where(eq(sessions.idHash, hashSecret(token)))
  if (!session) throw new Error('No such session.')
  return session
}
