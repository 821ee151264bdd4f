// What administrators see and do that others do not: found from their menu, done with or without JavaScript.

import { expect, type Page } from '@playwright/test'
import { makeAdministrator } from './support/operator.ts'
import { newAddress, test } from './support/own-network.ts'
import { publisher } from './support/pages.ts'
import { Person } from './support/person.ts'

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
  })
}

test('to everybody else administration is not there', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  await page.getByRole('banner').locator('summary').click()
  await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
  for (const path of ['/admin/', '/admin/projects/', `/admin/projects/${project}/`]) expect((await page.goto(path))?.status(), path).toBe(404)
})

/** Somebody with two factors, who has just confirmed that it is them, on the page that leads to everything. */
async function becomeAdministrator(page: Page): Promise<void> {
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
}
