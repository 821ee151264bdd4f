'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { saveLocale } from '#lib/accounts/details.ts'
import { environment } from '#lib/env.ts'
import { isLocale } from '#lib/i18n/locales.ts'
import { currentUser } from '#lib/web/current-user.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'
import { assertSameOrigin } from '#lib/web/same-origin.ts'

const YEAR_SECONDS = 31_536_000

/** Keeps the language chosen in the footer, for an account's letters too, and shows the same page in it. */
export async function chooseLocale(form: FormData): Promise<void> {
  await assertSameOrigin()
  const locale = choiceIn(form, 'locale')
  if (isLocale(locale)) {
    await keep('locale', locale)
    const user = await currentUser()
    if (user) await saveLocale(user.id, locale)
  }
  redirect(await samePage())
}

/** Keeps the light or dark of this browser; `auto` follows the device. */
export async function chooseTheme(form: FormData): Promise<void> {
  await assertSameOrigin()
  const theme = choiceIn(form, 'theme')
  if (theme === 'light' || theme === 'dark') await keep('theme', theme)
  else (await cookies()).set('theme', '', { path: '/', maxAge: 0 })
  redirect(await samePage())
}

/** What is typed as a form is whatever was sent: an action is an address that anyone can call. */
const choiceIn = (form: unknown, name: string) => (form instanceof FormData ? form.get(name) : null)

/** Takes an announcement off the top of the pages of this browser, until there is a newer one. */
export async function dismissBanner(form: FormData): Promise<void> {
  await assertSameOrigin()
  const id = z.uuid().safeParse(choiceIn(form, 'id'))
  if (id.success) await keep('dismissed-announcement', id.data)
  redirect(await samePage())
}

async function keep(name: string, value: string) {
  const jar = await cookies()
  jar.set(name, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true, secure: environment().https })
}

/** The page the form stood on. The address comes from proxy.ts, never from the form; it may still be one that a stranger made up. */
async function samePage(): Promise<string> {
  const asked = await headers()
  return safeRedirect(`${asked.get('x-page') ?? '/'}${asked.get('x-search') ?? ''}`)
}
