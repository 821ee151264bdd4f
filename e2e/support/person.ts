import { randomBytes } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { AuthenticatorApp } from './authenticator-app.ts'
import { Mailbox } from './mailbox.ts'

/** Somebody in front of the browser, who reads the pages and fills in the forms. */
export class Person {
  readonly page: Page
  readonly username: string
  readonly address: string
  readonly mailbox: Mailbox
  password = `correct horse battery ${randomBytes(6).toString('hex')}`
  recoveryCodes: string[] = []

  constructor(page: Page, name = 'mira') {
    this.page = page
    this.username = `${name}-${randomBytes(4).toString('hex')}`
    this.address = `${this.username}@example.org`
    this.mailbox = new Mailbox(this.address)
  }

  /** The same person in front of another browser. */
  at(page: Page): Person {
    return Object.assign(new Person(page), { ...this, page })
  }

  /** Registers and confirms the address: an account with a password and nothing else. */
  async register(): Promise<void> {
    await this.askForAccount()
    await this.confirmAddress()
  }

  async askForAccount(): Promise<void> {
    await this.page.goto('/account/register/')
    await this.page.getByLabel('Email address').fill(this.address)
    await this.page.getByLabel('Username', { exact: true }).fill(this.username)
    await this.page.getByLabel('Password', { exact: true }).fill(this.password)
    await this.page.getByRole('button', { name: 'Create account' }).click()
  }

  async confirmAddress(): Promise<void> {
    await this.page.goto(await this.mailbox.link(/verify-email/))
    await this.page.getByRole('button', { name: 'Confirm this address' }).click()
    await expect(this.page).not.toHaveURL(/verify-email/)
  }

  /** The first step: name and password. */
  async givePassword(password = this.password): Promise<void> {
    await this.page.goto('/account/login/')
    await this.page.getByLabel('Username or email').fill(this.username)
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  /** Signs in with the password alone, where that is enough. */
  async signIn(): Promise<void> {
    await this.givePassword()
    await this.expectSignedIn()
  }

  async giveCode(code: string): Promise<void> {
    await this.page.getByLabel('Authentication code').fill(code)
    await this.page.getByRole('button', { name: 'Verify' }).click()
  }

  /** Generates recovery codes and uses one up, as the site asks before the first factor counts. */
  async saveRecoveryCodes(): Promise<void> {
    await this.page.goto('/manage/account/recovery-codes/')
    await this.page.getByRole('button', { name: 'Generate recovery codes' }).click()
    const shown = this.page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await expect(shown).toHaveCount(10)
    this.recoveryCodes = await shown.allInnerTexts()
    await this.page.getByLabel('Enter one of your codes').fill(this.takeRecoveryCode())
    await this.page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await expect(this.page.getByLabel('Enter one of your codes')).toHaveCount(0)
  }

  takeRecoveryCode(): string {
    const code = this.recoveryCodes.shift()
    if (!code) throw new Error('No recovery code left.')
    return code.trim()
  }

  /** Adds an authenticator app by its text key. */
  async addAuthenticatorApp(name = 'Phone'): Promise<AuthenticatorApp> {
    await this.page.goto('/manage/account/totp-provision/')
    const app = new AuthenticatorApp(await this.page.getByLabel('Setup key').innerText())
    await this.turnOn(app, name)
    return app
  }

  /** On the page that shows the key already; where it leads is the caller's business. */
  async turnOnFromHere(name: string): Promise<AuthenticatorApp> {
    const app = new AuthenticatorApp(await this.page.getByLabel('Setup key').innerText())
    await this.sendFirstCode(app, name)
    return app
  }

  private async sendFirstCode(app: AuthenticatorApp, name: string): Promise<void> {
    await this.page.getByLabel('Name of this app').fill(name)
    await this.page.getByLabel('Authentication code').fill(app.code())
    await this.page.getByRole('button', { name: 'Turn on' }).click()
  }

  async turnOn(app: AuthenticatorApp, name: string): Promise<void> {
    await this.sendFirstCode(app, name)
    await expect(this.page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
  }

  async addSecurityKey(name: string): Promise<void> {
    await this.page.goto('/manage/account/webauthn-provision/')
    await this.page.getByLabel('Name of this key').fill(name)
    await this.page.getByRole('button', { name: 'Register security key' }).click()
    await expect(this.page.getByRole('heading', { level: 1, name: 'Account settings' })).toBeVisible()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('banner').getByText(this.username).click()
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await this.expectSignedOut()
  }

  async expectSignedIn(): Promise<void> {
    await expect(this.page.getByRole('banner').getByText(this.username)).toBeVisible()
  }

  async expectSignedOut(): Promise<void> {
    await expect(this.page.getByRole('banner').getByText(this.username)).toHaveCount(0)
  }

  /** Makes an API token for all projects and reads it from the page, the only time it is shown. */
  async makeToken(name: string, purpose = 'Publish'): Promise<string> {
    await this.page.goto('/manage/account/token/')
    await this.page.getByLabel('Token name').fill(name)
    await this.page.getByLabel(purpose, { exact: true }).check()
    await this.page.getByLabel('All your projects').check()
    await this.page.getByRole('button', { name: 'Create token' }).click()
    return (await this.page.getByLabel('Your new token').innerText()).trim()
  }
}
