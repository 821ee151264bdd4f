// Every page in every language: spoken throughout, written in its direction, with room for its words on a phone and on a desk.

import { expect, type Page } from '@playwright/test'
import { type Locale, locales } from '#lib/i18n/locales.ts'
import { translations } from '#lib/i18n/translations.ts'
import { cutOff, overflow, SMALLEST, speak, WIDE } from './support/looks.ts'
import { test } from './support/own-network.ts'
import { HELP, managed, OWN, PUBLIC, publisher } from './support/pages.ts'

/** What stands where a sentence could not be found or filled in. */
const KEY = new RegExp(`\\b(?:${Object.keys(translations.en).join('|')})\\.[\\w-]+\\.[\\w.-]+`)

test('every page of an account and of its projects', async ({ page, baseURL }) => {
  test.setTimeout(300_000)
  const { project } = await publisher(page, baseURL)
  for (const { code, dir } of locales) await visitAll(page, code, dir, [...OWN, ...managed(project), `/project/${project}/`])
})

test('every public page', async ({ page }) => {
  test.setTimeout(300_000)
  for (const { code, dir } of locales) await visitAll(page, code, dir, PUBLIC)
})

test('every page of the help', async ({ page }) => {
  test.setTimeout(300_000)
  for (const { code, dir } of locales) await visitAll(page, code, dir, HELP)
})

async function visitAll(page: Page, locale: Locale, dir: string, paths: string[]): Promise<void> {
  await speak(page.context(), locale)
  for (const path of paths) {
    await page.goto(path)
    const html = page.locator('html')
    await expect.soft(html, path).toHaveAttribute('lang', locale)
    await expect.soft(html, path).toHaveAttribute('dir', dir)
    expect.soft(await page.locator('body').innerText(), `${path} ${locale}`).not.toMatch(KEY)
    for (const size of [WIDE, SMALLEST]) {
      await page.setViewportSize(size)
      expect.soft(await overflow(page), `${path} ${locale} ${size.width}: sticks out`).toEqual([])
      expect.soft(await cutOff(page), `${path} ${locale} ${size.width}: is cut off`).toEqual([])
    }
  }
}
