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

test('what is not there is said in words, with the status 404, with JavaScript off', async ({ page }) => {
  const person = new Person(page, 'nothere')
  await person.register()
  const nowhere = '00000000-0000-4000-8000-000000000000'
  const expectMissing = async (path: string) => {
    expect((await page.goto(path))?.status(), path).toBe(404)
    await expect(page.getByRole('main').getByRole('heading', { level: 1, name: 'Page not found' }), path).toBeVisible()
    await expect(page.locator('html'), path).toHaveAttribute('lang', 'en')
  }
  for (const path of ['/no-such-page/', '/account/recover/done/?what=nothing']) await expectMissing(path)
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('Phone')
  for (const path of ['/admin/recoveries/', '/admin/design/', `/manage/account/factor/${nowhere}/`, `/manage/vouch/${nowhere}/`, '/manage/vouch/x/', '/manage/project/no-such/settings/']) await expectMissing(path)
})
