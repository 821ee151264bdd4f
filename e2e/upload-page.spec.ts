// Publishing from the browser: files are chosen or dropped, checked or published, and each is told its fate.

import { randomBytes } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import { makeSdist, makeWheel, type Distribution } from '#lib/testing/archives.ts'
import { newAddress, test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { toHttp } from './support/raw-form.ts'

const PAGE = '/manage/projects/upload/'
const newName = () => `stronghold-${randomBytes(4).toString('hex')}`
const fileOf = ({ filename, bytes }: Pick<Distribution, 'filename' | 'bytes'>) => ({ name: filename, mimeType: 'application/octet-stream', buffer: bytes })
const wheelOf = (name: string, change: Partial<Parameters<typeof makeWheel>[0]> = {}) =>
  makeWheel({ name, version: '1.0', fields: { Summary: 'Sent from a browser', 'Requires-Python': '>=3.9' }, description: '# Hello', ...change })

async function send(page: Page, files: Pick<Distribution, 'filename' | 'bytes'>[], button = 'Upload'): Promise<void> {
  await page.goto(PAGE)
  await page.getByLabel('Files to publish').setInputFiles(files.map(fileOf))
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What became of your files')
}

async function newPerson(page: Page): Promise<Person> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  return person
}

async function otherBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled: false, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })).newPage()
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('wheel and source archive are checked, published, and told apart from what is wrong', async ({ page, baseURL, browser }) => {
    await newPerson(page)
    const name = newName()
    const wheel = wheelOf(name)
    const sdist = makeSdist({ name, version: '1.0' })
    await page.goto('/manage/projects/')
    await page.getByRole('link', { name: 'Upload files' }).click()
    await expect(page).toHaveURL(new RegExp(`${PAGE}$`))

    await send(page, [wheel, sdist], 'Check only')
    await expect(page.getByRole('status')).toHaveText('2 files would be published. Nothing was stored.')
    expect((await fetch(`${baseURL}/simple/${name}/`)).status).toBe(404)

    await send(page, [wheel, sdist])
    await expect(page.getByRole('status')).toHaveText('2 files are published.')
    await page.reload()
    await expect(page.getByRole('status')).toHaveText('2 files are published.')
    expect(await (await fetch(`${baseURL}/simple/${name}/`)).text()).toContain(sdist.filename)

    const bad = wheelOf(name, { version: '1.1', fields: { Classifier: 'No :: Such', 'Home-page': 'ftp://x' } })
    await send(page, [wheel, wheelOf(name, { fields: { Summary: 'Other' } }), bad, { filename: 'notes.txt', bytes: Buffer.from('milk') }, wheelOf(name, { version: '1.2' })])
    const files = page.getByRole('list', { name: 'Files' }).locator('> li')
    await expect(files.nth(0)).toContainText('Already there')
    await expect(files.nth(1)).toContainText('File already exists')
    await expect(files.nth(2)).toContainText('2 problems:')
    await expect(files.nth(2)).toContainText("'No :: Such' is not a valid classifier")
    await expect(files.nth(2)).toContainText("'ftp://x' is not a valid url")
    await expect(files.nth(3)).toContainText('Invalid file extension')
    await expect(files.nth(4)).toContainText('Published')
    await expect(page.getByText('Request id:')).toBeVisible()
    const report = page.url()

    await page.goto(`/manage/project/${name}/history/`)
    await expect(page.getByText(`File ${wheel.filename} published in the browser`)).toBeVisible()
    await page.goto(`/manage/project/${name}/releases/`)
    await page.getByRole('main').getByRole('link', { name: 'Upload files' }).last().click()
    await expect(page.getByLabel('Files to publish')).toBeVisible()

    const stranger = await newPerson(await otherBrowser(browser))
    expect((await stranger.page.goto(report))?.status()).toBe(404)
    await send(stranger.page, [wheelOf(name, { version: '2.0' })])
    await expect(stranger.page.getByRole('main')).toContainText(`isn't allowed to upload to project '${name}'`)
    expect(await (await fetch(`${baseURL}/simple/${name}/`)).text()).not.toContain('2.0')
  })

  test('a file of many megabytes gets through whole', async ({ page, baseURL }) => {
    await newPerson(page)
    const name = newName()
    const wheel = wheelOf(name, { files: { [`${name.replace('-', '_')}/data.bin`]: randomBytes(24 * 1024 * 1024) } })
    await send(page, [wheel])
    await expect(page.getByRole('status')).toHaveText('One file is published.')
    const address = /href="([^"#]+)#/.exec(await (await fetch(`${baseURL}/simple/${name}/`)).text())?.[1] ?? ''
    expect(Buffer.from(await (await fetch(new URL(address, baseURL))).arrayBuffer()).equals(wheel.bytes)).toBe(true)
  })
})

