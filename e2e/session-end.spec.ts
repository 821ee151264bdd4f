// A session that is about to end says so in time, saying so does not prolong it, and what was typed outlives it.

import { expect, type Page } from '@playwright/test'
import { idleFor, lastSeen } from './support/calendar.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'

const MINUTE = 60_000

test('the page says that the session is about to end, and a click stays signed in', async ({ page }) => {
  const person = await signedIn(page)
  const notice = page.getByRole('complementary', { name: 'Your session' })
  await expect(notice.getByRole('button', { name: 'Stay signed in' })).toBeHidden()

  await idleFor(person.username, 58)
  const seen = await lastSeen(person.username)
  await page.clock.fastForward(58 * MINUTE)
  await expect(notice.locator('[aria-live="polite"]')).toContainText('In 3 minutes you will be signed out')
  await page.clock.fastForward(0.5 * MINUTE)
  await expect(notice).toBeVisible()
  expect(await lastSeen(person.username)).toEqual(seen)

  await notice.getByRole('button', { name: 'Stay signed in' }).press('Enter')
  await expect(notice.getByRole('button', { name: 'Stay signed in' })).toBeHidden()
  expect((await lastSeen(person.username)).getTime()).toBeGreaterThan(seen.getTime() + 50 * MINUTE)
})

test('another tab that is used puts the end off for this one', async ({ page }) => {
  await signedIn(page)
  await page.clock.fastForward(58 * MINUTE)
  await expect(page.getByRole('button', { name: 'Stay signed in' })).toBeHidden()
})

test('what was typed is still there when the session ended before it was sent', async ({ page, context }) => {
  const person = await signedIn(page)
  await page.getByLabel('Name (optional)', { exact: true }).fill('Mira of the Gatehouse')
  await idleFor(person.username, 61)
  await page.clock.fastForward(61 * MINUTE)
  await expect(page.getByRole('complementary', { name: 'Your session' })).toContainText('You are signed out. What you typed is still on this page')

  await page.getByRole('button', { name: 'Save name', exact: true }).first().click()
  const said = page.getByRole('status').filter({ hasText: 'Nothing was sent' })
  await expect(said).toBeVisible()
  await expect(page.getByLabel('Name (optional)', { exact: true })).toHaveValue('Mira of the Gatehouse')

  const [other] = await Promise.all([context.waitForEvent('page'), said.getByRole('link').click()])
  await other.getByLabel('Username or email').fill(person.username)
  await other.getByLabel('Password', { exact: true }).fill(person.password)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await person.at(other).expectSignedIn()
  await page.getByRole('button', { name: 'Save name', exact: true }).first().click()
  await expect(page.getByText('Your name is changed.')).toBeVisible()
  await page.goto('/manage/account/')
  await expect(page.getByLabel('Name (optional)', { exact: true })).toHaveValue('Mira of the Gatehouse')
})

test('only the site’s own pages stay signed in', async ({ page, baseURL }) => {
  await signedIn(page)
  const foreign: Record<string, string>[] = [{ origin: 'https://elsewhere.example' }, { origin: baseURL ?? '', 'sec-fetch-site': 'cross-site' }]
  for (const headers of foreign) {
    expect((await page.request.post('/api/session/', { headers })).status()).toBe(403)
  }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says until when one stays signed in', async ({ page }) => {
    const person = new Person(page)
    await person.register()
    await person.signIn()
    await page.goto('/manage/account/')
    await expect(page.getByRole('complementary', { name: 'Your session' })).toContainText(/stay signed in until.*UTC/)
  })
})

async function signedIn(page: Page): Promise<Person> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await page.clock.install()
  await page.goto('/manage/account/')
  return person
}
