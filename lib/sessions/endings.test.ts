import { expect, test } from 'vitest'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { giveSession } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { listBrowsers, meetBrowser } from './browsers.ts'
import { forgetOneBrowser, signOutEverywhereElse } from './endings.ts'
import { listSessions } from './sessions.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const actions = async (userId: string) => (await listAccountEvents(userId)).map((event) => event.action)

test('signing out everywhere else ends every session of this user but one, and nobody else’s', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const kept = await giveSession(user.id, now)
  await giveSession(user.id, now)
  await giveSession(other.id, now)
  await signOutEverywhereElse(user.id, kept, nowhere, now)
  expect((await listSessions(user.id, now)).map((session) => session.publicId)).toEqual([kept.publicId])
  expect(await listSessions(other.id, now)).toHaveLength(1)
  expect(await actions(user.id)).toContain('sessions.ended')
})

test('a browser is forgotten by its own user only, and the record says so', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const { browser } = await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, now))
  expect(await forgetOneBrowser(other.id, browser.id, nowhere, now)).toBe(false)
  expect(await listBrowsers(user.id, now)).toHaveLength(1)
  expect(await forgetOneBrowser(user.id, browser.id, nowhere, now)).toBe(true)
  expect(await listBrowsers(user.id, now)).toHaveLength(0)
  expect(await actions(user.id)).toContain('browser.forgotten')
})
