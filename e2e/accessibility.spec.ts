// Every page, for everybody: by the rules of WCAG 2.2 AA, without a mouse, on a small screen, in both directions of writing.
// The same visit sees whether a page keeps quiet (console, policies) and carries its headers.

import { expect, type Page } from '@playwright/test'
import { daysPassFor } from './support/calendar.ts'
import { expectNoFindings, visitAll } from './support/look-over.ts'
import { invite, makeAdministrator } from './support/operator.ts'
import { test } from './support/own-network.ts'
import { HELP, OWN, PUBLIC, publisher } from './support/pages.ts'
import { Person } from './support/person.ts'

test.describe.configure({ timeout: 240_000 })

test('public pages and the pages of signing in have no findings', async ({ page, baseURL }) => {
  const { person, project } = await publisher(page, baseURL)
  await person.signOut()
  await visitAll(page, [...PUBLIC, `/project/${project}/`, `/project/${project}/1.0/`, `/user/${person.username}/`])
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  await visitAll(page, ['/account/two-factor/', '/account/recovery-code/'])
})

test('the help has no findings', async ({ page }) => {
  await visitAll(page, HELP)
})

test('the pages of an account and of its projects have no findings', async ({ page, baseURL }) => {
  const { project } = await publisher(page, baseURL)
  const factor = await page.locator('#two-factor').getByRole('link', { name: 'Rename Phone' }).getAttribute('href') ?? ''
  const managed = ['releases/', 'release/1.0/', 'collaboration/', 'publishers/', 'settings/', 'history/'].map((part) => `/manage/project/${project}/${part}`)
  await visitAll(page, [...OWN, factor.replace(/#.*/, ''), ...managed])
})

test('the pages that letters lead to have no findings while their links are good', async ({ page }) => {
  const person = new Person(page)
  const follow = async (link: RegExp, title: string) => {
    await page.goto(await person.mailbox.link(link))
    const heading = page.getByRole('heading', { level: 1, name: title })
    await expect(heading).toBeVisible()
    await visitAll(page, [new URL(page.url()).pathname])
    await page.reload()
    await expect(heading).toBeVisible()
  }
  await invite(person.address)
  await follow(/account\/register/, 'Create an account')
  await person.askForAccount()
  await follow(/verify-email/, 'Confirm your email address')
  await person.confirmAddress()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('Phone')
  await follow(/not-me/, 'This was not me')
  await page.goto('/')
  await person.signOut()
  await page.goto('/account/request-password-reset/')
  await page.getByLabel('Username or email').fill(person.username)
  await page.getByRole('button', { name: 'Send reset link' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await follow(/reset-password/, 'Choose a new password')

  await askForRecovery(person)
  await follow(/recover\/start/, 'Start the recovery')
  await startRecovery(person)
  await follow(/recover\/cancel/, 'Cancel the recovery')
  await daysPassFor(person.username, 7)
  await askForRecovery(person)
  await follow(/recover\/finish/, 'Finish the recovery')
})

test('the pages of administrators and of those who vouch have no findings', async ({ page, browser }) => {
  const lost = new Person(await (await browser.newContext()).newPage(), 'lost')
  const keeper = new Person(page, 'keeper')
  for (const person of [lost, keeper]) {
    await person.register()
    await person.signIn()
    await person.saveRecoveryCodes()
  }
  await lost.addAuthenticatorApp()
  await lost.signOut()
  await askForRecovery(lost)
  await lost.page.goto(await lost.mailbox.link(/recover\/start/))
  await startRecovery(lost)

  const app = await keeper.addAuthenticatorApp()
  await makeAdministrator(keeper.username)
  await page.goto('/admin/settings/')
  await page.getByLabel('Authentication code').fill(app.code())
  await page.getByRole('button', { name: /Confirm/ }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await page.goto('/admin/recoveries/')
  const vouch = await page.getByRole('link', { name: lost.username }).getAttribute('href') ?? ''
  await visitAll(page, ['/admin/', '/admin/projects/', '/admin/users/', '/admin/recoveries/', vouch, `/admin/users/${lost.username}/`, '/admin/design/'])
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

/** From the second step to the letter with its link. */
async function askForRecovery(person: Person): Promise<void> {
  await person.givePassword()
  await person.page.getByRole('link', { name: /^Lost every factor\?/ }).click()
  await person.page.getByRole('button', { name: 'Send the link' }).click()
  await expect(person.page.getByRole('heading', { level: 1, name: 'Check your mail' })).toBeVisible()
}

async function startRecovery({ page, password }: Person): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Start the recovery' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The recovery has started' })).toBeVisible()
}

async function tabTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab')
    if (await field.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Twelve steps of Tab do not reach “${label}”.`)
}
