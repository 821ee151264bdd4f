// Everything but the key ceremony works without JavaScript.

import { expect } from '@playwright/test'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'

test.use({ javaScriptEnabled: false })

test('an account is made, protected, used and left with JavaScript off', async ({ page }) => {
  const person = new Person(page, 'noscript')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp('Phone')
  await expect(page.locator('#two-factor')).toContainText('Phone')

  const token = await person.makeToken('laptop')
  expect(token).toMatch(/^pypi-[\w-]{85,}$/)

  await person.signOut()
  await person.givePassword()
  await person.giveCode('000000')
  await expect(page.getByRole('alert').first()).toBeVisible()
  await person.giveCode(app.code())
  await person.expectSignedIn()

  await person.signOut()
  await person.givePassword()
  await page.getByRole('link', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code', { exact: true }).fill(person.takeRecoveryCode())
  await page.getByRole('button', { name: 'Verify' }).click()
  await person.expectSignedIn()
})