test('files are dropped on the page, and their way is seen; on a phone nothing is cut off', async ({ page }) => {
  await newPerson(page)
  const name = newName()
  await page.setViewportSize({ width: 375, height: 700 })
  await page.goto(PAGE)
  const wheel = wheelOf(name)
  const dropped = await page.evaluateHandle(([filename, base64]) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(atob(base64 ?? ''), (c) => c.charCodeAt(0))], filename ?? ''))
    return transfer
  }, [wheel.filename, wheel.bytes.toString('base64')])
  await untilListed(page, wheel.filename, () => page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: dropped }))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)

  let go = () => {}
  const held = new Promise<void>((resolve) => { go = resolve })
  await page.route('**/upload/send/**', async (route) => {
    await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  go()
  await expect(page.getByRole('status')).toHaveText('One file is published.')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)

  await page.unroute('**/upload/send/**')
  await page.route('**/upload/send/**', (route) => route.abort())
  await page.goto(PAGE)
  await untilListed(page, wheel.filename, () => page.getByLabel('Files to publish').setInputFiles([fileOf(wheel)]))
  await page.getByRole('button', { name: 'Check only' }).click()
  await expect(page.getByText('The files did not get through.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Chosen files' })).toContainText(wheel.filename)
})

/** The script that lists what was chosen is fetched for this page alone, and may come after a quick hand. */
async function untilListed(page: Page, filename: string, choose: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await choose()
    await expect(page.getByRole('list', { name: 'Chosen files' })).toContainText(filename, { timeout: 1000 })
  }).toPass()
}

test('nobody uploads from another site or without a session', async ({ page, baseURL }) => {
  const name = newName()
  const wheel = wheelOf(name)
  // In one piece with its head: who is refused is not listened to, and a body that is still being written would break.
  const form = new FormData()
  form.append('content', new Blob([new Uint8Array(wheel.bytes)]), wheel.filename)
  const encoded = new Response(form)
  const body = Buffer.from(await encoded.arrayBuffer())
  const post = (headers: Record<string, string>) =>
    fetch(new URL(`${PAGE}send/`, baseURL), { method: 'POST', body, redirect: 'manual', headers: { ...headers, 'x-forwarded-for': newAddress(), 'content-type': encoded.headers.get('content-type') ?? '' } })
  const anonymous = await post({ origin: baseURL ?? '' })
  expect([anonymous.status, anonymous.headers.get('location')]).toEqual([303, `/account/login/?next=${encodeURIComponent(PAGE)}`])
  await newPerson(page)
  const cookie = toHttp(await page.context().cookies())
  expect((await post({ origin: 'https://evil.example', cookie })).status).toBe(403)
  expect((await post({ cookie })).status).toBe(403)
  expect((await fetch(`${baseURL}/simple/${name}/`)).status).toBe(404)
  expect((await post({ origin: baseURL ?? '', cookie })).headers.get('location')).toMatch(/^\/manage\/projects\/upload\/[\da-f-]{36}\/$/)
  expect((await fetch(`${baseURL}/simple/${name}/`)).status).toBe(200)
})
