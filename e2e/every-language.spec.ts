// Every page in every language: spoken throughout, written in its direction, with room for its words on a phone and on a desk,
// and without findings by the rules of WCAG 2.2 AA that a language can break. By all rules, each page is looked at in one of the
// languages, and in English and Arabic (accessibility.spec.ts).

import { expect, type Page } from '@playwright/test'
import { type Locale, locales } from '#lib/i18n/locales.ts'
import { translations } from '#lib/i18n/translations.ts'
import { expectNoFindings, expectNoFindingsInWords } from './support/look-over.ts'
import { cutOff, overflow, SMALLEST, speak, WIDE } from './support/looks.ts'
import { makeAdministrator } from './support/operator.ts'
import { test } from './support/own-network.ts'
import { ADMINISTRATION, HELP, managed, OWN, PUBLIC, publisher, SET_UP } from './support/pages.ts'

/** What stands where a sentence could not be found or filled in. */
const KEY = new RegExp(`\\b(?:${Object.keys(translations.en).join('|')})\\.[\\w-]+\\.[\\w.-]+`)

test.describe.configure({ timeout: 600_000 })

test('every page of an account and of its projects', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  for (const { code, dir } of locales) await visitAll(page, code, dir, [...OWN, ...managed(project), `/project/${project}/`])
})

test('every public page', async ({ page }) => {
  for (const { code, dir } of locales) await visitAll(page, code, dir, PUBLIC)
})

test('every page of administrators, of setting up, and of the second step', async ({ page, baseURL }) => {
  const { person, project, app } = await publisher(page, baseURL)
  await makeAdministrator(person.username)
  await page.goto('/admin/settings/')
  await page.getByLabel('Authentication code').fill(app.code())
  await page.getByRole('button', { name: /Confirm/ }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  const paths = [...ADMINISTRATION, `/admin/users/${person.username}/`, `/admin/projects/${project}/`, ...SET_UP]
  for (const { code, dir } of locales) await visitAll(page, code, dir, paths)
  await speak(page.context(), 'en')
  await page.goto('/')
  await person.signOut()
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  for (const { code, dir } of locales) await visitAll(page, code, dir, ['/account/two-factor/', '/account/recovery-code/'])
})

test('every page of the help', async ({ page }) => {
  for (const { code, dir } of locales) await visitAll(page, code, dir, HELP)
})

/** In these accessibility.spec.ts looks at every page. */
const LOOKED_AT: Locale[] = ['en', 'ar']
const others = locales.map(({ code }) => code).filter((code) => !LOOKED_AT.includes(code))

async function visitAll(page: Page, locale: Locale, dir: string, paths: string[]): Promise<void> {
  await speak(page.context(), locale)
  for (const [place, path] of paths.entries()) {
    await page.setViewportSize(WIDE)
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
    if (LOOKED_AT.includes(locale)) continue
    const look = others[place % others.length] === locale ? expectNoFindings : expectNoFindingsInWords
    await look(page, `${path} ${locale}`)
  }
}
