// What scripts add to forms: sent without leaving the page, once, and nothing that was typed is lost. Without them all of it
// works as well (no-script.spec.ts).

import { expect, type Page } from '@playwright/test'
import { withoutCodes } from './support/operator.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { SecurityKey } from './support/security-key.ts'
import { listenForTrouble } from './support/trouble.ts'

async function signedIn(page: Page): Promise<Person> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  return person
}

test('a lost connection is told at the form, with what was typed still in it; then it is sent', async ({ page }) => {
  await signedIn(page)
  await page.goto('/manage/account/')
  const name = page.getByLabel('Name (optional)')
  const save = page.getByRole('button', { name: 'Save name' })
  await page.route('**/manage/account/', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await name.fill('Mira of the Gatehouse')
  await save.click()
  await expect(page.getByRole('alert')).toHaveText('This did not get through. What you typed is still here; try again.')
  await expect(name).toHaveValue('Mira of the Gatehouse')
  await page.unroute('**/manage/account/')
  await save.click()
  await expect(page.getByText('Your name is changed.')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('an answer changes its own form: what was typed into another one stays', async ({ page }) => {
  const trouble = listenForTrouble(page)
  await signedIn(page)
  await page.goto('/manage/account/')
  await page.getByLabel('Add another address').fill('half typed')
  await page.getByLabel('Current password').fill('not what it was at all')
  await page.getByLabel('New password', { exact: true }).fill('seven unrelated pelicans knitting')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('alert').first()).toBeFocused()
  await expect(page.getByLabel('Current password')).toHaveValue('')
  await expect(page.getByLabel('Add another address')).toHaveValue('half typed')
  expect(trouble()).toEqual([])
})

test('a button says that it is busy, and its form is sent once; to load the page again sends nothing', async ({ page }) => {
  const person = await signedIn(page)
  await page.goto('/manage/account/token/')
  let posts = 0
  await page.route('**/manage/account/token/', async (route) => {
    if (route.request().method() === 'POST') posts++
    await new Promise((wake) => setTimeout(wake, 500))
    await route.continue()
  })
  await page.getByLabel('Token name').fill('laptop')
  await page.getByLabel('All your projects').check()
  await page.getByRole('button', { name: 'Create token' }).dblclick()
  await expect(page.locator('form[aria-busy=true] [data-busy]')).not.toHaveText('Create token')
  await expect(page.getByLabel('Your new token')).toHaveText(/^pypi-/)
  await page.reload()
  await expect(page.getByLabel('Token name')).toBeVisible()
  expect(posts).toBe(1)
  await page.goto('/manage/account/')
  await expect(page.getByRole('table', { name: 'API tokens' }).getByRole('row')).toHaveCount(2)
  await person.expectSignedIn()
})

test('codes that are shown once stay in sight until one of them was entered', async ({ page }) => {
  await signedIn(page)
  await page.goto('/manage/account/recovery-codes/')
  await page.getByRole('button', { name: 'Generate recovery codes' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const first = await codes.first().innerText()
  await page.getByLabel('Enter one of your codes').fill('ABCD-EFGH-JKMN-PQRS')
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
  await expect(codes.first()).toHaveText(first)
  await page.getByLabel('Enter one of your codes').fill(first)
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(page).toHaveURL(/done=codes-saved#two-factor$/)
})

test('a key is asked for aloud, and a second click begins anew', async ({ page }) => {
  const person = await signedIn(page)
  await person.saveRecoveryCodes()
  const key = await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  await person.signOut()
  await person.givePassword()
  const use = page.getByRole('button', { name: 'Use security key' })
  await expect(use).toBeVisible()
  await key.leaveAlone()
  await use.click()
  const prompt = page.getByRole('status').filter({ hasText: 'Touch your key now.' })
  await expect(prompt).toBeVisible()
  await key.touchAgain()
  await use.click()
  await person.expectSignedIn()
})

test('at an address without https and a name, keys say so before the first click', async ({ page, baseURL }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await page.goto(`${baseURL}/account/login/`)
  await expect(page.getByRole('alert')).toContainText('Keys do not work at this address.')
})

test('where the server breaks, a page says so with the number that leads to the log, and a form keeps what was typed', async ({ page }) => {
  const person = await signedIn(page)
  await person.saveRecoveryCodes()
  const typed = person.takeRecoveryCode()
  await page.goto('/manage/account/test-code/')
  const code = page.getByLabel('Recovery code', { exact: true })
  await code.fill(typed)
  await withoutCodes(async () => {
    await page.getByRole('button', { name: 'Test this code' }).click()
    await expect(page.getByRole('alert')).toContainText('This did not get through.')
    await expect(code).toHaveValue(typed)
    expect((await page.goto('/manage/account/recovery-codes/'))?.status()).toBe(500)
    await expect(page.getByRole('heading', { level: 1, name: 'This page could not be shown' })).toBeVisible()
    await expect(page.getByText(/^Number: \d+/)).toBeVisible()
  })
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Recovery codes' })).toBeVisible()
})

test('a password can be looked at, and its meter knows the names around it', async ({ page }) => {
  await page.goto('/account/register/')
  const password = page.getByLabel('Password', { exact: true })
  const meter = page.getByRole('meter')
  await expect(meter).toBeHidden()
  await page.getByLabel('Username', { exact: true }).fill('gatehouse-keeper')
  await password.fill('gatehouse-keeper')
  await expect(meter).toBeVisible()
  await expect(meter).toHaveJSProperty('value', 0)
  await password.fill('seven unrelated pelicans knitting')
  await expect(meter).toHaveJSProperty('value', 4)
  await password.fill('')
  await expect(meter).toBeHidden()
  await page.getByRole('button', { name: 'Show Password' }).click()
  await expect(password).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Hide Password' }).click()
  await expect(password).toHaveAttribute('type', 'password')
})
