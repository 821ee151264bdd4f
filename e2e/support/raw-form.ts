// A form as a program sends it: what stands in the page, posted any number of times, side by side.

import type { Cookie, Page } from '@playwright/test'

export type RawForm = { post: (site: string, cookies: string) => Promise<RawAnswer> }
export type RawAnswer = { status: number; cookies: string[] }

/** The form around the first field named here, with the values given; of a page that was made for browsers without scripts. */
export async function readForm(page: Page, values: Record<string, string>): Promise<RawForm> {
  const [field = ''] = Object.keys(values)
  const form = page.locator('form').filter({ has: page.locator(`[name="${field}"]`) })
  const hidden = await form.locator('input[type=hidden]').all()
  const fields = await Promise.all(hidden.map(async (input) => [await input.getAttribute('name') ?? '', await input.getAttribute('value') ?? ''] as const))
  const { pathname } = new URL(page.url())
  return {
    async post(site, cookies) {
      const body = new FormData()
      for (const [name, value] of [...fields, ...Object.entries(values)]) body.append(name, value)
      const answer = await fetch(`${site}${pathname}`, { method: 'POST', body, redirect: 'manual', headers: { origin: site, cookie: cookies } })
      await answer.arrayBuffer()
      return { status: answer.status, cookies: answer.headers.getSetCookie() }
    },
  }
}

/** The session cookies that an answer sets. */
export const sessionsIn = ({ cookies }: RawAnswer): string[] => cookies.filter((cookie) => /^(?:__Host-)?session=[^;]/.test(cookie))

/** Cookies as a browser sends them. */
export const toHttp = (cookies: Cookie[]): string => cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
