// The pages of the product, and somebody who has something on each of them.

import { expect, type Page } from '@playwright/test'
import { HELP_CHAPTERS, helpPath } from '#lib/help.ts'
import { Person } from './person.ts'
import { SecurityKey } from './security-key.ts'
import { upload } from './upload.ts'

/** What anybody sees. */
export const PUBLIC = [
  '/', '/search/?q=small', '/search/?q=nothing-of-that-name', '/help/', '/security/', '/classifiers/', '/stats/', '/no-such-page/', '/project/no-such-project/', '/user/nobody-here/',
  '/account/login/', '/account/login/?notice=expired', '/account/register/', '/account/register/sent/',
  '/account/request-password-reset/', '/account/request-password-reset/sent/', '/account/reset-password/', '/account/verify-email/', '/account/recover/', '/setup/',
]

/** The help, besides its contents. */
export const HELP: string[] = HELP_CHAPTERS.map(helpPath)

/** What the owner of an account sees. */
export const OWN = [
  '/manage/account/', '/manage/account/sessions/', '/manage/account/history/', '/manage/account/recovery-codes/', '/manage/account/check-up/', '/manage/account/test-code/',
  '/manage/account/totp-provision/', '/manage/account/webauthn-provision/', '/manage/account/token/', '/manage/projects/', '/manage/projects/new/', '/manage/projects/upload/', '/account/reauthenticate/', '/help/',
]

/** What the owner of a project sees of it. */
export const managed = (project: string): string[] =>
  ['releases/', 'release/1.0/', 'collaboration/', 'publishers/', 'settings/', 'history/'].map((part) => `/manage/project/${project}/${part}`)

/** A person with a saved code, an app, a key, a token and a project, signed in and on the page of the account. */
export async function publisher(page: Page, site = ''): Promise<{ person: Person; project: string }> {
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
