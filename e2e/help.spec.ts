// The help, as somebody reads it who has no script: from its contents to every page, and along every link.

import { expect, type Page } from '@playwright/test'
import { test } from './support/own-network.ts'
import { HELP } from './support/pages.ts'
import { Person } from './support/person.ts'

test.use({ javaScriptEnabled: false })

test('every page is reached from the contents, and one after the other', async ({ page }) => {
  await page.goto('/help/')
  await page.getByRole('main').getByRole('link', { name: 'Two-factor sign-in' }).click()
  for (const path of HELP) {
    await expect(page).toHaveURL(new RegExp(`${path}$`))
    await expect(page.getByRole('navigation', { name: 'Help', exact: true }).locator('[aria-current=page]')).toHaveAttribute('href', path)
    const next = page.getByRole('navigation', { name: 'Further reading' }).locator('[rel=next]')
    if (path !== HELP.at(-1)) await next.click()
    else await expect(next).toHaveCount(0)
  }
  await page.goto('/help/')
  expect((await linksOf(page)).filter((href) => HELP.includes(href)).toSorted()).toEqual(expect.arrayContaining(HELP.toSorted()))
})

test('addresses that others have written down lead to what they meant', async ({ page }) => {
  for (const [anchor, title] of [['publish', 'Publish a package'], ['install', 'Install a package'], ['twoFactor', 'Two-factor sign-in'], ['tokens', 'API tokens'], ['recover', 'When you cannot get in']]) {
    await page.goto(`/help/#${anchor}`)
    const entry = page.locator(`#${anchor}`)
    await expect(entry).toBeInViewport()
    await expect(entry.getByRole('link', { name: title })).toBeVisible()
  }
})

test('every link leads to a page and a part of it that are there', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const wanted = new Map<string, Set<string>>()
  for (const path of ['/help/', ...HELP]) {
    await page.goto(path)
    for (const href of await linksOf(page)) {
      const { pathname, hash } = new URL(href, `http://site${path}`)
      wanted.set(pathname, (wanted.get(pathname) ?? new Set()).add(hash.slice(1)))
    }
  }
  // Nobody but administrators is shown that there are pages for them.
  for (const [path, parts] of [...wanted].filter(([path]) => !path.startsWith('/admin/'))) {
    const answer = await page.goto(path)
    expect.soft(answer?.status(), path).toBe(200)
    for (const part of [...parts].filter(Boolean)) await expect.soft(page.locator(`[id="${part}"]`), `${path}#${part}`).toHaveCount(1)
  }
})

test('a drawing says in words what it shows, or is passed over', async ({ page }) => {
  let drawings = 0
  for (const path of HELP) {
    await page.goto(path)
    const all = page.getByRole('main').locator('svg.drawing')
    drawings += await all.count()
    expect.soft(await all.evaluateAll((found) => found.filter((one) => !one.ariaLabel && one.ariaHidden !== 'true').length), path).toBe(0)
  }
  expect(drawings).toBeGreaterThan(40)
})

test('from where somebody is stuck the help is one step away', async ({ page }) => {
  await page.goto('/account/login/')
  await page.getByRole('link', { name: 'Help: When you cannot get in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'When you cannot get in' })).toBeVisible()
})

/** Where the links of a page's content lead, those to parts of itself included. */
const linksOf = (page: Page): Promise<string[]> => page.getByRole('main').locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '').filter((href) => /^[/#]/.test(href)))
