// What a stranger, a slip or a broken program sends: nothing is told, nothing is opened, nothing breaks.

import { expect, type Page } from '@playwright/test'
import type { AuthenticatorApp } from './support/authenticator-app.ts'
import { listenForTrouble } from './support/trouble.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { readForm, sessionsIn, toHttp } from './support/raw-form.ts'
import { SecurityKey } from './support/security-key.ts'

const ATTEMPTS = 5
const ENDED = 'That sign-in has ended: it took too long, or too many codes were wrong. Start again.'

test('a wrong password and an unknown name are answered alike', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  const answers = []
  for (const login of [person.username, person.address, 'nobody-at-all', 'nobody@example.org']) {
    await page.goto('/account/login/')
    answers.push(await answerTo(page, async () => {
      await page.getByLabel('Username or email').fill(login)
      await page.getByLabel('Password', { exact: true }).fill('a password that is not theirs')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    }))
  }
  expect(answers[0]?.text).toContain('Username or password is wrong.')
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test('registering with a known address looks like any other, and the letter tells', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  const pages = []
  for (const address of [person.address, `new-${person.address}`]) {
    const stranger = Object.assign(new Person(page, 'stranger'), { address })
    await stranger.askForAccount()
    await expect(page.getByRole('heading', { level: 1, name: 'Check your mail' })).toBeVisible()
    pages.push((await page.getByRole('main').innerText()).replace(address, 'THE ADDRESS'))
  }
  expect(pages[0]).toBe(pages[1])
  expect(pages[0]).toContain('THE ADDRESS')
  await person.mailbox.mail(/already have an account/)
})

test('malformed codes open nothing', async ({ page }) => {
  const person = new Person(page)
  await withApp(person)
  await person.signOut()
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  for (const code of ['', ' ', '12345', 'abcdef', '-1e5', '１２３４５６', "0' OR 1", '0x1f4a']) {
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), person.giveCode(code)])
    if (answer.headers()['x-go-to']) await page.waitForURL('**/account/login/**')
    await expect(page.getByRole('alert').or(page.getByText(ENDED)).first()).toBeVisible()
    await person.expectSignedOut()
    if (await page.getByLabel('Authentication code').isVisible()) continue
    await person.givePassword()
    await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  }
})

test('five wrong codes, and then even the right one has to wait', async ({ page }) => {
  const person = new Person(page)
  const app = await withApp(person)
  await person.signOut()
  await person.givePassword()
  for (let count = 1; count < ATTEMPTS; count++) {
    const answer = await answerTo(page, () => person.giveCode('000000'))
    expect(answer.text).toContain('That code is wrong')
    await expect(page.getByLabel('Authentication code')).toHaveValue('')
  }
  await person.giveCode('000000')
  await expect(page.getByText(ENDED)).toBeVisible()
  await person.givePassword()
  await person.giveCode(app.code())
  await expect(page.getByRole('alert').first()).toContainText('Too many attempts. Wait a few minutes')
  await page.goto('/account/recovery-code/')
  await page.getByLabel('Recovery code', { exact: true }).fill(person.takeRecoveryCode())
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert').first()).toContainText('Too many attempts.')
  await person.expectSignedOut()
  await person.mailbox.mail(/your second factor was wrong/)
})

