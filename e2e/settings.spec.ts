// What administrators set in the browser holds at once, for everybody.

import { expect, type Page } from '@playwright/test'
import { makeAdministrator } from './support/operator.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { upload } from './support/upload.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('name, policies and rules for packages are changed, refused with their rule, and in force on the next page', async ({ page, site }) => {
      const keeper = new Person(page, 'warden')
      await keeper.register()
      await keeper.signIn()
      await keeper.saveRecoveryCodes()
      const app = await keeper.addAuthenticatorApp()
      expect((await page.goto('/admin/settings/'))?.status()).toBe(404)
      await makeAdministrator(keeper.username)
      await page.goto('/admin/settings/')
      await page.getByLabel('Authentication code').fill(app.code())
      await page.getByRole('button', { name: /Confirm/ }).first().click()

      await page.getByLabel('Name of this site').fill('Our <wheels>')
      await page.getByRole('button', { name: 'Save name' }).click()
      await expect(page.locator('.field-error')).toContainText('At most 60 characters')
      await page.getByLabel('Name of this site').fill('Our wheels')
      await page.getByRole('button', { name: 'Save name' }).click()
      await expect(page.getByText('Saved.')).toBeVisible()
      await page.goto('/')
      await expect(page.getByRole('banner')).toContainText('Our wheels')
      const manifest = await page.request.get(await page.locator('link[rel=manifest]').getAttribute('href') ?? '')
      const { name, icons } = await manifest.json() as { name: string; icons: { src: string; type: string }[] }
      expect([manifest.headers()['content-type'], name]).toEqual(['application/manifest+json', 'Our wheels'])
      for (const { src, type } of icons) expect((await page.request.get(src)).headers()['content-type']).toBe(type)

      await page.goto('/admin/settings/')
      await page.getByLabel('Minutes until an unused session ends').fill('1000')
      await page.getByLabel('Hours until any session ends').fill('2')
      await page.getByRole('button', { name: 'Save policies' }).click()
      await expect(page.locator('.field-error')).toContainText('A session cannot rest longer than it lives')
      await expect(page.getByLabel('Hours until any session ends')).toHaveValue('2')
      await page.getByLabel('Name of this site').fill('Wheelkeep')
      await page.getByRole('button', { name: 'Save name' }).click()
      await expect(page.getByText('Saved.')).toBeVisible()
      await page.goto('/manage/account/history/')
      await expect(page.getByText('Setting SITE_NAME changed').first()).toBeVisible()

      const [token, project] = [await keeper.makeToken('laptop'), `drawbridge-${keeper.username}`]
      await setReadOnly(page, true)
      try {
        expect(await upload(site, token, project)).toMatchObject({ status: 403, text: expect.stringContaining('Read-only mode') })
      } finally {
        await setReadOnly(page, false)
      }
      expect(await upload(site, token, project)).toMatchObject({ status: 200 })
      expect((await page.request.get(`/simple/${project}/`)).status()).toBe(200)

      await setRule(page, 'New projects are private', true)
      try {
        await page.goto('/manage/projects/upload/')
        await expect(page.getByText('A new name makes a private project')).toBeVisible()
        expect(await upload(site, token, `${project}-keep`)).toMatchObject({ status: 200 })
        expect((await page.request.get(`/simple/${project}-keep/`)).status()).toBe(401)
      } finally {
        await setRule(page, 'New projects are private', false)
      }
    })
  })
}

const setReadOnly = (page: Page, on: boolean) => setRule(page, 'Read-only', on)

async function setRule(page: Page, rule: string, on: boolean): Promise<void> {
  await page.goto('/admin/settings/')
  await page.getByLabel(rule).setChecked(on)
  await page.getByRole('button', { name: 'Save rules' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByLabel(rule)).toBeChecked({ checked: on })
}
