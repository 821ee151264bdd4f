import { expect, test } from 'vitest'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { forgetBrowser, forgetBrowsers, forgetRememberedBrowsers, isRemembered, knownBrowser, listBrowsers, meetBrowser, rememberBrowser } from './browsers.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (days: number) => new Date(start.getTime() + days * 86_400_000)

test('a browser is known by its cookie from the second sign-in on, to that user only', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const first = await meet(user.id, null)
  expect(first.isNew).toBe(true)
  expect(await meet(user.id, first.token)).toMatchObject({ isNew: false, token: first.token, browser: { id: first.browser.id } })
  expect(await knownBrowser(db(), other.id, first.token, start)).toBeNull()
  expect(await knownBrowser(db(), user.id, null, start)).toBeNull()
})

test('a cookie that somebody made up is not taken over', async () => {
  const user = await makeUser()
  const met = await meet(user.id, 'a-value-of-the-attackers-choice')
  expect(met).toMatchObject({ isNew: true })
  expect(met.token).not.toBe('a-value-of-the-attackers-choice')
})

test('a browser is remembered for thirty days and no longer', async () => {
  const user = await makeUser()
  const { token, browser } = await meet(user.id, null)
  expect(isRemembered(browser, start)).toBe(false)
  await db().transaction((tx) => rememberBrowser(tx, browser, start))
  expect(isRemembered(await knownBrowser(db(), user.id, token, later(29.9)), later(29.9))).toBe(true)
  expect(isRemembered(await knownBrowser(db(), user.id, token, later(30)), later(30))).toBe(false)
})

test('a forgotten browser is a stranger', async () => {
  const user = await makeUser()
  const { token, browser } = await meet(user.id, null)
  await db().transaction((tx) => rememberBrowser(tx, browser, start))
  await db().transaction((tx) => forgetBrowsers(tx, user.id, nowhere, start))
  expect(await knownBrowser(db(), user.id, token, start)).toBeNull()
  expect(await meet(user.id, token)).toMatchObject({ isNew: true })
  await db().transaction((tx) => forgetBrowsers(tx, user.id, nowhere, start))
  expect(await listAccountEvents(user.id)).toMatchObject([{ action: 'browsers.forgotten', detail: { count: 1 } }])
})

test('what is remembered is forgotten of one user only, who reads so; a browser that skipped nothing is not counted', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  for (const { id } of [user, other]) {
    const { browser } = await meet(id, null)
    await db().transaction((tx) => rememberBrowser(tx, browser, start))
  }
  await meet(user.id, null)
  await db().transaction((tx) => forgetRememberedBrowsers(tx, user.id, nowhere, start))
  await db().transaction((tx) => forgetRememberedBrowsers(tx, user.id, nowhere, start))
  expect((await listBrowsers(user.id, start)).map((browser) => isRemembered(browser, start))).toEqual([false, false])
  expect((await listBrowsers(other.id, start)).map((browser) => isRemembered(browser, start))).toEqual([true])
  expect(await listAccountEvents(user.id)).toMatchObject([{ action: 'browsers.forgotten', detail: { count: 1 } }])
})

test('nobody forgets a browser of somebody else', async () => {
  const [owner, stranger] = [await makeUser(), await makeUser()]
  const { browser } = await meet(owner.id, null)
  expect(await db().transaction((tx) => forgetBrowser(tx, stranger.id, browser.id, start))).toBe(false)
  expect(await listBrowsers(owner.id, start)).toHaveLength(1)
  expect(await db().transaction((tx) => forgetBrowser(tx, owner.id, browser.id, start))).toBe(true)
  expect(await listBrowsers(owner.id, start)).toHaveLength(0)
})

const meet = (userId: string, token: string | null) => db().transaction((tx) => meetBrowser(tx, userId, token, nowhere, start))