test('the second step without a first one, with one that ended or with a made-up one begins anew', async ({ page, context, baseURL }) => {
  for (const path of ['/account/two-factor/', '/account/recovery-code/']) {
    await page.goto(path)
    await expect(page.getByText(ENDED)).toBeVisible()
    await context.addCookies([{ name: 'pending', value: 'A'.repeat(43), url: baseURL ?? '' }])
    await page.goto(path)
    await expect(page).toHaveURL(/\/account\/login\//)
    await context.clearCookies()
  }
  const person = new Person(page)
  const app = await withApp(person)
  await person.signOut()
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  await context.clearCookies({ name: 'pending' })
  await person.giveCode(app.code())
  await expect(page.getByText(ENDED)).toBeVisible()
  await person.expectSignedOut()
})

test('a code is good once: not for signing in after it turned the app on, not a second time', async ({ page }) => {
  const person = new Person(page)
  const app = await withApp(person)
  await person.signOut()
  await person.givePassword()
  await person.giveCode(app.lastCode())
  await expect(page.getByRole('alert').first()).toContainText('That code is wrong or was used already.')
  await person.giveCode(app.code())
  await person.expectSignedIn()
})

test('of twenty posts of one code at once, one opens a session', async ({ page, browser, baseURL }) => {
  const person = new Person(page)
  const app = await withApp(person)
  const plain = await browser.newContext({ javaScriptEnabled: false })
  const visitor = person.at(await plain.newPage())
  await visitor.givePassword()
  const form = await readForm(visitor.page, { code: app.code() })
  const cookies = toHttp(await plain.cookies())
  const sent = Array.from({ length: 20 }, () => form.post(baseURL ?? '', cookies))
  const answers = await Promise.all(sent)
  expect(answers.filter((answer) => sessionsIn(answer).length > 0)).toHaveLength(1)
  await page.goto('/manage/account/sessions/')
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(3)
  for (const { status } of answers) expect(status).toBeLessThan(500)
})

test('the answer of a key is good for one sign-in only', async ({ page, context }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  await person.signOut()
  await person.givePassword()
  const posted = page.waitForRequest((request) => request.method() === 'POST' && (request.postData() ?? '').includes('authenticatorData'))
  await page.getByRole('button', { name: 'Use security key' }).click()
  const first = await posted
  await person.expectSignedIn()
  const headers = await first.allHeaders()
  const replay = { data: first.postDataBuffer() ?? Buffer.alloc(0), headers: Object.fromEntries(['content-type', 'accept', 'origin', 'x-sent-by'].map((name) => [name, headers[name] ?? ''])), maxRedirects: 0 }
  const sessionNow = async () => (await context.cookies()).find(({ name }) => name === 'session')?.value

  await person.signOut()
  const again = await page.request.post(first.url(), replay)
  expect(again.headers()['x-go-to'] ?? '').not.toContain('/manage/')
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  const otherStep = await page.request.post(first.url(), replay)
  expect(await otherStep.text()).toContain('That key does not belong to this account')
  expect(await sessionNow()).toBeFalsy()
})

test('long and odd input is refused in words, and nothing breaks', async ({ page }) => {
  const trouble = listenForTrouble(page)
  for (const odd of ODD) {
    await page.goto('/account/login/')
    await page.getByLabel('Username or email').fill(odd)
    await page.getByLabel('Password', { exact: true }).fill(odd)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
  }
  for (const odd of ODD.slice(0, 3)) {
    const person = Object.assign(new Person(page), { username: odd, address: `${odd}@example.org`, password: odd })
    await person.askForAccount()
    await expect(page.getByRole('alert').first()).toBeVisible()
  }
  for (const odd of ODD) {
    await page.goto(`/search/?q=${encodeURIComponent(odd.slice(0, 4000).toWellFormed())}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect(trouble()).toEqual([])
})

test('an address that claims something was done says only what there is a sentence for', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  for (const path of ['/announcements/', '/manage/account/', '/manage/account/check-up/', '/manage/projects/']) {
    for (const done of ['__proto__', 'constructor', 'toString', 'none-of-that', 'a&done=b', '']) {
      expect((await page.goto(`${path}?done=${done}`))?.status(), `${path} ${done}`).toBe(200)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('main').getByRole('status').filter({ hasNotText: /\S/ }), `${path} ${done}`).toHaveCount(0)
    }
  }
})

test('a name of any script is kept as typed, and a double click sends once', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await page.goto('/manage/account/')
  for (const name of ['<script>alert(1)</script>', 'ميرا שלום 美玲 👩‍🔬', '__proto__', '{{7*7}}${7*7}']) {
    await page.getByLabel('Name (optional)').fill(name)
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(page.getByText('Your name is changed.')).toBeVisible()
    await expect(page.getByLabel('Name (optional)')).toHaveValue(name)
    await page.goto(`/user/${person.username}/`)
    await expect(page.getByRole('main')).toContainText(name)
    await page.goto('/manage/account/')
  }

  await page.goto('/manage/account/token/')
  await page.getByLabel('Token name').fill('twice')
  await page.getByLabel('All your projects').check()
  await page.getByRole('button', { name: 'Create token' }).dblclick()
  await expect(page.getByLabel('Your new token')).toHaveText(/^pypi-/)
  await page.waitForLoadState('networkidle')
  await expect(page.getByLabel('Your new token')).toHaveText(/^pypi-/)
  await page.goto('/manage/account/')
  await expect(page.getByRole('table', { name: 'API tokens' }).getByRole('row')).toHaveCount(2)
})

const ODD = ['x'.repeat(20_000), '\u202eevil\u2066\u0007', "'; DROP TABLE users; --", '{"$ne":null}', '../../etc/passwd%00', '👩‍🔬'.repeat(300), '%s%n%x', '\ud800']

/** An account with recovery codes and an app. */
async function withApp(person: Person): Promise<AuthenticatorApp> {
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  return person.addAuthenticatorApp()
}

/** What comes back when a form is sent: its status, and the words above the form. */
async function answerTo(page: Page, send: () => Promise<void>): Promise<{ status: number; text: string }> {
  const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), send()])
  return { status: answer.status(), text: await page.getByRole('alert').filter({ hasText: 'There is a problem' }).innerText() }
}

test('an address in a link is not repeated by the page that says where mail went: only the one that was registered here', async ({ page }) => {
  await page.goto('/account/register/sent/?address=Call%20555-0199%20to%20keep%20your%20account')
  await expect(page.getByRole('main')).toContainText('We sent a link to the address you gave.')
  await expect(page.locator('body')).not.toContainText('555-0199')
  const person = new Person(page)
  await person.askForAccount()
  await expect(page.getByRole('main')).toContainText(`We sent a link to ${person.address}.`)
  expect(page.url()).not.toContain('address')
})
