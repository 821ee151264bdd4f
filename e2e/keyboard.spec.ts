// The main job without a mouse: register, confirm, protect, publish. Only keys are pressed; where the focus goes is what is tested.

import { expect, type Page } from '@playwright/test'
import { locales } from '#lib/i18n/locales.ts'
import { AuthenticatorApp } from './support/authenticator-app.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { SecurityKey } from './support/security-key.ts'

test.describe.configure({ timeout: 180_000 })

test('an account is made, protected and used with the keyboard alone', async ({ page }) => {
  const person = new Person(page)
  await page.goto('/account/register/')
  await type(page, 'Email address', person.address)
  await type(page, 'Username', person.username)
  await type(page, 'Password', person.password)
  await press(page, 'button', 'Create account')
  await page.goto(await person.mailbox.link(/verify-email/))
  await press(page, 'button', 'Confirm this address')
  await expect(page).not.toHaveURL(/verify-email/)

  await page.goto('/account/login/')
  await type(page, 'Username or email', person.username)
  await type(page, 'Password', person.password)
  await page.keyboard.press('Enter')
  await person.expectSignedIn()

  await page.goto('/manage/account/recovery-codes/')
  await press(page, 'button', 'Generate recovery codes')
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [first = '', second = ''] = await codes.allInnerTexts()
  await type(page, 'Enter one of your codes', first)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Enter one of your codes')).toHaveCount(0)

  await page.goto('/manage/account/totp-provision/')
  const app = new AuthenticatorApp(await page.getByLabel('Setup key').innerText())
  await type(page, 'Name of this app', 'Phone')
  await type(page, 'Authentication code', app.code())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()

  await SecurityKey.plugInto(page)
  await page.goto('/manage/account/webauthn-provision/')
  await type(page, 'Name of this key', 'Blue key')
  await press(page, 'button', 'Register security key')
  await expect(page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()

  await page.goto('/manage/account/check-up/')
  await press(page, 'link', 'Test a code')
  await type(page, 'Recovery code', second)
  await page.keyboard.press('Enter')
  await expect(page.getByText('That code works. It is still unused.')).toBeVisible()

  await page.goto('/manage/account/token/')
  await type(page, 'Token name', 'laptop')
  await reach(page, page.getByRole('radio', { name: 'All your projects' }))
  await page.keyboard.press('Space')
  await press(page, 'button', 'Create token')
  await expect(page.getByLabel('Your new token')).toContainText('pypi-')
})

test('a menu opens, is left and gives the focus back by keys; so does the choice of a language', async ({ page }) => {
  await page.goto('/')
  const language = page.getByRole('contentinfo').locator('summary').filter({ hasText: 'English' })
  await reach(page, language)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const first = page.getByRole('contentinfo').getByRole('button', { name: locales[0]?.name, exact: true })
  await expect(first).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(first).toBeHidden()
  await expect(language).toBeFocused()
})

test('the summary of what is wrong takes the focus, and leads to the field', async ({ page }) => {
  await page.goto('/account/login/')
  await type(page, 'Username or email', 'nobody')
  await page.keyboard.press('Enter')
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
  await expect(summary).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
})

type Target = ReturnType<Page['getByLabel']>

async function type(page: Page, label: string, text: string): Promise<void> {
  await reach(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.type(text)
}

async function press(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await reach(page, page.getByRole(role, { name, exact: true }))
  await page.keyboard.press('Enter')
}

/** Steps forward with Tab until the focus is there. Each stop on the way is in sight and has a ring around it. */
async function reach(page: Page, target: Target): Promise<void> {
  await expect(target).toBeVisible()
  const isThere = () => target.evaluate((element) => element === document.activeElement)
  for (let step = 0; step < 60 && !(await isThere()); step++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const now = document.activeElement
      if (!now || now === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(now)
      const { width, height } = now.getBoundingClientRect()
      return { ring: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, seen: width > 0 && height > 0, what: now.outerHTML.slice(0, 120) }
    })
    if (focus) expect(focus, focus.what).toMatchObject({ ring: true, seen: true })
  }
  await expect(target).toBeFocused()
}
