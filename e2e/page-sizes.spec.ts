// What a page costs a browser that comes for the first time stays within its limits. `node bench/page-sizes.mjs` prints them all.

import { expect, type Page } from '@playwright/test'
import { test } from './support/own-network.ts'
import { HELP, managed, OWN, publisher } from './support/pages.ts'
import { weigh } from './support/weigh.ts'

test.describe.configure({ timeout: 180_000 })

/** Bytes of script over the wire: our own, and none of Next's (docs/decisions/0008). Where a key is asked for, its part comes along. */
const READ = 5_000
const WITH_FORMS = 10_000
const STYLE = 20_000
const HTML = 40_000
/** Text and code in a Latin script. */
const FONTS = 40_000

test('public pages carry next to no script, and no font of another alphabet', async ({ page, baseURL }) => {
  const { project, person } = await publisher(page, baseURL)
  await page.context().clearCookies()
  for (const path of ['/', '/search/?q=sextant', `/project/${project}/`, `/user/${person.username}/`, '/help/', ...HELP, '/security/', '/stats/']) {
    const { html, script, style, font } = await weigh(page, path)
    expect.soft(script, `${path}: script`).toBeLessThan(READ)
    expect.soft(style, `${path}: style`).toBeLessThan(STYLE)
    expect.soft(html, `${path}: html`).toBeLessThan(HTML)
    expect.soft(font, `${path}: fonts`).toBeLessThan(FONTS)
    // A second sheet, or a script that only another one names, costs a slow network one more round trip before anything is painted.
    expect.soft(await page.locator('link[rel="stylesheet"]').count(), `${path}: sheets`).toBe(1)
    expect.soft(await unannouncedScripts(page), path).toEqual([])
    expect.soft(await page.evaluate(() => [...document.fonts].filter((face) => face.status === 'loaded' && /Arabic|Hebrew/.test(face.family)).length), path).toBe(0)
  }
})

test('pages with forms stay within their limit, and carry nothing of Next’s', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  for (const path of [...OWN, ...managed(project), '/account/login/', '/account/register/']) {
    const { html, script, style } = await weigh(page, path)
    expect.soft(script, `${path}: script`).toBeLessThan(WITH_FORMS)
    expect.soft(await page.locator('script').evaluateAll((all) => all.map((one) => new URL((one as HTMLScriptElement).src).pathname)), path).toEqual([expect.stringMatching(/^\/scripts\/main-/)])
    expect.soft(style, `${path}: style`).toBeLessThan(STYLE)
    expect.soft(html, `${path}: html`).toBeLessThan(HTML)
  }
})

test('commands are copied and menus close on pages without a runtime', async ({ page, baseURL, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { project } = await publisher(page, baseURL)
  await page.goto(`/project/${project}/`)
  expect(await page.evaluate(() => document.scripts.length)).toBe(1)
  const copy = page.getByRole('button', { name: /^Copy pip/ }).first()
  await copy.click()
  await expect(page.getByRole('button', { name: /^Copied pip/ }).first()).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`pip install --index-url ${baseURL}/simple/ ${project}`)
  const menu = page.getByRole('contentinfo').locator('summary').first()
  await menu.click()
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible()
  await page.getByRole('heading', { level: 1 }).click()
  await expect(page.getByRole('button', { name: 'Dark' })).toBeHidden()
})

/** Scripts that came although the page itself names them nowhere. */
function unannouncedScripts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const named = new Set([...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>('script, link[rel="modulepreload"]')].map((one) => ('src' in one ? one.src : one.href)))
    return performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith('/scripts/') && !named.has(name))
  })
}
