// An account over the years: its password, addresses, sessions, factors, codes and tokens change, and in the end it goes.

import { expect, type Browser, type Page } from '@playwright/test'
import { AuthenticatorApp } from './support/authenticator-app.ts'
import { Mailbox } from './support/mailbox.ts'
import { ageAddress, spendRecoveryCodes } from './support/operator.ts'
import { test } from './support/own-network.ts'
import { Person } from './support/person.ts'
import { SecurityKey } from './support/security-key.ts'
import { upload } from './support/upload.ts'

const NEW_PASSWORD = 'seven unrelated pelicans knitting'

test('a changed password ends every other session, and this one goes on', async ({ page, browser }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const elsewhere = await inAnotherBrowser(browser, person)
  await elsewhere.signIn()

  await page.goto('/manage/account/')
  await page.getByLabel('Current password').fill('not what it was at all')
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('alert').first()).toContainText('That password is wrong.')

  await page.getByLabel('Current password').fill(person.password)
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed. All other sessions are ended.')).toBeVisible()
  await page.goto('/manage/account/sessions/')
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(2)
  await person.mailbox.mail(/password was changed/)

  await elsewhere.page.reload()
  await expect(elsewhere.page).toHaveURL(/\/account\/login\//)
  await elsewhere.givePassword()
  await expect(elsewhere.page.getByRole('alert').first()).toContainText('Username or password is wrong.')
  await elsewhere.givePassword(NEW_PASSWORD)
  await elsewhere.expectSignedIn()
})

test('a forgotten password is reset by a link and the second factor, once, and nobody is signed in by it', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp()
  await person.signOut()

  await askForReset(page, person.username)
  const link = await person.mailbox.link(/reset-password/)
  await page.goto(link)
  expect(page.url()).not.toContain('token')
  const change = async (code: string) => {
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
    await page.getByLabel('Authentication code or recovery code').fill(code)
    await page.getByRole('button', { name: 'Change password', exact: true }).click()
  }
  await change('')
  await expect(page.getByRole('alert').first()).toContainText('Your second factor is needed as well.')
  await change('000000')
  await expect(page.getByRole('alert').first()).toContainText('That code is wrong')
  await change(app.code())
  await expect(page.getByText('Your password is changed. Sign in with the new one.')).toBeVisible()
  await person.expectSignedOut()

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'This link has ended' })).toBeVisible()
  await person.givePassword()
  await expect(page.getByRole('alert').first()).toContainText('Username or password is wrong.')
  await person.givePassword(NEW_PASSWORD)
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()

  await askForReset(page, 'nobody-of-that-name')
})

test('a second address is added, confirmed and made the first, and the old one goes', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const second = new Mailbox(`second-${person.address}`)
  await page.goto('/manage/account/')
  await page.getByLabel('Add another address').fill(second.address)
  await page.getByRole('button', { name: 'Add address' }).click()
  const row = page.getByRole('table', { name: 'Email addresses' }).getByRole('row').filter({ hasText: second.address })
  await expect(row).toContainText('Not confirmed')
  await expect(row.getByRole('button', { name: 'Make primary' })).toHaveCount(0)
  await person.mailbox.mail(/address was added/)

  await page.goto(await second.link(/verify-email/))
  await page.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(page.getByText('The address is confirmed.')).toBeVisible()
  await row.getByRole('button', { name: 'Make primary' }).click()
  await expect(page.getByText('Your primary address is changed.')).toBeVisible()
  await expect(row).toContainText('Primary')

  const first = page.getByRole('table', { name: 'Email addresses' }).getByRole('row').filter({ has: page.getByText(person.address, { exact: true }) })
  await first.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('The address is removed.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Email addresses' }).getByRole('row')).toHaveCount(2)
  await person.mailbox.mail(/address was removed/)

  await askForReset(page, person.username)
  await second.link(/reset-password/)
})

