// The language of the pages: asked for by the browser, chosen in the footer, kept by the account, spoken by its letters.

import { expect, type Page } from '@playwright/test'
import { locales, type Locale } from '#lib/i18n/locales.ts'
import { messagesOf } from '#lib/i18n/messages.ts'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('every language is in the footer by its own name, and the page stays when it is chosen', async ({ page }) => {
    await page.goto('/help/?from=footer')
    let current: Locale = 'en'
    for (const { code, name, dir } of locales) {
      await languageMenu(page, current).click()
      const choice = page.getByRole('contentinfo').getByRole('button', { name, exact: true })
      await expect(choice).toHaveAttribute('lang', code)
      await choice.click()
      await expectLanguage(page, code)
      await expect(page.locator('html')).toHaveAttribute('dir', dir)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(messagesOf(code).help.title)
      expect(new URL(page.url()).search).toBe('?from=footer')
      current = code
    }
  })
})

test('the first language of the browser that we speak is taken, and bad input is passed over', async ({ request }) => {
  const asked = { 'nl, ar;q=0.8, en;q=0.5': 'ar', 'en-AU, ar': 'en', '*;q=1, ????': 'en' }
  for (const [header, lang] of Object.entries(asked)) {
    for (const cookie of ['', 'locale=../en', 'locale=EN']) {
      const answer = await request.get('/', { headers: { 'accept-language': header, cookie } })
      expect(await answer.text(), `${header} ${cookie}`).toContain(`<html lang="${lang}"`)
    }
  }
})

test('the account keeps the language that was chosen: in another browser, and in its letters', async ({ page, browser, baseURL }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await languageMenu(page, 'en').click()
  await page.getByRole('button', { name: 'العربية', exact: true }).click()
  await expectLanguage(page, 'ar')

  const elsewhere = await browser.newContext({ baseURL, locale: 'en-GB', extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
  const other = await elsewhere.newPage()
  await person.at(other).signIn()
  await expectLanguage(other, 'ar')
  await elsewhere.clearCookies()
  await other.goto('/account/request-password-reset/')
  await expectLanguage(other, 'en')
  await other.getByLabel('Username or email').fill(person.username)
  await other.getByRole('button', { name: 'Send reset link' }).click()
  const letter = await person.mailbox.mail(/كلمة/)
  expect(letter.html).toContain('dir="rtl"')
  await elsewhere.close()
})

const languageMenu = (page: Page, current: Locale) =>
  page.getByRole('contentinfo').locator('summary').filter({ hasText: locales.find(({ code }) => code === current)?.name })

async function expectLanguage(page: Page, lang: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', lang)
}
