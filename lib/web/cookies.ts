// Our cookies. Over https each carries the `__Host-` prefix: this host only, Path=/, Secure (ASVS 5.0 V3.3.3).
// A `__Host-` cookie is not deleted by `cookies().delete`, which leaves out Secure: it is set empty with Max-Age=0.

import { cookies } from 'next/headers'
import { environment } from '#lib/env.ts'
import { BROWSER_CODE_MINUTES, KNOWN_BROWSER_DAYS } from '#lib/numbers.ts'

/** Time to think of a password on the page of a mailed link. */
const LINK_MINUTES = 30

/** Long enough to read where the mail went. */
const REGISTERED_MINUTES = 10

/** `registered` says to whom the last registration here wrote: what an address in the URL said, anybody could have put there. */
export type CookieName = 'session' | 'pending' | 'browser' | 'link' | 'registered'

/** The name as the browser knows it. */
export function cookieName(name: CookieName | 'next-auth.callback-url'): string {
  return environment().https ? `__Host-${name}` : name
}

/** The value of one of our cookies, or null. */
export async function readCookie(name: CookieName): Promise<string | null> {
  return (await cookies()).get(cookieName(name))?.value || null
}

/** Sets one of our cookies. Only actions and route handlers can. */
export async function setCookie(name: CookieName, value: string): Promise<void> {
  (await cookies()).set(cookieName(name), value, { ...cookieOptions(name), maxAge: maxAgeSeconds(name) })
}

/** Takes one of our cookies away. */
export async function dropCookie(name: CookieName): Promise<void> {
  (await cookies()).set(cookieName(name), '', { ...cookieOptions(name), maxAge: 0 })
}

/** What the cookie is limited to; next-auth is told the same. The browser cookie is asked for by our own forms only. */
export function cookieOptions(name: CookieName) {
  const sameSite = name === 'browser' ? ('strict' as const) : ('lax' as const)
  return { httpOnly: true, secure: environment().https, sameSite, path: '/' }
}

/** A convenience for the browser; the rows decide what is still alive. */
function maxAgeSeconds(name: CookieName): number {
  if (name === 'session') return environment().sessionMaxHours * 3600
  if (name === 'browser') return KNOWN_BROWSER_DAYS * 86_400
  return { link: LINK_MINUTES, pending: BROWSER_CODE_MINUTES, registered: REGISTERED_MINUTES }[name] * 60
}
