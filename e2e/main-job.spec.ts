// The main job, end to end: an account with real second factors, a package published and installed.

import { expect } from '@playwright/test'
import { AuthenticatorApp, hasZbarimg } from './support/authenticator-app.ts'
import { test } from './support/own-network.ts'
import { publisher } from './support/pages.ts'
import { Person } from './support/person.ts'
import { SecurityKey } from './support/security-key.ts'

test.describe.configure({ mode: 'serial' })

test('an account is protected by an app and a key, and opened by password and either of them', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()

  const app = await test.step('an authenticator app is scanned', async () => {
    await page.goto('/manage/account/totp-provision/')
    const picture = page.getByRole('img', { name: 'QR code for your authenticator app' })
    await expect(picture).toBeVisible()
    const typed = new AuthenticatorApp(await page.getByLabel('Setup key').innerText())
    if (!hasZbarimg) return typed
    const scanned = await AuthenticatorApp.scan(picture)
    expect(scanned.secret).toBe(typed.secret)
    return scanned
  })
  await person.turnOn(app, 'Phone')
  await expect(page.locator('#two-factor')).toContainText('Phone')

  const key = await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  await expect(page.locator('#two-factor')).toContainText('Blue key')

  await person.signOut()
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  await person.expectSignedOut()
  await page.getByRole('button', { name: 'Use security key' }).click()
  await person.expectSignedIn()
  expect((await key.credentials())[0]?.signCount).toBeGreaterThan(1)

  await person.signOut()
  await person.givePassword()
  await person.giveCode(app.code())
  await person.expectSignedIn()

  await person.signOut()
  await person.givePassword()
  await person.giveCode(app.lastCode())
  await expect(page.getByRole('alert').first()).toBeVisible()
  await person.expectSignedOut()

  await page.goto('/account/recovery-code/')
  const code = person.takeRecoveryCode()
  await page.getByLabel('Recovery code', { exact: true }).fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Verify' }).click()
  await person.expectSignedIn()

  await person.signOut()
  await person.givePassword()
  await page.getByRole('link', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await person.expectSignedOut()
})

test('a key that only speaks U2F is registered and opens the account', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await SecurityKey.plugInto(page, 'u2f')
  await person.addSecurityKey('Old key')
  await person.signOut()
  await person.givePassword()
  await page.getByRole('button', { name: 'Use security key' }).click()
  await person.expectSignedIn()
})

test('a passkey signs in without a password', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await SecurityKey.plugInto(page, 'platform')
  await page.goto('/manage/account/webauthn-provision/')
  await page.getByLabel('Name of this key').fill('Laptop')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
  await person.signOut()
  await page.goto('/account/login/')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await person.expectSignedIn()
})

test('no factor before the address is confirmed, and none before a recovery code is saved', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await page.goto('/manage/account/totp-provision/')
  await expect(page).toHaveURL(/recovery-codes/)
})

test('the security history shows each step', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  await page.goto('/manage/account/history/')
  const table = page.getByRole('table')
  const steps = ['Account created', 'Signed in', '“Phone” added', '“Blue key” registered', '“laptop” created', `Project ${project} created`, `Role in ${project} received`, `Release ${project} 1.0 made`]
  for (const step of steps) await expect(table).toContainText(step)
})
