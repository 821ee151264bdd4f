// Every page, for everybody: by the rules of WCAG 2.2 AA, without a mouse, on a small screen, in both directions of writing.
// The same visit sees whether a page keeps quiet (console, policies) and carries its headers.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { SecurityKey } from './support/security-key.ts'
import { listenForTrouble } from './support/trouble.ts'
import { upload } from './support/upload.ts'

test.describe.configure({ timeout: 240_000 })

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 700 }
const SMALLEST = { width: 320, height: 640 }

/** Four looks in which each language meets each light and each width, and each light each width. */
const LOOKS = [
  { locale: 'en', light: 'light', size: WIDE }, { locale: 'en', light: 'dark', size: PHONE },
  { locale: 'ar', light: 'dark', size: WIDE }, { locale: 'ar', light: 'light', size: PHONE },
] as const

const PUBLIC = [
  '/', '/search/?q=small', '/search/?q=nothing-of-that-name', '/help/', '/security/', '/classifiers/', '/stats/', '/no-such-page/', '/project/no-such-project/', '/user/nobody-here/',
  '/account/login/', '/account/login/?notice=expired', '/account/register/', '/account/register/sent/',
  '/account/request-password-reset/', '/account/request-password-reset/sent/', '/account/reset-password/', '/account/verify-email/', '/account/recover/', '/setup/',
]

const OWN = [
  '/manage/account/', '/manage/account/sessions/', '/manage/account/history/', '/manage/account/recovery-codes/', '/manage/account/test-code/',
  '/manage/account/totp-provision/', '/manage/account/webauthn-provision/', '/manage/account/token/', '/manage/projects/', '/manage/projects/upload/', '/account/reauthenticate/', '/help/',
]

test('public pages and the pages of signing in have no findings', async ({ page, baseURL }) => {
  const { person, project } = await publisher(page, baseURL)
  await person.signOut()
  await visitAll(page, [...PUBLIC, `/project/${project}/`, `/project/${project}/1.0/`, `/user/${person.username}/`])
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  await visitAll(page, ['/account/two-factor/', '/account/recovery-code/'])
})

