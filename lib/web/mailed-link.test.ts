import { expect, test } from 'vitest'
import { requestWith } from '#lib/testing/request.ts'
import '#lib/testing/setup.ts'
import { mailedToken, openLink } from './mailed-link.ts'

const open = (jar: Map<string, string>, query: string) => requestWith(jar).run(() => openLink(new Request(`http://localhost:3000/account/open-link/?${query}`)))
const sentTo = (asked: Promise<string>) => asked.catch((thrown: { digest?: string }) => thrown.digest?.split(';')[2])

test('a token in the address is exchanged for a cookie, and the page comes back without it', async () => {
  const jar = new Map<string, string>()
  const to = await sentTo(requestWith(jar).run(() => mailedToken('/account/reset-password/', 'abc_-1')))
  expect(to).toBe('/account/open-link/?to=%2Faccount%2Freset-password%2F&token=abc_-1')
  const response = await open(jar, to?.split('?')[1] ?? '')
  expect([response.status, ...['location', 'cache-control', 'referrer-policy'].map((name) => response.headers.get(name))]).toEqual([303, '/account/reset-password/', 'no-store', 'no-referrer'])
  expect(await requestWith(jar).run(() => mailedToken('/account/reset-password/', undefined))).toBe('abc_-1')
})

test('the cookie is for this host, not for scripts', async () => {
  const request = requestWith(new Map())
  await request.run(() => openLink(new Request('http://localhost:3000/account/open-link/?to=/setup/&token=a')))
  expect(request.setCookies()[0]).toMatch(/^link=a; Path=\/; .*Max-Age=1800.*HttpOnly; SameSite=lax/i)
})

test('it leads to the pages of links and nowhere else, and carries tokens and nothing else', async () => {
  for (const to of ['/', '//evil.example/', 'https://evil.example/', '/admin/', '']) expect((await open(new Map(), `to=${encodeURIComponent(to)}&token=a`)).status).toBe(404)
  const jar = new Map<string, string>()
  await open(jar, 'to=/setup/&token=a%0d%0aSet-Cookie:x=1')
  expect(jar.get('link')).toBe('none')
})

test('without address or cookie there is no token', async () => {
  expect(await requestWith(new Map()).run(() => mailedToken('/setup/', undefined))).toBe('')
})
