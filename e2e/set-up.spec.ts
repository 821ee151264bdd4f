// The first administrator, and the path from there to the first package: resumed where it was left, put off step by step,
// walked with and without JavaScript. A site's printed link works once, so each walk has a site of its own.

import { expect, type Page } from '@playwright/test'
import { test } from './support/own-network.ts'
import { useOwnSite } from './support/own-site.ts'
import { Person } from './support/person.ts'
import { listenForTrouble } from './support/trouble.ts'
import { upload } from './support/upload.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })
    const site = useOwnSite(javaScriptEnabled ? 'set-up' : 'set-up-plain')

    test('the printed link makes the first administrator, once, and the path leads from there to the first package', async ({ page, baseURL }) => {
      const trouble = listenForTrouble(page)
      const founder = new Person(page, 'founder')
      const link = site().setupPath()
      expect(link).toContain('/setup/?token=')
      await page.goto(link)
      await page.getByLabel('Username', { exact: true }).fill(founder.username)
      await page.getByLabel('Email address').fill(founder.address)
      await page.getByLabel('Password', { exact: true }).fill(founder.password)
      await page.getByRole('button', { name: 'Create administrator' }).click()
      await expect(page).toHaveURL(/\/setup\/address\//)
      await expectStep(page, 'Confirm your address', 'Address')
      await page.goto(await founder.mailbox.link(/verify-email/))
      await page.getByRole('button', { name: 'Confirm this address' }).click()
      await expectStep(page, 'Keep recovery codes', 'Recovery codes')

      await page.getByRole('button', { name: 'Later' }).click()
      await expectStep(page, 'Add a second factor', 'Second factor')
      await page.goto('/setup/site/')
      await expect(page.getByText('This step needs your second factor')).toBeVisible()
      await page.goto('/setup/recovery-codes/')
      await founder.saveRecoveryCodes()
      await page.goto('/manage/account/')
      await page.getByRole('link', { name: 'Go on' }).click()
      await expectStep(page, 'Add a second factor', 'Second factor')
      await page.getByRole('link', { name: 'Authenticator app' }).click()
      const app = await founder.turnOnFromHere('Phone')
      await expect(page.getByRole('heading', { level: 1, name: 'Confirm it is you' })).toBeVisible()
      await page.getByLabel('Authentication code').fill(app.code())
      await page.getByRole('button', { name: /Confirm/ }).first().click()

      await expectStep(page, 'Name and address', 'Name and address')
      await expect(page.getByText(baseURL ?? '', { exact: true })).toBeVisible()
      await expect(page.getByText('Nobody else can reach localhost.')).toBeVisible()
      await page.getByRole('button', { name: 'Save name and continue' }).click()
      await expectStep(page, 'Policies', 'Policies')
      await page.getByRole('button', { name: 'Save policies and continue' }).click()
      await expectStep(page, 'Publish a first package', 'First package')

      await page.getByRole('button', { name: 'Make a token and the commands' }).click()
      const token = (await page.getByLabel('Your new token').innerText()).trim()
      await expect(page.getByText(`-p ${token} dist/*`)).toBeVisible()
      await expect(page.getByText('Waiting for your upload…')).toBeVisible()
      const project = `first-${founder.username}`
      expect((await upload(baseURL ?? '', token, project)).status).toBe(200)
      if (!javaScriptEnabled) await page.getByRole('link', { name: 'Look again' }).click()
      await expect(page.getByText(new RegExp(`${project} .* arrived`))).toBeVisible()
      await expect(page.getByText(`/simple/ ${project}`).first()).toBeVisible()
      await page.getByRole('button', { name: 'Finish and check up on the account' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
      await expect(page.getByText('The set-up of this site is not finished.')).toHaveCount(0)
      expect(trouble()).toEqual([])

      await page.context().clearCookies()
      await page.goto(link)
      await expect(page.getByRole('button', { name: 'Create administrator' })).toHaveCount(0)
    })
  })
}

test('the path is for administrators', async ({ page }) => {
  const person = new Person(page, 'passer-by')
  await person.register()
  await person.signIn()
  for (const step of ['address', 'policies', 'nonsense']) expect((await page.goto(`/setup/${step}/`))?.status(), step).toBe(404)
})

async function expectStep(page: Page, heading: string, step: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Set-up' }).locator('[aria-current="step"]')).toContainText(step)
}
