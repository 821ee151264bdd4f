import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWebUrl } from '#lib/protocol/web-urls.ts'

test('web addresses are taken, with ports, paths, queries and percent forms', () => {
  for (const url of ['https://example.com', 'HTTP://example.com:8080/a(b)?q=1,2#top', 'https://[::1]/', 'https://xn--bcher-kva.example/%C3%BC', 'https://localhost/@me']) {
    expect(isWebUrl(url), url).toBe(true)
  }
})

test('nothing else is', () => {
  const refused = [
    '', 'example.com', '//example.com', 'https://', 'https:///x', 'https:example.com', 'ftp://example.com', 'javascript:alert(1)', 'data:text/html,x', 'mailto:a@example.com',
    'https://exa mple.com', ' https://example.com', 'https://example.com\n', 'https://example.com\\x', 'https://example.com/<x>', 'https://example.com/"', 'https://example.com/%zz',
    'https://example.com/ü', 'https://pypi.org@evil.example', 'https://u:p@example.com', 'https://example.com:99999', 'https://[::1', 'java\nscript:alert(1)',
  ]
  for (const url of refused) expect(isWebUrl(url), JSON.stringify(url)).toBe(false)
})

test('every address that is well formed is taken', () => {
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => isWebUrl(url)))
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string(), (rest) => void isWebUrl(`https://${rest}`)))
  for (const piece of ['%', '%aa', ':', '/', '@', '[', 'a.']) isWebUrl(`https://a${piece.repeat(200_000)}`)
})
