// What administrators want everybody to know: written, previewed, published, mailed, dismissed, corrected, withdrawn; with
// JavaScript and without.

import { randomBytes } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import { makeAdministrator } from './support/operator.ts'
import { Mailbox } from './support/mailbox.ts'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { listenForTrouble } from './support/trouble.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('an announcement is previewed, published, mailed to whoever confirmed, dismissed, corrected and withdrawn', async ({ page, browser, request }) => {
      const trouble = listenForTrouble(page)
      const visitor = await stranger(browser, javaScriptEnabled)
      const title = `Upgrade ${randomBytes(4).toString('hex')}`
      const mailbox = await subscribe(visitor)

      await administrator(page)
      await page.goto('/admin/announcements/new/')
      await page.getByLabel('Title', { exact: true }).fill(title)
      await page.getByLabel('Security').check()
      await page.getByLabel('Text', { exact: true }).fill('Uploads pause on **Friday**.\n\n<img src=x onerror=alert(1)>')
      await page.getByRole('button', { name: 'Preview' }).click()
      const preview = page.getByRole('region', { name: 'As readers will see it' })
      await expect(preview.locator('strong')).toHaveText('Friday')
      await expect(preview.locator('img')).toHaveCount(0)
      await expect(page.getByLabel('Title', { exact: true })).toHaveValue(title)
      await expect(page.getByLabel('Security')).toBeChecked()
      await page.getByRole('button', { name: 'Save draft' }).click()
      await expect(page.getByText('Saved.')).toBeVisible()
      const draft = page.url().replace(/\?.*/, '')

      await visitor.goto('/announcements/')
      await expect(visitor.getByRole('link', { name: title })).toHaveCount(0)
      await page.getByRole('button', { name: 'Publish now' }).click()
      await expect(page.getByText('Published. The letters are on their way.')).toBeVisible()

      await visitor.goto('/')
      const banner = visitor.getByRole('region', { name: 'Announcement' })
      await expect(banner).toContainText(title)
      await banner.getByRole('button', { name: 'Dismiss' }).click()
      await expect(banner).toHaveCount(0)
      await visitor.reload()
      await expect(banner).toHaveCount(0)
      await page.goto('/')
      await expect(page.getByRole('region', { name: 'Announcement' })).toContainText(title)

      await visitor.getByRole('contentinfo').getByRole('link', { name: 'Announcements' }).click()
      await visitor.getByRole('link', { name: title }).click()
      await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible()
      await expect(visitor.locator('strong')).toHaveText('Friday')
      const address = visitor.url()
      const feed = await request.get('/rss/announcements.xml')
      expect(await feed.text()).toContain(address)
      const etag = feed.headers().etag ?? ''
      expect((await request.get('/rss/announcements.xml', { headers: { 'if-none-match': etag } })).status()).toBe(304)

      const letter = await mailbox.mail(new RegExp(title))
      expect(letter.text).toContain(address)
      const leave = await mailbox.link(/announcements\/leave/)
      const opened = await stranger(browser, javaScriptEnabled)
      await opened.goto(leave)
      expect(opened.url()).not.toContain('token')
      await expect(opened.getByRole('heading', { level: 1, name: 'No more letters?' })).toBeVisible()
      await opened.getByRole('button', { name: 'Unsubscribe' }).click()
      await expect(opened.getByText('You get no more announcements by mail.')).toBeVisible()
      await opened.goto(leave)
      await expect(opened.getByRole('heading', { level: 1, name: 'You get no more announcements by mail' })).toBeVisible()
      const oneClick = await fetch(leave.replace('/announcements/leave/', '/_/announcements/leave'), { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
      expect(oneClick.status).toBe(200)

      await page.goto(draft)
      await page.getByLabel('Text', { exact: true }).fill('Uploads pause on **Monday**.')
      await page.getByRole('button', { name: 'Save changes' }).click()
      await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
      await visitor.goto(address)
      await expect(visitor.locator('strong')).toHaveText('Monday')
      await expect(visitor.getByText(/^Edited/)).toBeVisible()
      await page.getByRole('button', { name: 'Withdraw announcement' }).click()
      await expect(page.getByText('Withdrawn.', { exact: true })).toBeVisible()
      await visitor.goto(address)
      await expect(visitor.getByText(/was withdrawn on/)).toBeVisible()
      await page.goto('/')
      await expect(page.getByRole('region', { name: 'Announcement' }).filter({ hasText: title })).toHaveCount(0)
      expect(trouble()).toEqual([])
    })
  })
}

test('announcements are for administrators to write; one’s own address is switched on in the account', async ({ page }) => {
  const person = new Person(page, 'reader')
  await person.register()
  await person.signIn()
  expect((await page.goto('/admin/announcements/'))?.status()).toBe(404)
  await page.goto('/manage/account/#announcements')
  const section = page.locator('#announcements')
  await section.getByRole('button', { name: 'Subscribe' }).click()
  await expect(section.getByText('Subscribed', { exact: true })).toBeVisible()
  await section.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(section.getByText('Not subscribed')).toBeVisible()
})

test('what is not an address is refused with its rule, and an answer never tells who is known', async ({ page }) => {
  await page.goto('/announcements/')
  await page.getByLabel('Email address').fill('nobody at all')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await expect(page.locator('.field-error')).toContainText('mira@example.org')
  await expect(page.getByLabel('Email address')).toHaveValue('nobody at all')
  expect((await page.goto('/announcements/?page=99'))?.status()).toBe(404)
  expect((await page.goto('/announcements/no-such-thing/'))?.status()).toBe(404)
})

/** Somebody else, in a browser and a network of their own. */
async function stranger(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })).newPage()
}

async function subscribe(page: Page): Promise<Mailbox> {
  const mailbox = new Mailbox(`news-${randomBytes(4).toString('hex')}@example.org`)
  await page.goto('/announcements/')
  await page.getByLabel('Email address').fill(mailbox.address)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await expect(page.getByText('Look into your mailbox')).toBeVisible()
  await page.goto(await mailbox.link(/announcements\/confirm/))
  await expect(page.getByText(mailbox.address)).toBeVisible()
  await page.getByRole('button', { name: 'Confirm subscription' }).click()
  await expect(page.getByText('You are subscribed.')).toBeVisible()
  return mailbox
}

async function administrator(page: Page): Promise<Person> {
  const keeper = new Person(page, 'keeper')
  await keeper.register()
  await keeper.signIn()
  await keeper.saveRecoveryCodes()
  const app = await keeper.addAuthenticatorApp()
  await makeAdministrator(keeper.username)
  await page.goto('/admin/announcements/')
  if (page.url().includes('reauthenticate')) {
    await page.getByLabel('Authentication code').fill(app.code())
    await page.getByRole('button', { name: /Confirm/ }).first().click()
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Announcements' })).toBeVisible()
  return keeper
}