test('a session in another browser is seen, ended, and signed out at its next click', async ({ page, browser }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const elsewhere = await inAnotherBrowser(browser, person)
  await elsewhere.signIn()
  await person.mailbox.mail(/new browser/)

  await page.goto('/manage/account/sessions/')
  const sessions = page.getByRole('table', { name: 'Sessions' })
  await expect(sessions.getByRole('row')).toHaveCount(3)
  await sessions.getByRole('button', { name: /^Sign out/ }).click()
  await expect(page.getByText('That session is ended.')).toBeVisible()

  await elsewhere.page.getByRole('banner').getByRole('link', { name: 'Your projects' }).first().click()
  await expect(elsewhere.page).toHaveURL(/\/account\/login\//)
  await person.expectSignedIn()

  await elsewhere.signIn()
  await page.goto('/manage/account/sessions/')
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(page.getByText('All other sessions are ended.')).toBeVisible()
  await elsewhere.page.reload()
  await elsewhere.expectSignedOut()
})

test('each open point of the check-up leads to where it is mended, and an old address proves by a letter that it works', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await ageAddress(person.username)
  await page.goto('/manage/account/')
  const section = page.locator('#two-factor')
  await expect(section.getByText('0 of 7')).toBeVisible()
  await expect(section.getByRole('listitem').filter({ hasText: /^Open: / }), 'the one that matters most').toHaveText(/Two kinds of factor.*Neither an app nor a key/)
  await expect(section.getByRole('link', { name: 'Test a code' })).toHaveAttribute('href', /test-code/)
  await section.getByRole('link', { name: 'See every point' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check-up' })).toBeVisible()
  const open = page.getByRole('listitem').filter({ hasText: /^Open: / })
  await expect(open).toHaveCount(7)
  await expect(open.filter({ has: page.getByRole('link').or(page.getByRole('button')) })).toHaveCount(7)
  await expect(open.getByRole('link', { name: 'Add a factor' })).toHaveAttribute('href', /totp-provision/)
  await expect(page.getByText('Once you have a second factor')).toBeVisible()

  await page.getByRole('button', { name: `Confirm the address ${person.address}` }).click()
  await expect(page.getByText('A new link is on its way.')).toBeVisible()
  await person.mailbox.mail(/Does this address still work/)
  await person.confirmAddress()
  await page.goto('/manage/account/check-up/')
  await expect(page.getByRole('listitem').filter({ hasText: 'Somebody reads each of them' })).toHaveCount(1)
  await expect(open).toHaveCount(6)
})

test('the check-up from nothing to everything: each thing done counts, and the fire drill uses no code up', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const score = async () => {
    await page.goto('/manage/account/check-up/')
    return page.getByText(/^\d of 7$/).innerText()
  }
  expect(await score()).toBe('1 of 7')
  await expect(page.getByRole('heading', { name: 'Start here' })).toBeVisible()
  await expect(page.getByText('There is no code to test yet.')).toBeVisible()
  await page.goto('/manage/account/test-code/')
  await expect(page.getByText('There is no code to test yet.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Generate recovery codes' })).toBeVisible()

  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('Phone')
  expect(await score()).toBe('2 of 7')
  await expect(page.getByRole('heading', { name: 'Start here' })).toHaveCount(0)
  await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  expect(await score()).toBe('4 of 7')

  await page.getByRole('link', { name: 'Test a key' }).click()
  await page.getByRole('button', { name: 'Test this key' }).click()
  await expect(page.getByText('The key works.')).toBeVisible()
  await page.goto('/manage/account/check-up/')
  await page.getByRole('link', { name: 'Test a recovery code' }).click()
  await page.getByLabel('Recovery code', { exact: true }).fill(person.takeRecoveryCode())
  await page.getByRole('button', { name: 'Test this code' }).click()
  await expect(page.getByText('That code works. It is still unused.')).toBeVisible()
  await expect(page).toHaveURL(/\/check-up\//)
  await expect(page.getByRole('listitem').filter({ hasText: '9 left' })).toHaveCount(1)
  expect(await score()).toBe('6 of 7')

  const second = new Mailbox(`second-${person.address}`)
  await page.goto('/manage/account/')
  await page.getByLabel('Add another address').fill(second.address)
  await page.getByRole('button', { name: 'Add address' }).click()
  await expect(page.getByRole('table', { name: 'Email addresses' })).toContainText(second.address)
  await page.goto(await second.link(/verify-email/))
  await page.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(page.getByText('The address is confirmed.')).toBeVisible()

  expect(await score()).toBe('7 of 7')
  await expect(page.getByText('Everything is in order.')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: /^Open: / })).toHaveCount(0)
  await page.goto('/manage/account/')
  await expect(page.locator('#two-factor')).toContainText('Everything is in order.')
})

