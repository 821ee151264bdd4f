// The pictures of the README, taken from the running product, so that they stay true: `npm run pictures`.

import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { Person } from './support/person.ts'
import { buildPackage, client } from './support/python.ts'
import { SecurityKey } from './support/security-key.ts'
import startSite from './support/site.ts'

const FOLDER = 'docs/pictures'
const SIZE = { width: 1280, height: 900 }

const stopSite = (await startSite()) ?? (() => {})
mkdirSync(FOLDER, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({ viewport: SIZE, baseURL: `http://localhost:${process.env.E2E_PORT ?? 3777}` })
  const mira = await protectedAccount(page)
  await takeSection(page, '#two-factor', 'account.png')
  await takeProject(page, await mira.makeToken('release workflow'))
  await mira.signOut()
  await mira.givePassword()
  await take(page, 'second-step.png')
} finally {
  await browser.close()
  await stopSite()
}

async function protectedAccount(page: Page): Promise<Person> {
  const mira = new Person(page, 'mira')
  await mira.register()
  await mira.signIn()
  await mira.saveRecoveryCodes()
  await mira.addAuthenticatorApp('Phone')
  await mira.addAuthenticatorApp('Tablet in the office safe')
  await SecurityKey.plugInto(page)
  await mira.addSecurityKey('Blue key on keyring')
  return mira
}

async function takeProject(page: Page, token: string): Promise<void> {
  const dist = await buildPackage('tidemark', '2.4.1')
  const files = readdirSync(dist).map((file) => join(dist, file))
  const origin = `http://localhost:${process.env.E2E_PORT ?? 3777}`
  const sent = await client('twine', ['upload', '--non-interactive', '--repository-url', `${origin}/legacy/`, '-u', '__token__', '-p', token, ...files])
  if (sent.code !== 0) throw new Error(sent.output)
  await page.goto('/project/tidemark/')
  await take(page, 'project.png')
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, name), animations: 'disabled' })
}

async function takeSection(page: Page, id: string, name: string): Promise<void> {
  await page.goto('/manage/account/')
  await page.locator(id).screenshot({ path: join(FOLDER, name), animations: 'disabled' })
}
