// A project over its life: published, read, found, yanked, shared, hidden, archived, deleted and restored. JavaScript is off
// for everything that changes something.

import { randomBytes } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { upload } from './support/upload.ts'

const newName = () => `tidemark-${randomBytes(4).toString('hex')}`

test('a project is read and found, with the commands that install it, and by no other address', async ({ page, baseURL, browser }) => {
  const { person, token } = await givePublisher(page)
  const name = newName()
  for (const version of ['1.0', '1.1', '2.0rc1']) await publish(baseURL, token, name, version)

  const visitor = await newVisitor(browser)
  await visitor.goto(`/project/${name.toUpperCase()}/`)
  await expect(visitor).toHaveURL(new RegExp(`/project/${name}/$`))
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`${name} 1.1`)
  await expect(visitor.getByText(`pip install --index-url ${baseURL}/simple/ ${name}`)).toBeVisible()
  await expect(visitor.getByRole('main').locator('.prose')).toContainText('Some text')
  await expect(visitor.getByRole('table', { name: 'Files' }).getByRole('row')).toHaveCount(2)
  await expect(visitor.getByRole('table', { name: 'Releases' }).getByRole('row')).toHaveCount(4)
  await visitor.getByRole('table', { name: 'Releases' }).getByRole('link', { name: '2.0rc1' }).click()
  await expect(visitor.getByText(`pip install --index-url ${baseURL}/simple/ ${name}==2.0rc1`)).toBeVisible()
  expect((await visitor.goto(`/project/${name}/9.9/`))?.status()).toBe(404)
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('Page not found')

  await visitor.goto('/')
  await visitor.getByLabel('Search for').fill(name.slice(0, -1).replace('mark', 'mrak'))
  await visitor.getByRole('main').getByRole('button', { name: 'Search' }).click()
  await expect(visitor.getByText('Did you mean')).toBeVisible()
  await visitor.getByRole('link', { name }).click()
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`Results for “${name}”`)
  await visitor.getByRole('link', { name }).click()
  await visitor.getByRole('link', { name: person.username }).first().click()
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(person.username)
  await expect(visitor.getByRole('link', { name })).toBeVisible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a release is yanked and taken back, deleted and restored; so is a file', async ({ page, baseURL, browser }) => {
    const { token } = await givePublisher(page)
    const name = newName()
    await publish(baseURL, token, name, '1.0')
    await publish(baseURL, token, name, '1.1')
    const visitor = await newVisitor(browser)

    await page.goto(`/manage/project/${name}/releases/`)
    await page.getByRole('link', { name: 'Manage 1.1' }).click()
    await page.getByLabel('Reason').fill('breaks on Sundays')
    await page.getByRole('button', { name: 'Yank release' }).click()
    await expect(page.getByRole('status')).toHaveText('The release is yanked.')
    await visitor.goto(`/project/${name}/1.1/`)
    await expect(visitor.getByText('Reason: breaks on Sundays')).toBeVisible()
    await page.getByRole('button', { name: 'Undo yank' }).click()
    await expect(page.getByRole('status')).toHaveText('The release is no longer yanked.')

    await page.getByLabel('Type 1.1 to confirm').fill('1')
    await page.getByRole('button', { name: 'Delete release' }).click()
    await expect(page.getByRole('alert').first()).toContainText('That is not what had to be typed.')
    await page.getByLabel('Type 1.1 to confirm').fill('1.1')
    await page.getByRole('button', { name: 'Delete release' }).click()
    await expect(page.getByRole('status')).toContainText('The release is deleted.')
    expect((await visitor.goto(`/project/${name}/1.1/`))?.status()).toBe(404)
    await page.getByRole('button', { name: 'Restore 1.1' }).click()
    await expect(page.getByRole('status')).toHaveText('It is back as it was.')
    expect((await visitor.goto(`/project/${name}/1.1/`))?.status()).toBe(200)

    await page.getByRole('link', { name: 'Manage 1.0' }).click()
    await page.getByRole('table', { name: 'Files' }).getByRole('link', { name: /^Delete/ }).click()
    await page.getByLabel(`Type ${name} to confirm`).fill(name)
    await page.getByRole('button', { name: 'Delete file' }).click()
    await expect(page.getByRole('status')).toContainText('The file is deleted.')
    expect(await simplePage(baseURL, name)).not.toContain('-1.0-')
    await page.goto(`/manage/project/${name}/releases/`)
    await page.getByRole('button', { name: /^Restore/ }).click()
    expect(await simplePage(baseURL, name)).toContain('-1.0-')
    await page.goto(`/manage/project/${name}/history/`)
    await expect(page.getByRole('main')).toContainText('Release 1.1 yanked')
  })

  test('a long list of files is narrowed by interpreter, ABI and platform', async ({ page, baseURL, browser }) => {
    const { token } = await givePublisher(page)
    const name = newName()
    const pythons = Array.from({ length: 6 }, (_, n) => `cp3${n + 9}`)
    const platforms = ['win32', 'win_amd64', 'win_arm64', 'macosx_11_0_arm64', 'macosx_10_9_x86_64', 'manylinux_2_17_x86_64', 'manylinux_2_17_aarch64', 'musllinux_1_2_x86_64', 'musllinux_1_2_aarch64', 'manylinux_2_17_i686']
    for (const python of pythons) for (const platform of platforms) expect((await upload(baseURL ?? '', token, name, '1.0', `${python}-${python}-${platform}`)).status).toBe(200)
    expect((await upload(baseURL ?? '', token, name, '1.0', 'cp39-abi3-win32')).status).toBe(200)
    const visitor = await newVisitor(browser)
    await visitor.setViewportSize({ width: 375, height: 700 })
    await visitor.goto(`/project/${name}/`)
    const rows = visitor.getByRole('table', { name: 'Files' }).getByRole('row')
    await expect(rows).toHaveCount(62)
    const form = visitor.getByRole('form', { name: 'Narrow the files' })
    await form.getByLabel('Python').selectOption('cp39')
    await form.getByLabel('Platform').selectOption('win32')
    await form.getByRole('button', { name: 'Show' }).click()
    await expect(visitor.getByText('2 of 61 files')).toBeVisible()
    await expect(rows).toHaveCount(3)
    expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    await form.getByLabel('ABI').selectOption('cp310')
    await form.getByRole('button', { name: 'Show' }).click()
    await expect(visitor.getByRole('heading', { name: 'No file has all of these tags' })).toBeVisible()
    await form.getByRole('link', { name: 'Show all' }).click()
    await expect(visitor.getByText('61 files', { exact: true })).toBeVisible()
    await expect(rows).toHaveCount(62)
  })

  test('somebody is invited, accepts, rises, and leaves; a project never loses its last owner', async ({ page, baseURL, browser }) => {
    const { person, token } = await givePublisher(page)
    await person.saveRecoveryCodes()
    await person.addAuthenticatorApp()
    const name = newName()
    await publish(baseURL, token, name, '1.0')
    const friend = new Person(await newVisitor(browser), 'ayu')
    await friend.register()
    await friend.signIn()
    const manage = `/manage/project/${name}`
    expect((await friend.page.goto(`${manage}/collaboration/`))?.status()).toBe(404)

    await page.goto(`${manage}/collaboration/`)
    await invite(page, 'nobody-of-that-name')
    await expect(page.getByRole('alert').first()).toContainText('Nobody of that name can be invited.')
    await invite(page, friend.username)
    await expect(page.getByRole('status')).toHaveText('The invitation is sent.')
    await friend.mailbox.mail(/invites you/)
    await page.goto(`${manage}/publishers/`)
    await expect(page.getByRole('table', { name: 'Open invitations' }).getByRole('button', { name: `Take back ${friend.username}` })).toBeVisible()
    await friend.page.goto('/manage/projects/')
    await friend.page.getByRole('button', { name: `Accept ${name}` }).click()
    await expect(friend.page.getByRole('status')).toHaveText('You are a member of the project now.')
    await friend.page.goto(`${manage}/settings/`)
    await expect(friend.page.getByText('Only owners of this project may see that page.')).toBeVisible()

    await page.goto(`${manage}/collaboration/`)
    await page.getByRole('button', { name: `Make owner ${friend.username}` }).click()
    await expect(page.getByRole('status')).toHaveText('The role is changed.')
    await page.goto(`${manage}/publishers/`)
    await expect(page.getByText('2 people and 1 API token can upload')).toBeVisible()
    await expect(page.getByText(`${friend.username} has no second factor.`)).toBeVisible()
    await expect(page.getByRole('table', { name: 'People' }).getByRole('row', { name: person.username })).toContainText('Authenticator app')
    await friend.makeToken('mirror', 'Install')
    const theirs = await friend.makeToken('laptop')
    await page.reload()
    await page.getByRole('table', { name: 'API tokens', exact: true }).getByRole('button', { name: 'Remove laptop' }).click()
    await expect(page.getByRole('status')).toContainText('The token can no longer publish or install this project.')
    await expect(page.getByText('2 people and 1 API token can upload')).toBeVisible()
    const readers = page.getByRole('table', { name: 'API tokens that only install' })
    await readers.getByRole('button', { name: 'Remove mirror' }).click()
    await expect(readers).toBeHidden()
    expect(await upload(baseURL ?? '', theirs, name, '1.1')).toMatchObject({ status: 403, text: expect.stringContaining('The given token isn&#39;t allowed to upload to project') })
    expect((await upload(baseURL ?? '', token, name, '1.1')).status).toBe(200)
    await handOver(page, manage, name, friend.username)
    await page.goto(`${manage}/settings/`)
    await expect(page.getByText('Only owners of this project may see that page.')).toBeVisible()
    await handOver(friend.page, manage, name, person.username)
    await friend.page.goto(`${manage}/collaboration/`)
    await friend.page.getByRole('button', { name: `Leave ${friend.username}` }).click()
    await expect(friend.page.getByRole('status')).toHaveText('You left the project.')
    await page.goto(`${manage}/collaboration/`)
    await page.getByRole('button', { name: /^Leave/ }).click()
    await expect(page.getByRole('alert').first()).toContainText('A project needs an owner.')
  })

  test('a project is made before its first file, and nobody else ever sees it', async ({ page, baseURL, browser }) => {
    const { person } = await givePublisher(page)
    const name = newName()
    const visitor = await newVisitor(browser)
    const seen = async () => (await visitor.goto(`/project/${name}/`))?.status()

    await page.goto('/manage/projects/')
    await page.getByRole('link', { name: 'New project' }).click()
    await page.getByLabel('Name', { exact: true }).fill('-')
    await page.getByRole('button', { name: 'Make project' }).click()
    await expect(page.locator('.field-error')).toContainText('with a letter or digit at both ends')
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByRole('button', { name: 'Make project' }).click()
    await expect(page.getByRole('status')).toHaveText('The project is made. Only its members see it.')
    await page.goto(`/project/${name}/`)
    await expect(page.getByRole('heading', { name: 'No release yet' })).toBeVisible()
    await expect(page.getByRole('main').getByText('Private', { exact: true })).toBeVisible()
    expect(await seen()).toBe(404)

    await page.getByRole('link', { name: 'Make a token for it' }).click()
    await expect(page.getByLabel(name)).toBeChecked()
    await page.getByLabel('Token name').fill('first')
    await page.getByRole('button', { name: 'Create token' }).click()
    const token = (await page.getByLabel('Your new token').innerText()).trim()
    await publish(baseURL, token, name, '1.0')
    expect(await seen()).toBe(404)
    await visitor.goto(`/search/?q=${name}`)
    await expect(visitor.getByRole('main').getByRole('link', { name })).toHaveCount(0)
    await page.goto(`/project/${name}/`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} 1.0`)

    const other = newName()
    await page.goto('/manage/projects/new/')
    await page.getByLabel('Name', { exact: true }).fill(name.toUpperCase())
    await page.getByLabel('Public', { exact: true }).check()
    await page.getByRole('button', { name: 'Make project' }).click()
    await expect(page.locator('.field-error')).toContainText('That name is taken.')
    await page.getByLabel('Name', { exact: true }).fill(other)
    await page.getByRole('button', { name: 'Make project' }).click()
    await expect(page.getByRole('status')).toHaveText('The project is made. Anybody can see it.')
    await visitor.goto(`/search/?q=${other}`)
    await visitor.getByRole('main').getByRole('link', { name: other }).click()
    await expect(visitor.getByRole('heading', { name: 'No release yet' })).toBeVisible()
    await expect(visitor.getByRole('link', { name: person.username })).toBeVisible()
    for (const part of ['releases', 'collaboration', 'publishers', 'settings', 'history']) expect((await page.goto(`/manage/project/${other}/${part}/`))?.status(), part).toBe(200)
  })

  test('a project is hidden, archived, deleted, and back as it was', async ({ page, baseURL, browser }) => {
    const { token } = await givePublisher(page)
    const name = newName()
    await publish(baseURL, token, name, '1.0')
    const visitor = await newVisitor(browser)
    const seen = async () => (await visitor.goto(`/project/${name}/`))?.status()

    await page.goto(`/manage/project/${name}/settings/`)
    await page.getByRole('button', { name: 'Make private' }).click()
    await expect(page.getByRole('status')).toHaveText('The project is private now.')
    expect(await seen()).toBe(404)
    await page.goto(`/project/${name}/`)
    await expect(page.getByText('This project is private.')).toBeVisible()
    await page.goto(`/manage/project/${name}/settings/`)
    await page.getByRole('button', { name: 'Make public' }).click()
    await page.getByRole('button', { name: 'Archive project' }).click()
    await expect(page.getByRole('status')).toHaveText('The project is archived.')
    expect((await upload(baseURL ?? '', token, name, '1.1')).text).toContain('archived')

    await page.getByLabel(`Type ${name} to confirm`).fill(name)
    await page.getByRole('button', { name: 'Delete project' }).click()
    await expect(page.getByRole('status')).toContainText('The project is deleted.')
    expect(await seen()).toBe(404)
    await page.getByRole('button', { name: `Restore ${name}` }).click()
    expect(await seen()).toBe(200)
    await expect(visitor.getByText('This project is archived')).toBeVisible()
  })
})

async function handOver(page: Page, manage: string, project: string, heir: string) {
  await page.goto(`${manage}/settings/`)
  const form = page.locator('#hand-over')
  await form.getByLabel('New owner').selectOption(heir)
  await form.getByLabel(`Type ${project} to confirm`).fill(project)
  await form.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByRole('status')).toHaveText('The project is handed over. You are a maintainer now.')
}

async function givePublisher(page: Page) {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  return { person, token: await person.makeToken('laptop') }
}

/** Somebody else's browser, in a network of its own. */
async function newVisitor(browser: Browser): Promise<Page> {
  return (await browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })).newPage()
}

async function publish(site: string | undefined, token: string, name: string, version: string): Promise<void> {
  const answer = await upload(site ?? '', token, name, version)
  expect(answer.status, answer.text).toBe(200)
}

async function invite(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByRole('button', { name: 'Send invitation' }).click()
}

const simplePage = async (site: string | undefined, name: string) => (await fetch(`${site}/simple/${name}/`)).text()