test('a remembered browser skips the second step, confirms before what is dangerous, and is forgotten when a factor goes', async ({ page }) => {
  test.setTimeout(180_000)
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp('Phone')
  await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  await person.signOut()

  await person.givePassword()
  await page.getByLabel('Remember this browser for 30 days').check()
  await person.giveCode(app.code())
  await person.expectSignedIn()
  await person.signOut()
  await person.signIn()

  const second = `second-${person.address}`
  await test.step('what was typed is kept while one confirms in another tab, and is sent then', async () => {
    await page.goto('/manage/account/')
    await page.getByLabel('Add another address').fill(second)
    await page.getByRole('button', { name: 'Add address' }).click()
    await expect(page.getByText('Nothing was sent yet: first confirm that it is you.')).toBeVisible()
    await expect(page.getByLabel('Add another address')).toHaveValue(second)
    await expect(page.getByRole('table', { name: 'Email addresses' })).not.toContainText(second)

    const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Confirm in a new tab' }).click()])
    await expect(tab.getByRole('heading', { level: 1, name: 'Confirm it is you' })).toBeVisible()
    await expect(tab.getByLabel('Password', { exact: true })).toHaveCount(0)
    await tab.getByLabel('Authentication code').fill(app.lastCode())
    await tab.getByRole('button', { name: 'Confirm', exact: true }).first().click()
    await expect(tab.getByRole('alert').first()).toContainText('That code is wrong or was used already.')
    await tab.getByLabel('Recovery code').fill(person.takeRecoveryCode())
    await tab.getByRole('button', { name: 'Confirm', exact: true }).last().click()
    await expect(tab.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
    await expect(page.getByRole('table', { name: 'Email addresses' }), 'what was being done arrives').toContainText(second)
    await tab.close()
  })

  await test.step('who confirms for something else sends nothing that was left lying about', async () => {
    await person.signOut()
    await person.signIn()
    await page.goto('/manage/account/')
    await page.getByLabel('Add another address').fill(`third-${person.address}`)
    await page.getByRole('button', { name: 'Add address' }).click()
    await expect(page.getByText('Nothing was sent yet: first confirm that it is you.')).toBeVisible()
    const tab = await page.context().newPage()
    await tab.goto('/account/reauthenticate/?next=/manage/account/')
    await tab.getByLabel('Recovery code').fill(person.takeRecoveryCode())
    await tab.getByRole('button', { name: 'Confirm', exact: true }).last().click()
    await expect(tab.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
    await tab.reload()
    await expect(tab.getByRole('table', { name: 'Email addresses' })).not.toContainText(`third-${person.address}`)
    await tab.close()
  })

  await test.step('a page that needs it asks first, and comes back', async () => {
    await person.signOut()
    await person.signIn()
    await page.goto('/manage/account/token/')
    await expect(page.getByRole('heading', { level: 1, name: 'Confirm it is you' })).toBeVisible()
    await page.getByRole('button', { name: 'Use security key' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Create an API token' })).toBeVisible()
  })

  await removeFactor(page, 'Phone')
  await person.signOut()
  await person.givePassword()
  await expect(page.getByRole('heading', { level: 1, name: 'Two-factor sign-in' })).toBeVisible()
  await person.expectSignedOut()
})

test('a token that is removed publishes nothing more', async ({ page, baseURL }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const token = await person.makeToken('laptop')
  const name = `ledger-${person.username}`
  const taken = await upload(baseURL ?? '', token, name, '1.0')
  expect(taken.status, taken.text).toBe(200)

  await page.goto('/manage/account/')
  const tokens = page.locator('#api-tokens')
  await expect(tokens).not.toContainText(token.slice(0, 20))
  await tokens.getByRole('button', { name: 'Remove laptop' }).click()
  await expect(page.getByText('The token is removed. It stopped working at once.')).toBeVisible()

  const refused = await upload(baseURL ?? '', token, name, '1.1')
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('Invalid or non-existent authentication information')
})

test('new recovery codes make the old ones useless', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  const old = person.takeRecoveryCode()
  await page.goto('/manage/account/test-code/')
  await page.getByLabel('Recovery code', { exact: true }).fill(old)
  await page.getByRole('button', { name: 'Test this code' }).click()
  await expect(page.getByText('That code works. It is still unused.')).toBeVisible()

  await person.saveRecoveryCodes()
  await person.mailbox.mail(/recovery codes were generated/)
  await person.signOut()
  await person.givePassword()
  await page.getByRole('link', { name: 'Use a recovery code' }).click()
  await giveRecoveryCode(page, old)
  await expect(page.getByRole('alert').first()).toContainText('That recovery code is wrong.')
  await giveRecoveryCode(page, person.takeRecoveryCode())
  await person.expectSignedIn()
  await expect(page.locator('#two-factor')).toContainText('8 of 10 codes left')
})

test('what an account lacks is said on every page of it: a factor, then codes', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const PAGES = ['/manage/account/', '/manage/projects/', '/manage/account/sessions/']
  for (const path of PAGES) {
    await page.goto(path)
    await expect(page.getByRole('link', { name: 'Add one now' }), path).toHaveAttribute('href', '/manage/account/#two-factor')
  }
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp()
  await spendRecoveryCodes(person.username)
  for (const path of PAGES) {
    await page.goto(path)
    await expect(page.getByText('You have 1 recovery code left. Generate new ones today.'), path).toBeVisible()
    await expect(page.getByRole('link', { name: 'Add one now' }), path).toHaveCount(0)
  }
})

test('several apps and keys are told apart, renamed, tested, replaced and removed', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  await person.addAuthenticatorApp('Phone')
  await person.addAuthenticatorApp('Tablet')
  const blue = await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  await blue.unplug()
  const red = await SecurityKey.plugInto(page)
  await person.addSecurityKey('Red key')
  const section = page.locator('#two-factor')
  for (const name of ['Phone', 'Tablet', 'Blue key', 'Red key']) await expect(section).toContainText(name)

  await section.getByRole('link', { name: 'Rename Phone' }).click()
  await page.getByLabel('New name').fill('Tablet')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.getByRole('alert').first()).toContainText('You have one of that name already.')
  await page.getByLabel('New name').fill('Drawer <b>phone</b>')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(section).toContainText('Drawer <b>phone</b>')

  await test.step('a key is tested by itself: another one of the account does not answer for it', async () => {
    await section.getByRole('link', { name: 'Test Blue key' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Blue key' })).toBeVisible()
    await cancelAfter(page, 2000)
    await page.getByRole('button', { name: 'Test this key' }).click()
    await expect(page.getByRole('alert').first()).toContainText('“Blue key” did not answer. Connect it')

    const [held] = await red.credentials()
    const askAsTold = await askAnotherKey(page, held?.credentialId ?? '')
    await page.getByRole('button', { name: 'Test this key' }).click()
    await expect(page.getByRole('alert').first()).toContainText('That was another key: “Red key”. Connect “Blue key”')
    await askAsTold()
    await page.goto('/manage/account/')
    await expect(section.getByRole('row', { name: 'Red key' })).toContainText('Never')

    await section.getByRole('link', { name: 'Test Red key' }).click()
    await page.getByRole('button', { name: 'Test this key' }).click()
    await expect(page.getByText('The key works.')).toBeVisible()
    await expect(section.getByRole('row', { name: 'Red key' })).not.toContainText('Never')
    await expect(section.getByRole('row', { name: 'Blue key' })).toContainText('Never')
  })

  await removeFactor(page, 'Blue key')
  await removeFactor(page, 'Drawer <b>phone</b>')
  await expect(section).not.toContainText('Blue key')
  await expect(section).toContainText('Red key')

  await section.getByRole('link', { name: 'Rename Tablet' }).click()
  await page.getByRole('link', { name: 'Set up the new app' }).click()
  const successor = new AuthenticatorApp(await page.getByLabel('Setup key').innerText())
  await expect(page.getByLabel('Name of this app')).toHaveValue('Tablet')
  await page.getByLabel('Authentication code').fill(successor.code())
  await page.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByText('The app is replaced.')).toBeVisible()
  await expect(section.getByRole('row', { name: 'Tablet' })).toHaveCount(1)

  await person.signOut()
  await person.givePassword()
  await person.giveCode(successor.code())
  await expect(page.getByRole('banner').getByText(person.username)).toBeVisible()

  await test.step('signed in by a code, what decides who can sign in takes the key, and a code of an app is not offered for it', async () => {
    await page.goto('/manage/account/webauthn-provision/')
    await expect(page.getByRole('heading', { level: 1, name: 'Confirm it is you' })).toBeVisible()
    await page.goto('/manage/account/')
    await section.getByRole('link', { name: 'Remove Tablet' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Nothing was sent yet: first confirm that it is you.')).toBeVisible()
    await page.goto((await page.getByRole('link', { name: /Confirm/ }).first().getAttribute('href')) ?? '')
    await expect(page.getByText('You have a key, so it takes the key')).toBeVisible()
    await expect(page.getByLabel('Recovery code')).toBeVisible()
    await expect(page.getByLabel('Authentication code')).toHaveCount(0)
    await page.getByRole('button', { name: 'Use security key' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Tablet' })).toBeVisible()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByText('Remembered browsers are forgotten.').first()).toBeVisible()
    await expect(section).not.toContainText('Tablet')
  })
})

test('setting up and signing in lead back to where one was', async ({ page }) => {
  const person = new Person(page)
  await person.register()
  await page.goto('/manage/account/history/')
  await expect(page).toHaveURL('/account/login/?next=%2Fmanage%2Faccount%2Fhistory%2F')
  await page.getByLabel('Username or email').fill(person.address.toUpperCase())
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/manage/account/history/')

  await page.goto('/manage/account/totp-provision/')
  await expect(page).toHaveURL(/recovery-codes\/\?next=/)
  await page.getByRole('button', { name: 'Generate recovery codes' }).click()
  const code = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first().innerText()
  await page.getByLabel('Enter one of your codes').fill(code)
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(page).toHaveURL('/manage/account/totp-provision/')
})

test('no address after ?next= leads to another site', async ({ page, baseURL }) => {
  const person = new Person(page)
  await person.register()
  await page.goto(`/account/login/?next=${encodeURIComponent('//evil.example/')}`)
  await page.getByLabel('Username or email').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await person.expectSignedIn()
  expect(new URL(page.url()).origin).toBe(baseURL)

  for (const next of ELSEWHERE) {
    const answer = await page.request.get(`/account/login/?next=${next}`, { maxRedirects: 0 })
    const to = new URL(answer.headers().location ?? '', `${baseURL}/account/login/`)
    expect([next, to.origin], `${next} → ${to}`).toEqual([next, baseURL])
    expect(answer.status()).toBeLessThan(400)
  }
})

test('an account is deleted by its name, and nothing of it signs in again', async ({ page, baseURL }) => {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  const token = await person.makeToken('laptop')
  await page.goto('/manage/account/')
  const section = page.locator('#delete-account')
  await section.getByLabel('Type your username to confirm').fill('somebody-else')
  await section.getByRole('button', { name: 'Delete account' }).click()
  await expect(section.getByRole('alert')).toContainText('That is not your username.')
  await section.getByLabel('Type your username to confirm').fill(person.username)
  await section.getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  await person.expectSignedOut()
  await person.mailbox.mail(/is deleted/)

  await person.givePassword()
  await expect(page.getByRole('alert').first()).toContainText('Username or password is wrong.')
  expect(await upload(baseURL ?? '', token, `gone-${person.username}`)).toMatchObject({ status: 403 })
  await person.askForAccount()
  await expect(page.getByRole('alert').first()).toContainText('That username is taken.')
})

/** What attackers append to a link, as it stands in the address. */
const ELSEWHERE = [
  'https://evil.example/', 'HTTPS:evil.example', '//evil.example/', '///evil.example/', '////evil.example', '/%5Cevil.example', '%5C%5Cevil.example',
  '/%2F/evil.example', '/%252Fevil.example', '/%09/evil.example', '%09//evil.example', '/%0D%0ALocation:%20https://evil.example', '/%00//evil.example',
  'javascript:alert(1)', 'data:text/html,hi', '//evil.example%2F@localhost', 'https:%2F%2Fevil.example', 'http:///evil.example', '@evil.example',
  '.evil.example', '/%E2%81%84evil.example', '%EF%BC%8F%EF%BC%8Fevil.example', '/..//evil.example', '/.%2F/evil.example', '/account/login/../..//evil.example',
  '/&next=//evil.example', `/${'a'.repeat(3000)}`, '', '%FF', '/x%23//evil.example', '//localhost:1/', '//localhost@evil.example',
]

async function inAnotherBrowser(browser: Browser, person: Person): Promise<Person> {
  const context = await browser.newContext()
  return person.at(await context.newPage())
}

async function askForReset(page: Page, login: string): Promise<void> {
  await page.goto('/account/request-password-reset/')
  await page.getByLabel('Username or email').fill(login)
  await page.getByRole('button', { name: 'Send reset link' }).click()
  await expect(page.getByText('If that account exists and its address is confirmed, a link is on its way.')).toBeVisible()
}

async function giveRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Recovery code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Verify' }).click()
}

/** Somebody who waits so long for a key of this page to answer, then presses Cancel. */
async function cancelAfter(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((wait) => {
    const ask = navigator.credentials.get.bind(navigator.credentials)
    const cancelled = () => new Promise<null>((_, refuse) => void setTimeout(() => refuse(new DOMException('cancelled', 'NotAllowedError')), wait))
    navigator.credentials.get = (options) => Promise.race([ask(options), cancelled()])
  }, milliseconds)
}

/** A browser that asks that key, whatever the options say. Answers what makes it ask as it is told again. */
async function askAnotherKey(page: Page, credentialId: string): Promise<() => Promise<void>> {
  const id = Buffer.from(credentialId, 'base64').toString('base64url')
  const path = '**/manage/account/factor/**'
  await page.route(path, async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(/(?<=data-options="[^"]*&quot;id&quot;:&quot;)[\w-]+/, id)
    await route.fulfill({ response, body })
  })
  return () => page.unroute(path)
}

async function removeFactor(page: Page, name: string): Promise<void> {
  await page.goto('/manage/account/')
  await page.locator('#two-factor').getByRole('link', { name: `Remove ${name}` }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page).toHaveURL(/\/manage\/account\/\?done=/)
  await expect(page.getByText('Remembered browsers are forgotten.').first()).toBeVisible()
}
