// What stands around the doors of the built site: no way past them, nothing in the way of password managers, and a new cookie
// whenever a session comes to mean more.

import { expect } from '@playwright/test'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'

const GUARDED = ['/manage/account/', '/manage/account/recovery-codes/', '/manage/account/totp-provision/', '/manage/projects/', '/admin/recoveries/']
/** The ways by which proxies of Next.js were gone around in 2025 and 2026. */
const TRICKS: { suffix?: string; headers?: Record<string, string> }[] = [
  {}, { headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } }, { headers: { 'x-middleware-subrequest': 'src/middleware:src/middleware' } },
  { headers: { rsc: '1' } }, { headers: { rsc: '1', 'next-router-prefetch': '1' } }, { headers: { rsc: '1', 'next-router-segment-prefetch': '/_tree' } },
  { headers: { 'x-nextjs-data': '1' } }, { headers: { 'x-invoke-path': '/' } }, { headers: { 'x-matched-path': '/' } },
  { suffix: '?_rsc=1' }, { suffix: 'index.rsc' }, { suffix: '../account.rsc' }, { suffix: 'index.segments/_tree.segment.rsc' }, { suffix: '?nxtPname=x&name=x' },
]

test('no header, suffix or prefetch address opens a page that asks for a session', async ({ page, context, request }) => {
  const person = new Person(page)
  await person.register()
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'session')
  expect(cookie).toBeUndefined()
  for (const path of GUARDED) for (const { suffix = '', headers = {} } of TRICKS) {
    const answer = await request.get(`${path}${suffix}`, { headers, maxRedirects: 0 })
    const body = await answer.text()
    const told = `${path}${suffix} ${JSON.stringify(headers)}: ${answer.status()}`
    expect([303, 307, 308, 400, 404].includes(answer.status()) || body.includes('/account/login/'), told).toBe(true)
    expect(body, told).not.toMatch(/currentPassword|otpauth:/)
  }
})

/** What a cache may keep though nothing says how long (RFC 9110 §15.1). */
const KEPT_BY_THEMSELVES = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]
/** What caches in between were fooled with: they keep an answer by its address, and these headers made another of it. */
const FOOLING: Record<string, string>[] = [
  ...TRICKS.flatMap(({ headers }) => (headers ? [headers] : [])), { 'x-forwarded-host': 'evil.example' }, { 'x-forwarded-proto': 'http' }, { 'x-forwarded-prefix': '/evil' },
  { 'x-original-url': '/account/login/' }, { 'x-rewrite-url': '/account/login/' }, { 'x-http-method-override': 'POST' }, { accept: 'text/x-component' },
  { 'next-router-state-tree': '%5B%22%22%5D', rsc: '1' }, { cookie: 'locale=ar; theme=dark' }, { 'accept-language': 'ar' },
]

test('what a cache keeps is the same for everybody, whatever headers it was asked with; pages are kept by none', async ({ request }) => {
  const home = await (await request.get('/')).text()
  const style = /href="([^"]+\.css[^"]*)"/.exec(home)?.[1] ?? ''
  const kept: string[] = []
  for (const path of ['/', '/help/', '/search/?q=a', '/account/login/', '/none/', '/simple/', '/simple/none/', '/pypi/none/json', '/rss/updates.xml', '/stats/', '/robots.txt', '/icon.svg', '/manifest.webmanifest', style]) {
    const plain = await request.get(path)
    for (const headers of FOOLING) {
      const answer = await request.get(path, { headers, maxRedirects: 0 })
      const { 'cache-control': control = '', vary = '', 'content-type': type, location = '' } = answer.headers()
      const told = `${path} ${JSON.stringify(headers)}: ${answer.status()} ${control}`
      expect.soft(`${location} ${await answer.text()}`, told).not.toContain('evil')
      if (/no-store|private/.test(control) || (control === '' && !KEPT_BY_THEMSELVES.includes(answer.status()))) continue
      kept.push(path)
      if (Object.keys(headers).every((name) => vary.toLowerCase().split(/, ?/).includes(name))) continue
      expect.soft([answer.status(), type, await answer.text()], told).toEqual([plain.status(), plain.headers()['content-type'], await plain.text()])
    }
  }
  expect(kept).toEqual(expect.arrayContaining(['/simple/', '/rss/updates.xml', style]))
  for (const page of ['/', '/help/', '/search/?q=a', '/account/login/', '/none/']) expect(kept).not.toContain(page)
})

test('a new factor and a confirmation each give the browser a new cookie, and the one before is dead', async ({ page, context, request }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const held = async () => (await context.cookies()).find(({ name }) => name === 'session')?.value ?? ''
  const opens = async (cookie: string) => (await request.get('/manage/account/', { headers: { cookie: `session=${cookie}` }, maxRedirects: 0 })).status()
  await person.saveRecoveryCodes()
  const before = await held()
  expect(await opens(before)).toBe(200)
  await person.addAuthenticatorApp()
  const after = await held()
  expect(after).not.toBe(before)
  expect([await opens(before), await opens(after)]).toEqual([307, 200])
})

test('passwords and codes are pasted, named for password managers, and can be looked at', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/account/login/')
  const password = page.getByLabel('Password', { exact: true })
  await expect(page.getByLabel('Username or email')).toHaveAttribute('autocomplete', 'username webauthn')
  await expect(password).toHaveAttribute('autocomplete', 'current-password')
  await page.evaluate(() => navigator.clipboard.writeText('a pasted pass phrase'))
  await password.focus()
  await page.keyboard.press('Control+V')
  await expect(password).toHaveValue('a pasted pass phrase')
  await page.getByRole('button', { name: /show/i }).click()
  await expect(password).toHaveAttribute('type', 'text')

  await page.goto('/account/register/')
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('autocomplete', 'new-password')
  await page.getByLabel('Password', { exact: true }).focus()
  await page.keyboard.press('Control+V')
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('a pasted pass phrase')

  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await page.goto('/manage/account/totp-provision/')
  const code = page.getByLabel('Authentication code')
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await page.evaluate(() => navigator.clipboard.writeText('123 456'))
  await code.focus()
  await page.keyboard.press('Control+V')
  await expect(code).toHaveValue('123 456')
})