test('the pages of an account and of its projects have no findings', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  const factor = await page.locator('#two-factor').getByRole('link', { name: 'Rename Phone' }).getAttribute('href') ?? ''
  const managed = ['releases/', 'release/1.0/', 'collaboration/', 'publishers/', 'settings/', 'history/'].map((part) => `/manage/project/${project}/${part}`)
  await visitAll(page, [...OWN, factor.replace(/#.*/, ''), ...managed])
})

test('what a form answers has no findings, and the summary of what is wrong takes the focus', async ({ page }) => {
  const person = new Person(page)
  await page.goto('/account/register/')
  await page.getByRole('button', { name: 'Create account' }).click()
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
  await expect(summary).toBeFocused()
  await expectNoFindings(page, 'a form with errors')
  await summary.getByRole('link').first().click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await expect(page.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Email address')).toHaveAccessibleDescription(/not an email address/)

  await person.register()
  await person.signIn()
  await page.goto('/manage/account/recovery-codes/')
  await page.getByRole('button', { name: 'Generate recovery codes' }).click()
  await expect(page.getByRole('list', { name: 'Recovery codes' })).toBeVisible()
  await expectNoFindings(page, 'recovery codes')
  await person.makeToken('laptop')
  await expectNoFindings(page, 'a new token')
  await page.getByRole('banner').getByText(person.username).click()
  await expectNoFindings(page, 'an open menu')
})

test('one signs in with the keyboard alone', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp()
  await page.context().clearCookies()

  await page.goto('/account/login/')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await tabTo(page, 'Username or email')
  await page.keyboard.type(person.username)
  await tabTo(page, 'Password')
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  if (!(await page.getByLabel('Authentication code').evaluate((field) => field === document.activeElement))) await tabTo(page, 'Authentication code')
  await page.keyboard.type(app.code())
  await page.keyboard.press('Enter')
  await person.expectSignedIn()

  const menu = page.getByRole('banner').locator('summary').filter({ hasText: person.username })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeHidden()
  await expect(menu).toBeFocused()
})

test('every answer carries the headers that keep it in its place', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  await page.goto('/')
  const style = await page.locator('link[rel=stylesheet]').first().getAttribute('href') ?? ''
  const index = await (await page.request.get(`/simple/${project}/`)).text()
  const file = new URL(/href="([^"#]+)/.exec(index)?.[1] ?? '', `${baseURL}/simple/${project}/`).pathname
  const pages = ['/', '/help/', '/account/login/', '/manage/account/', '/no-such-page/', '/help']
  const others = [style, '/icon.svg', '/simple/', `/simple/${project}/`, '/simple/none-of-that/', file, '/packages/none', `/pypi/${project}/json`, '/pypi/none/json', '/legacy/', '/healthz', '/readyz', '/rss/updates.xml', '/.well-known/security.txt', '/api/auth/session', '/api/none']
  for (const path of [...pages, ...others]) {
    const answer = await page.request.get(path, { maxRedirects: 0 })
    const headers = answer.headers()
    expect.soft(answer.status(), path).toBeLessThan(500)
    expect.soft(headers['x-content-type-options'], path).toBe('nosniff')
    expect.soft(headers['x-frame-options'], path).toBe('DENY')
    expect.soft(headers['referrer-policy'], path).toBe('same-origin')
    expect.soft(headers['cross-origin-opener-policy'], path).toBe('same-origin')
    expect.soft(headers['cross-origin-resource-policy'] ?? 'none', path).toMatch(/^(?:same-origin|cross-origin)$/)
    expect.soft(headers['permissions-policy'], path).toContain('camera=()')
    expect.soft(headers['content-security-policy'], path).toMatch(/^default-src 'none';.*frame-ancestors 'none'/)
    expect.soft(headers['content-security-policy'], path).not.toMatch(/unsafe-|\*|https?:/)
    for (const name of ['server', 'x-powered-by', 'access-control-allow-credentials']) expect.soft(headers[name], `${path} ${name}`).toBeUndefined()
  }
  for (const path of ['/', '/account/login/', '/manage/account/', '/no-such-page/']) {
    const headers = (await page.request.get(path)).headers()
    expect.soft(headers['cache-control'], path).toContain('no-store')
    expect.soft(headers['content-security-policy'], path).toMatch(/script-src 'nonce-[\w+/=]{24,}' 'strict-dynamic'/)
  }
})

/** A person with a saved code, an app, a key, a token and a project, signed in and on the page of the account. */
async function publisher(page: Page, site = ''): Promise<{ person: Person; project: string }> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('Phone')
  await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  const project = `sextant-${person.username}`
  const { status, text } = await upload(site, await person.makeToken('laptop'), project)
  expect(status, text).toBe(200)
  await page.goto('/manage/account/')
  return { person, project }
}

/** Each page in each language once; its light and its width change under it. All that is wrong is told at the end. */
async function visitAll(page: Page, paths: string[]): Promise<void> {
  const trouble = listenForTrouble(page)
  for (const locale of ['en', 'ar'] as const) {
    await speak(page.context(), locale)
    for (const path of paths) {
      await page.setViewportSize(WIDE)
      await page.goto(path)
      await expectPageOf(page, path, locale)
      for (const look of LOOKS.filter((one) => one.locale === locale)) {
        await page.emulateMedia({ colorScheme: look.light, reducedMotion: 'reduce' })
        await page.setViewportSize(look.size)
        await expectNoFindings(page, `${path} ${locale} ${look.light} ${look.size.width}`)
      }
      await page.setViewportSize(SMALLEST)
      expect.soft(await overflow(page), `${path} ${locale} scrolls sideways at 320 px`).toEqual([])
    }
  }
  await speak(page.context(), 'en')
  expect.soft(trouble()).toEqual([])
}

async function expectPageOf(page: Page, path: string, locale: 'en' | 'ar'): Promise<void> {
  const html = page.locator('html')
  await expect.soft(html, path).toHaveAttribute('lang', locale)
  await expect.soft(html, path).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
  await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
  await expect.soft(page.getByRole('main'), path).toHaveCount(1)
  await expect.soft(page.locator('a.skip'), path).toHaveAttribute('href', '#main')
  expect.soft(await page.title(), path).toMatch(/\S/)
}

async function expectNoFindings(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze()
  const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`))
  expect.soft(told, where).toEqual([])
}

/** What sticks out at the side, unless the page does not scroll there. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right } = element.getBoundingClientRect()
      return right > width + 1 || left < -1
    })
    return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160))
  })
}

async function tabTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab')
    if (await field.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Twelve steps of Tab do not reach “${label}”.`)
}

async function speak(context: BrowserContext, locale: string): Promise<void> {
  await context.addCookies([{ name: 'locale', value: locale, domain: 'localhost', path: '/' }])
}
