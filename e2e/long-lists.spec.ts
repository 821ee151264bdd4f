// Lists that outgrow a page: leafed through and searched, with links and plain forms. JavaScript is off.

import { expect, type Page } from '@playwright/test'
import { giveProjects, giveReleases } from './support/many.ts'
import { makeAdministrator } from './support/operator.ts'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { upload } from './support/upload.ts'

test.use({ javaScriptEnabled: false })

/** What no list has: neither a page that is no number nor one after the last. */
const NO_PAGES = ['page=', 'page=0', 'page=-1', 'page=abc', 'page=1e3', 'page=01', 'page=%201', 'page=999999', 'page=9999', 'page=x&page=1']

test('whoever has many projects leafs through them, and finds one by a part of its name', async ({ page }) => {
  const person = await signedIn(page)
  const stem = `lock-${person.username}`
  await page.goto('/manage/projects/')
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible()
  await giveProjects(person.username, stem, 120)

  await page.goto('/manage/projects/')
  const rows = page.getByRole('table', { name: 'Your projects' }).getByRole('row')
  await expect(rows).toHaveCount(51)
  await expect(page.getByText('120 projects', { exact: true })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveText(/^Page 1 of 3/)
  await expect(page.getByRole('link', { name: 'Previous' })).toHaveCount(0)
  await leaf(page, 'Next', 'next', 2)
  await leaf(page, 'Next', 'next', 3)
  await expect(rows).toHaveCount(21)
  await expect(rows.nth(20)).toContainText(`${stem}-120`)
  await expect(page.getByRole('link', { name: 'Next' })).toHaveCount(0)
  await leaf(page, 'Previous', 'prev', 2)

  const form = page.getByRole('main').getByRole('search')
  await form.getByLabel('Part of the name').fill(`${stem.toUpperCase().replaceAll('-', '_')} 1`)
  await form.getByLabel('Part of the name').press('Enter')
  await expect(page.getByText('32 of 120 projects')).toBeVisible()
  await expect(rows).toHaveCount(33)
  await form.getByLabel('Part of the name').fill(stem)
  await form.getByRole('button', { name: 'Find' }).click()
  await leaf(page, 'Next', 'next', 2)
  await expect(form.getByLabel('Part of the name')).toHaveValue(stem)
  await form.getByLabel('Part of the name').fill('100%')
  await form.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('heading', { name: 'No project of yours has that in its name' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page).toHaveURL(/\/manage\/projects\/$/)
  await expect(rows).toHaveCount(51)
})

test('a project of many releases has them on several pages, for visitors and for its owner', async ({ page, browser, baseURL }) => {
  const person = await signedIn(page)
  const project = `sluice-${person.username}`
  expect((await upload(baseURL ?? '', await person.makeToken('laptop'), project)).status).toBe(200)
  await giveReleases(project, 119)
  const visitor = await (await browser.newContext({ javaScriptEnabled: false, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })).newPage()
  for (const [reader, path] of [[visitor, `/project/${project}/`], [visitor, `/project/${project}/0.5/`], [page, `/manage/project/${project}/releases/`]] as const) {
    await reader.goto(path)
    const releases = reader.getByRole('table', { name: 'Releases' }).getByRole('row')
    await expect(releases).toHaveCount(51)
    await expect(releases.nth(1)).toContainText('1.0')
    await leaf(reader, 'Next', 'next', 2)
    await leaf(reader, 'Next', 'next', 3)
    await expect(releases).toHaveCount(21)
    await expect(releases.nth(20)).toContainText('0.1')
    await leaf(reader, 'Previous', 'prev', 2)
  }
})

test('a page that a list does not have is not found, in whatever list and however it is asked for', async ({ page, baseURL }) => {
  const person = await signedIn(page)
  const project = `weir-${person.username}`
  expect((await upload(baseURL ?? '', await person.makeToken('laptop'), project)).status).toBe(200)
  const app = await person.saveRecoveryCodes().then(() => person.addAuthenticatorApp())
  await makeAdministrator(person.username)
  await page.goto('/admin/users/')
  await page.getByLabel('Authentication code').fill(app.code())
  await page.getByRole('button', { name: /Confirm/ }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible()
  const lists = ['/search/', '/announcements/', `/user/${person.username}/`, `/project/${project}/`, `/project/${project}/1.0/`, '/manage/projects/', `/manage/project/${project}/releases/`, '/admin/users/', '/admin/projects/']
  for (const list of lists) {
    const statusOf = async (query: string) => (await page.request.get(`${list}?${query}`)).status()
    for (const query of ['', 'page=1', 'page=1&page=2', 'page=1&page=x']) expect.soft(await statusOf(query), `${list}?${query}`).toBe(200)
    for (const query of NO_PAGES) expect.soft(await statusOf(query), `${list}?${query}`).toBe(404)
  }
})

async function signedIn(page: Page): Promise<Person> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  return person
}

/** To the page before or after by its link, with the keyboard. */
async function leaf(page: Page, name: string, rel: string, to: number): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true })
  await expect(link).toHaveAttribute('rel', rel)
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`[?&]page=${to}(?:#|$)`))
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`Page ${to} of`)
}
