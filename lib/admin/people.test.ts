import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { deleteAccount } from '#lib/accounts/deletion.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { PEOPLE_PER_PAGE } from '#lib/numbers.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { giveProject } from '#lib/testing/publishing.ts'
import { giveSession, giveTotp, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { findPersonForAdmins, listPeople } from './people.ts'

useDatabase()
const now = new Date('2026-11-28T12:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const namesOf = async (query: string, page = 1) => (await listPeople(query, page, now)).people.map(({ username }) => username)

test('somebody is found by the beginning of the user name, the name or an address, in whatever case', async () => {
  const user = await makeUser({ username: 'Galahad', name: 'Ünal the Pure', address: 'Grail@camelot.example' })
  await db().insert(emailAddresses).values({ userId: user.id, address: 'other@castle.example', addressKey: 'other@castle.example' })
  for (const query of ['galahad', 'GAL', ' ünal', 'grail@', 'other@castle']) expect(await namesOf(query), query).toEqual(['Galahad'])
  for (const query of ['alahad', '%', 'g_lahad', 'gal\\', 'camelot']) expect(await namesOf(query), query).toEqual([])
})

test('without a beginning everybody is there, fifty a page, the newest first', async () => {
  const many = Array.from({ length: PEOPLE_PER_PAGE + 1 }, (_, n) => {
    const username = `crowd${String(n).padStart(2, '0')}`
    return { username, usernameKey: username, webauthnHandle: randomBytes(64), createdAt: later(1_000_000 + n) }
  })
  await db().insert(users).values(many)
  const first = await listPeople('', 1, now)
  expect(first.people.map(({ username }) => username).slice(0, 2)).toEqual(['crowd50', 'crowd49'])
  expect([first.people.length, first.pages]).toEqual([PEOPLE_PER_PAGE, 2])
  expect(await namesOf('crowd', 2)).toEqual(['crowd50'])
  expect(await namesOf('crowd', 99)).toEqual([])
})

test('a page says what holds of somebody, and nothing secret', async () => {
  const user = await makeUser({ passwordHash: 'a hash', createdAt: now })
  expect(await findPersonForAdmins(user.username, now)).toMatchObject({ isAdmin: false, hasSecondFactor: false, lastSeenAt: null, states: [], projects: [], disabled: null })
  await giveTotp(user.id, now)
  await giveSession(user.id, later(5))
  const project = await giveProject(user)
  const person = await findPersonForAdmins(user.username.toUpperCase(), now)
  expect(person).toMatchObject({ hasSecondFactor: true, lastSeenAt: later(5), projects: [{ name: project.name, role: 'owner' }], addresses: [{ address: `${user.username}@example.org` }] })
  for (const secret of ['passwordHash', 'a hash', 'webauthnHandle']) expect(JSON.stringify(person)).not.toContain(secret)

  const states = async () => (await findPersonForAdmins(user.username, now))?.states
  await db().update(users).set({ frozenUntil: later(1), securedAt: now, disabledAt: now, disabledReason: 'Unclear.' }).where(eq(users.id, user.id))
  await db().update(emailAddresses).set({ verifiedAt: null }).where(eq(emailAddresses.userId, user.id))
  expect(await states()).toEqual(['disabled', 'secured', 'recovering', 'unconfirmed'])
  await db().update(users).set({ frozenUntil: now, securedAt: null, disabledAt: null }).where(eq(users.id, user.id))
  expect(await states()).toEqual(['unconfirmed'])
})

test('whoever deleted the account is not found any more', async () => {
  const user = await makeUser()
  must(await deleteAccount({ id: user.id, session: await giveSession(user.id, now) }, user.username, nowhere, now))
  expect(await findPersonForAdmins(user.username, now)).toBeNull()
  expect(await namesOf(user.username)).toEqual([])
})
