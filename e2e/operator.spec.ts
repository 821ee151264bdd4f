// A site whose operator set what few set: a test instance, a name of its own for downloads, an address for reports.

import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectNoFindings } from './support/look-over.ts'
import { test } from './support/own-network.ts'
import { useOwnSite } from './support/own-site.ts'
import { Person } from './support/person.ts'
import { fresh, givePublisher } from './support/publisher.ts'
import { client, hasClients, moduleOf } from './support/python.ts'
import { upload } from './support/upload.ts'

const BANNER = 'Test instance. Anything here may be deleted at any time.'
const site = useOwnSite('operator', async (port) => ({ TEST_INSTANCE: 'true', FILES_ORIGIN: `http://127.0.0.1:${port}`, SECURITY_CONTACT: 'security@example.org' }))
const filesHost = () => site().address.replace('localhost', '127.0.0.1')

test('each page of a test instance says so, and so does each letter; no crawler keeps any', async ({ page }) => {
  const person = new Person(page, 'tester')
  await person.register()
  await person.signIn()
  const letter = person.mailbox.all().at(-1)
  expect(letter?.text.startsWith(BANNER), letter?.text).toBe(true)
  for (const path of ['/', '/search/', '/help/', '/security/', '/none-of-that/', '/account/reauthenticate/', '/manage/account/']) {
    await page.goto(path)
    await expect(page.getByRole('region', { name: 'Notice' }), path).toHaveText(BANNER)
    await expect(page.locator('meta[name=robots]').first(), path).toHaveAttribute('content', /noindex/)
  }
  await person.signOut()
  await page.goto('/account/login/')
  await expect(page.getByRole('region', { name: 'Notice' })).toHaveText(BANNER)
  expect(await (await page.request.get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n')
})

test('holes are reported where the operator said; a site whose operator said nothing says so', async ({ page }) => {
  await page.goto(`http://localhost:${process.env.E2E_PORT ?? '3777'}/security/`)
  await expect(page.getByText('has not named an address for reports')).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('@')
  await page.goto('/security/')
  await expect(page.getByRole('link', { name: 'security@example.org' })).toHaveAttribute('href', 'mailto:security@example.org')
  expect(await (await page.request.get('/.well-known/security.txt')).text()).toMatch(/^Contact: mailto:security@example\.org$/m)
})

test('pip downloads from the files’ own host, where nothing else is, and private files stay at the site', async ({ page, browser }) => {
  test.skip(!hasClients, 'no Python with pip on this machine')
  const { person, token } = await givePublisher(browser)
  const name = fresh('beacon')
  expect(await upload(site().address, token, name)).toMatchObject({ status: 200 })
  const install = (index: string, ...more: string[]) => client('pip', [
    'install', '--no-cache-dir', '--disable-pip-version-check', '--no-input', '--index-url', `${index}/simple/`, '--target', mkdtempSync(join(tmpdir(), 'wheelkeep-files-')), ...more,
  ])
  const target = mkdtempSync(join(tmpdir(), 'wheelkeep-files-'))
  const installed = await install(site().address, '--verbose', '--target', target, name)
  expect(installed.code, installed.output).toBe(0)
  expect(installed.output).toContain(`${filesHost()}/packages/`)
  expect(readdirSync(target)).toContain(moduleOf(name))

  await person.page.goto(`/manage/project/${name}/settings/`)
  await person.page.getByRole('button', { name: 'Make private' }).click()
  await expect(person.page.getByRole('status')).toHaveText('The project is private now.')
  const reader = await person.makeToken('cellar', 'Install')
  const known = await install(site().address.replace('://', `://__token__:${reader}@`), '--verbose', name)
  expect(known.code, known.output).toBe(0)
  expect(known.output).not.toContain(`${filesHost()}/packages/`)
  expect((await install(filesHost(), name)).code).not.toBe(0)

  await page.goto(`${filesHost()}/`)
  await expect(page.getByRole('heading', { level: 1, name: 'This is not the address of Wheelkeep' })).toBeVisible()
  await expect(page.getByText('Only files are downloaded from here')).toBeVisible()
  await expectNoFindings(page, 'the page at a wrong address')
  await page.getByRole('link').click()
  await expect(page).toHaveURL(`${site().address}/`)
})
