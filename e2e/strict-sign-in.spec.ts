// A site whose operator asks for more: new browsers are confirmed by mail, and passwords are looked up among breached ones.

import { expect, type Browser, type Page } from '@playwright/test'
import { type RangeService, startRangeService } from '#lib/testing/range-service.ts'
import { newAddress, test } from './support/own-network.ts'
import { useOwnSite } from './support/own-site.ts'
import { Person } from './support/person.ts'

const LETTER = /^Code to sign in from a new browser$/
const breached: string[] = []
let ranges: RangeService

const site = useOwnSite('strict-sign-in', async () => {
  ranges = await startRangeService(breached)
  return { CONFIRM_NEW_BROWSERS: 'on', BREACH_CHECK_URL: ranges.url }
})
test.afterAll(() => ranges.close())

test('an app from a new browser needs a mailed code, with JavaScript off too; a known browser does not', async ({ page, browser }) => {
  const person = new Person(page, 'roam')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp()
  await person.signOut()
  await person.givePassword()
  await giveRecoveryCode(person)
  expect(codesIn(person)).toEqual([])

  const traveller = person.at(await elsewhere(browser, { javaScriptEnabled: false }))
  await traveller.givePassword()
  await traveller.giveCode(app.code())
  const plain = traveller.page
  await expect(plain.getByRole('heading', { level: 1, name: 'Confirm this browser' })).toBeVisible()
  await plain.goto('/manage/account/')
  await expect(plain).toHaveURL(/\/account\/login\//)

  await plain.goto('/account/confirm-browser/')
  const letter = await person.mailbox.mail(LETTER)
  const first = codesIn(person).at(-1) ?? ''
  expect(letter.text).toMatch(/^Browser: /m)
  expect(letter.text).toMatch(/\/account\/not-me\/\?token=/)
  await giveMailedCode(plain, wrong(first))
  await expect(plain.getByRole('alert').first()).toContainText('That code is wrong')
  await plain.getByRole('button', { name: 'Send another code' }).click()
  await expect(plain.getByText('Another code is on its way.')).toBeVisible()
  await expect.poll(() => codesIn(person).length).toBe(2)
  await giveMailedCode(plain, codesIn(person).at(-1) ?? '')
  await traveller.expectSignedIn()

  await traveller.signOut()
  await traveller.givePassword()
  await giveRecoveryCode(traveller)
  expect(codesIn(person)).toHaveLength(2)
})

test('a password that turned up in a breach is changed before anything else opens', async ({ page }) => {
  const person = new Person(page, 'leaked')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp()
  await person.signOut()

  breached.push(person.password)
  await person.givePassword()
  await person.giveCode(app.code())
  await expect(page.getByRole('heading', { level: 1, name: 'Choose a new password' })).toBeVisible()
  await expect(page.getByText('is known from a breach of another site')).toBeVisible()
  for (const path of ['/manage/account/', '/manage/account/token/', '/manage/projects/']) {
    await page.goto(path)
    await expect(page).toHaveURL(/\/account\/change-password\//)
  }
  await changePassword(page, person.password, person.password)
  await expect(page.getByRole('alert').first()).toContainText('That password was found in a breach')
  await changePassword(page, person.password, 'seven unrelated pelicans knitting')
  await expect(page).toHaveURL(/\/manage\/projects\//)
  await person.mailbox.mail(/^Your password is known from a breach$/)
})

test('without a second factor the way to another password leads through the mailbox', async ({ page }) => {
  const person = new Person(page, 'listed')
  await person.register()
  breached.push(person.password)
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Choose a new password' })).toBeVisible()
  await expect(page.getByLabel('Current password')).toHaveCount(0)
  await page.getByRole('button', { name: 'Send reset link' }).click()
  await page.goto(await person.mailbox.link(/reset-password\/\?/))
  await page.getByLabel('New password', { exact: true }).fill('eight unrelated herons knitting')
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await expect(page).toHaveURL(/\/account\/login\//)
  await person.givePassword('eight unrelated herons knitting')
  // The reset forgot the browser.
  await expect(page.getByRole('heading', { level: 1, name: 'Confirm this browser' })).toBeVisible()
  await person.mailbox.mail(LETTER)
  await giveMailedCode(page, codesIn(person).at(-1) ?? '')
  await person.expectSignedIn()
  await page.goto('/manage/account/')
  await expect(page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
})

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('Current password', { exact: true }).fill(current)
  await page.getByLabel('New password', { exact: true }).fill(next)
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
}

async function giveMailedCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code from your mail').fill(code)
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
}

/** Codes of the app are good once each and not made as fast as a test runs. */
async function giveRecoveryCode(person: Person): Promise<void> {
  await person.page.getByRole('link', { name: 'Use a recovery code' }).click()
  await person.page.getByLabel('Recovery code', { exact: true }).fill(person.takeRecoveryCode())
  await person.page.getByRole('button', { name: 'Verify' }).click()
  await person.expectSignedIn()
}

/** The codes that were mailed so far, oldest first. */
const codesIn = ({ mailbox }: Person): string[] => mailbox.all().filter(({ subject }) => LETTER.test(subject)).flatMap(({ text }) => /^\d{6}$/m.exec(text)?.[0] ?? [])

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** A browser that nobody signed in from, in a network of its own. */
const elsewhere = (browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> =>
  browser.newPage({ baseURL: site().address, extraHTTPHeaders: { 'x-forwarded-for': newAddress() }, ...options })
