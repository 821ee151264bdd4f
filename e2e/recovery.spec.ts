// When something is lost: every factor, or the account to somebody else. Letters carry the way out; nothing happens by opening one.

import { expect, type Browser, type Page } from '@playwright/test'
import { Mailbox } from './support/mailbox.ts'
import { daysPassFor } from './support/calendar.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { upload } from './support/upload.ts'

const NEW_PASSWORD = 'seven unrelated pelicans knitting'

test('"This was not me" ends every session by one press of a button; the mailed link and the second factor give the account back', async ({ page, browser, baseURL }) => {
  const person = new Person(page, 'nora')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp()
  const token = await person.makeToken('laptop')
  const link = await person.mailbox.link(/\/account\/not-me\//)

  const visitor = await stranger(browser)
  await visitor.goto(link)
  expect(visitor.url()).not.toContain('token')
  await expect(visitor.getByRole('heading', { level: 1, name: 'This was not me' })).toBeVisible()
  await page.reload()
  await person.expectSignedIn()

  await visitor.getByRole('button', { name: 'Secure my account' }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'Your account is secured' })).toBeVisible()
  await page.goto('/manage/account/')
  await expect(page).toHaveURL(/\/account\/login\//)
  expect(await upload(baseURL ?? '', token, `frozen-${person.username}`)).toMatchObject({ status: 403, text: expect.stringContaining('Uploads are frozen') })
  await person.givePassword()
  await expect(page.getByRole('alert').first()).toContainText('Username or password is wrong.')

  await page.goto(await person.mailbox.link(/reset-password/))
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByLabel('Authentication code or recovery code').fill(app.code())
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await expect(page).toHaveURL(/\/account\/login\//)
  await person.givePassword(NEW_PASSWORD)
  await page.getByRole('link', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code', { exact: true }).fill(person.takeRecoveryCode())
  await page.getByRole('button', { name: 'Verify' }).click()
  await person.expectSignedIn()
  expect((await upload(baseURL ?? '', token, `awake-${person.username}`)).status).toBe(200)

  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { level: 1, name: 'This link has ended' })).toBeVisible()
})

test('a recovery is cancelled from a letter by somebody who is not signed in', async ({ page, browser }) => {
  const person = await protectedPerson(page, 'cleo')
  await startRecovery(person)
  const visitor = await stranger(browser)
  await visitor.goto(await person.mailbox.link(/recover\/cancel/))
  await visitor.getByRole('button', { name: 'Cancel the recovery' }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'The recovery is cancelled' })).toBeVisible()
  await person.mailbox.mail(/was cancelled/)
})

test('a co-owner who knows the person vouches for them, which takes days off the wait', async ({ page, browser, baseURL }) => {
  const person = new Person(page, 'owner')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  const project = `shared-${person.username}`
  expect((await upload(baseURL ?? '', await person.makeToken('laptop'), project)).status).toBe(200)

  const friend = new Person(await stranger(browser), 'friend')
  await friend.register()
  await friend.signIn()
  await friend.saveRecoveryCodes()
  const friendsApp = await friend.addAuthenticatorApp()
  await page.goto(`/manage/project/${project}/collaboration/`)
  await page.getByLabel('Username', { exact: true }).fill(friend.username)
  await page.getByRole('radio', { name: 'Owner' }).check()
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText(friend.username).first()).toBeVisible()
  await friend.page.goto('/manage/projects/')
  await friend.page.getByRole('button', { name: 'Accept' }).click()
  await expect(friend.page.getByRole('button', { name: 'Accept' })).toHaveCount(0)

  await startRecovery(person, true)
  const where = await friend.mailbox.link(/\/manage\/vouch\//)
  const visitor = await stranger(browser)
  await visitor.goto(where)
  await expect(visitor).toHaveURL(/\/account\/login\/\?next=/)
  expect((await page.goto(where))?.status()).toBe(404)

  await friend.page.goto(where)
  await expect(friend.page.getByRole('heading', { level: 1, name: 'Confirm it is you' })).toBeVisible()
  await friend.page.getByLabel('Authentication code').fill(friendsApp.code())
  await friend.page.getByRole('button', { name: 'Confirm' }).first().click()
  await friend.page.getByRole('button', { name: `I vouch for ${person.username}` }).click()
  await expect(friend.page.getByRole('heading', { level: 1, name: 'You vouched' })).toBeVisible()
  await friend.page.goto(where)
  await expect(friend.page.getByText('You have vouched.')).toBeVisible()
  await person.mailbox.mail(/vouched for you/)
  await daysPassFor(person.username, 3)
  await page.goto('/manage/account/')
  await page.getByRole('button', { name: 'Cancel the recovery' }).click()
  await expect(page.getByText('The recovery is cancelled. Uploads work again.')).toBeVisible()
})

test('seven days, two links and the password twice: the account is back, and asks for a new factor', async ({ page, baseURL }) => {
  const person = new Person(page, 'lost')
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  const token = await person.makeToken('laptop')
  await startRecovery(person, true)
  await page.goto('/manage/account/')
  await expect(page.getByText(/^Uploads are frozen until/)).toBeVisible()
  expect(await upload(baseURL ?? '', token, `early-${person.username}`)).toMatchObject({ status: 403, text: expect.stringContaining('Uploads are frozen') })
  await person.signOut()

  await person.givePassword()
  await page.getByRole('link', { name: /^Lost every factor\?/ }).click()
  await expect(page.getByText(/^Your recovery is running/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send the link' })).toHaveCount(0)

  await daysPassFor(person.username, 7)
  await page.reload()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.goto(await person.mailbox.link(/recover\/finish/))
  await page.getByLabel('Password', { exact: true }).fill('not the password of anybody')
  await page.getByRole('button', { name: 'Finish the recovery' }).click()
  await expect(page.getByRole('alert').first()).toContainText('That password is wrong.')
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Finish the recovery' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your account is recovered' })).toBeVisible()

  await person.signIn()
  await page.goto('/manage/projects/')
  await expect(page).toHaveURL(/\/manage\/account\/#two-factor/)
  expect((await upload(baseURL ?? '', token, `bare-${person.username}`)).status).toBe(403)
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('New phone')
  expect((await upload(baseURL ?? '', token, `back-${person.username}`)).status).toBe(200)
  await page.goto('/manage/account/history/')
  for (const said of ['Account recovery started', 'Account recovery finished', 'Uploads frozen', 'Uploads no longer frozen'])
    await expect(page.getByRole('rowheader', { name: said }).first()).toBeVisible()
})

/** Somebody with an app, signed out. */
async function protectedPerson(page: Page, name: string): Promise<Person> {
  const person = new Person(page, name)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  await person.signOut()
  return person
}

/** From the second step: a link by mail, then the password again. `elsewhere`: in another browser, beside the open session. */
async function startRecovery(person: Person, elsewhere = false): Promise<void> {
  const page = elsewhere ? await stranger(person.page.context().browser()) : person.page
  const there = person.at(page)
  await there.givePassword()
  await page.getByRole('link', { name: 'Lost every factor? Start a 7-day account recovery' }).click()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check your mail' })).toBeVisible()
  await page.goto(await person.mailbox.link(/recover\/start/))
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Start the recovery' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The recovery has started' })).toBeVisible()
  await new Mailbox(person.address).mail(/was started/)
}

/** A browser that was never here. */
async function stranger(browser: Browser | null): Promise<Page> {
  if (!browser) throw new Error('There is no browser.')
  return (await browser.newContext()).newPage()
}
