// The pages of the product, and somebody who has something on each of them.

import { expect, type Page } from '@playwright/test'
import { SET_UP_STEPS } from '#lib/admin/input.ts'
import { HELP_CHAPTERS, helpPath } from '#lib/help.ts'
import type { AuthenticatorApp } from './authenticator-app.ts'
import { Person } from './person.ts'
import { SecurityKey } from './security-key.ts'
import { upload } from './upload.ts'

/** What anybody sees. */
export const PUBLIC = [
  '/', '/search/?q=small', '/search/?q=nothing-of-that-name', '/help/', '/announcements/', '/security/', '/classifiers/', '/stats/', '/no-such-page/', '/project/no-such-project/', '/user/nobody-here/',
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

/** What administrators see. The page of components speaks English alone. */
export const ADMINISTRATION = ['/admin/', '/admin/settings/', '/admin/announcements/', '/admin/announcements/new/', '/admin/users/', '/admin/projects/', '/admin/recoveries/']

/** The steps to the first package. */
export const SET_UP = SET_UP_STEPS.map((step) => `/setup/${step}/`)

/** What the owner of a project sees of it. */
export const managed = (project: string): string[] =>
  ['releases/', 'release/1.0/', 'collaboration/', 'publishers/', 'settings/', 'history/'].map((part) => `/manage/project/${project}/${part}`)

/** A person with a saved code, an app, a key, a token and a project, signed in and on the page of the account. */
export async function publisher(page: Page, site = ''): Promise<{ person: Person; project: string; app: AuthenticatorApp }> {
  const person = new Person(page)
  await person.register()
  await person.signIn()
  await person.saveRecoveryCodes()
  const app = await person.addAuthenticatorApp('Phone')
  await SecurityKey.plugInto(page)
  await person.addSecurityKey('Blue key')
  const project = `sextant-${person.username}`
  const { status, text } = await upload(site, await person.makeToken('laptop'), project)
  expect(status, text).toBe(200)
  await page.goto('/manage/account/')
  return { person, project, app }
}
