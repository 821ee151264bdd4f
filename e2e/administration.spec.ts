// What administrators see and do that others do not: found from their menu, done with or without JavaScript.

import { expect, type Page } from '@playwright/test'
import { makeAdministrator } from './support/operator.ts'
import { newAddress, test } from './support/own-network.ts'
import { publisher } from './support/pages.ts'
import { Person } from './support/person.ts'
import { upload } from './support/upload.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a project is put into quarantine with a reason, given room, and let go', async ({ page, browser, baseURL }) => {
      const others = await browser.newPage({ baseURL, javaScriptEnabled: true, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
      const { person: owner, project } = await publisher(others, baseURL)
      await becomeAdministrator(page)

      await page.getByRole('link', { name: 'Projects', exact: true }).click()
      await page.getByLabel('Name of the project').fill('no-name-begins-so')
      await page.getByRole('button', { name: 'Find' }).click()
      await expect(page.getByRole('heading', { name: 'No project has a name that begins so' })).toBeVisible()
      await page.getByLabel('Name of the project').fill(project.toUpperCase())
      await page.getByRole('button', { name: 'Find' }).click()
      await page.getByRole('link', { name: project, exact: true }).click()

      await page.getByRole('button', { name: 'Put into quarantine' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
      await page.getByLabel('Reason').fill('It sends passwords away.')
      await page.getByRole('button', { name: 'Put into quarantine' }).click()
      await expect(page.getByText('The project is in quarantine. Nobody can install it.')).toBeVisible()
      expect(await (await fetch(`${baseURL}/simple/${project}/`)).text()).not.toContain('.whl')
      expect((await owner.mailbox.mail(/is in quarantine/)).text).toContain('It sends passwords away.')
      await others.goto(`/project/${project}/`)
      await expect(others.getByText('This project is in quarantine.')).toBeVisible()

      await page.getByLabel('MiB for each file').fill('50')
      await page.getByRole('button', { name: 'Save limits' }).click()
      await expect(page.locator('.field-error')).toContainText('not less than what every project has')
      await page.getByLabel('MiB for each file').fill('500')
      await page.getByRole('button', { name: 'Save limits' }).click()
      await expect(page.getByText('The limits are saved.')).toBeVisible()
      await page.goto('/admin/projects/')
      await expect(page.getByRole('row', { name: project })).toContainText('Quarantined')

      await page.goto(`/admin/projects/${project}/`)
      await page.getByRole('button', { name: 'End quarantine' }).click()
      await expect(page.getByText('The quarantine has ended.')).toBeVisible()
      expect(await (await fetch(`${baseURL}/simple/${project}/`)).text()).toContain('.whl')
      await others.close()
    })

    test('somebody is invited by mail, made an administrator, disabled with a reason and enabled again', async ({ page, browser, baseURL }) => {
      const person = new Person(await browser.newPage({ baseURL, javaScriptEnabled, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } }), 'novice')
      const keeper = await becomeAdministrator(page)
      await invite(page, keeper, person)
      await person.page.goto(await person.mailbox.link(/account\/register/))
      await person.askForAccount()
      await person.confirmAddress()
      await person.signIn()

      await openPerson(page, person.address, person.username)
      await page.getByRole('button', { name: 'Make administrator' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'must add a second factor first' })).toBeVisible()
      await person.saveRecoveryCodes()
      const app = await person.addAuthenticatorApp()
      const [project, token] = [`sextant-${person.username}`, await person.makeToken('laptop')]
      expect((await upload(baseURL ?? '', token, project)).status).toBe(200)
      await page.getByRole('button', { name: 'Make administrator' }).click()
      await expect(page.getByText('This person is an administrator now.')).toBeVisible()
      for (const one of [person, keeper]) expect((await one.mailbox.mail(/is now an administrator/)).text).toContain(person.username)
      await openMenu(person.page)
      await expect(person.page.getByRole('link', { name: 'Administration' })).toBeVisible()

      await page.getByRole('button', { name: 'Disable account' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
      await page.getByLabel('Reason').fill('It publishes in its sleep.')
      await page.getByRole('button', { name: 'Disable account' }).click()
      await expect(page.getByText('The account is disabled.')).toBeVisible()
      await expect(page.getByText('It publishes in its sleep.')).toBeVisible()
      expect((await person.mailbox.mail(/is disabled/)).text).toContain('It publishes in its sleep.')
      await person.page.goto('/manage/account/')
      await expect(person.page).toHaveURL(/account\/login/)
      await person.givePassword()
      await expect(person.page.getByText('Username or password is wrong.').first()).toBeVisible()
      expect((await upload(baseURL ?? '', token, project, '1.1')).status).toBe(403)

      await page.getByRole('button', { name: 'Enable account' }).click()
      await expect(page.getByText('The account is enabled again.')).toBeVisible()
      await person.givePassword()
      await person.giveCode(app.code())
      await person.expectSignedIn()
      expect((await upload(baseURL ?? '', token, project, '1.1')).status).toBe(200)
      await openMenu(person.page)
      await expect(person.page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
      await person.page.close()
    })
  })
}

/** An invitation is refused for what is no address, sent, sent to somebody else and withdrawn. */
async function invite(page: Page, keeper: Person, person: Person): Promise<void> {
  await page.getByRole('link', { name: 'People', exact: true }).click()
  const other = new Person(page, 'stranger')
  for (const address of ['nowhere', person.address, other.address]) {
    await page.getByLabel('Email address').fill(address)
    await page.getByRole('button', { name: 'Send invitation' }).click()
    if (address === 'nowhere') await expect(page.locator('.field-error')).toBeVisible()
    else await expect(page.getByText('The invitation is on its way.')).toBeVisible()
  }
  for (const { mailbox } of [person, other]) await mailbox.link(/account\/register/)
  await page.goto('/admin/users/')
  await expect(page.getByRole('row', { name: person.address })).toContainText(keeper.username)
  await page.getByRole('button', { name: `Withdraw ${other.address}` }).click()
  await expect(page.getByText('The invitation is withdrawn.')).toBeVisible()
  await expect(page.getByRole('row', { name: other.address })).toHaveCount(0)
}

async function openPerson(page: Page, query: string, username: string): Promise<void> {
  await page.getByLabel('Username, name or address').fill(query)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: username, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: username })).toBeVisible()
}

async function openMenu(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('banner').locator('summary').click()
}

test('to everybody else administration is not there', async ({ page, baseURL }) => {
  const { person, project } = await publisher(page, baseURL)
  await page.getByRole('banner').locator('summary').click()
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
  for (const path of ['/admin/', '/admin/projects/', `/admin/projects/${project}/`, '/admin/users/', `/admin/users/${person.username}/`]) expect((await page.goto(path))?.status(), path).toBe(404)
})

/** Somebody with two factors, who has just confirmed that it is them, on the page that leads to everything. */
async function becomeAdministrator(page: Page): Promise<Person> {
  const keeper = new Person(page, 'warden')
  await keeper.register()
  await keeper.signIn()
  await keeper.saveRecoveryCodes()
  const app = await keeper.addAuthenticatorApp()
  await makeAdministrator(keeper.username)
  await page.goto('/admin/settings/')
  await page.getByLabel('Authentication code').fill(app.code())
  await page.getByRole('button', { name: /Confirm/ }).first().click()
  await page.getByRole('banner').locator('summary').click()
  await page.getByRole('link', { name: 'Administration' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Administration' })).toBeVisible()
  return keeper
}
