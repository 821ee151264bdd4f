// A mailed link's token does not stay in the address, where history, logs and shoulders would keep it: it is exchanged at
// once for a short-lived cookie, and the page comes back under its plain address (ASVS 5.0 V14.2.1). Nothing is used up.

import { redirect } from 'next/navigation'
import { readCookie, setCookie } from './cookies.ts'

const PAGES = [
  '/setup/', '/account/register/', '/account/verify-email/', '/account/reset-password/', '/account/not-me/',
  '/account/recover/start/', '/account/recover/cancel/', '/account/recover/finish/',
  '/announcements/confirm/', '/announcements/leave/',
] as const
type LinkedPage = (typeof PAGES)[number]

const TOKEN = /^[\w-]{1,100}$/

/** The token a page was opened with. While it is still in the address, this sends the browser to have it exchanged. */
export async function mailedToken(page: LinkedPage, inAddress: string | string[] | undefined): Promise<string> {
  if (inAddress !== undefined) redirect(`/account/open-link/?${new URLSearchParams({ to: page, token: String(inAddress) })}`)
  return (await readCookie('link')) ?? ''
}

/** GET /account/open-link/: puts the token into the cookie and goes back to its page. */
export async function openLink(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const page = PAGES.find((known) => known === searchParams.get('to'))
  if (!page) return new Response('404 Not Found', { status: 404 })
  const token = searchParams.get('token') ?? ''
  await setCookie('link', TOKEN.test(token) ? token : 'none')
  return new Response(null, { status: 303, headers: { location: page, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } })
}
