import { expect, test } from 'vitest'
import { contentSecurityPolicy, PAGE_HEADERS, withTrailingSlash } from './page-headers.ts'

const policy = (dev = false) => new Map(contentSecurityPolicy('abc', dev).split('; ').map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]))

test('scripts run by nonce only', () => {
  expect(policy().get('script-src')).toBe("'nonce-abc' 'strict-dynamic'")
})

test('styles come from here or carry the nonce; none stand in attributes', () => {
  expect(policy().get('style-src')).toBe("'self' 'nonce-abc'")
})

test('what is not named is refused, and nobody frames, rebases or embeds', () => {
  expect(policy().get('default-src')).toBe("'none'")
  for (const directive of ['frame-ancestors', 'base-uri', 'object-src']) expect(policy().get(directive)).toBe("'none'")
  expect(policy().get('form-action')).toBe("'self'")
})

test('only development may evaluate code', () => {
  expect(policy(true).get('script-src')).toContain("'unsafe-eval'")
})

test('a page keeps its address to this site, so that forms keep their Origin', () => {
  expect(PAGE_HEADERS['Referrer-Policy']).toBe('same-origin')
  expect(PAGE_HEADERS['Cache-Control']).toContain('no-store')
  expect(PAGE_HEADERS['Permissions-Policy']).toContain('publickey-credentials-get=(self)')
})

test('an address without its slash gets one and keeps its question', () => {
  expect(withTrailingSlash('/search', '?q=tide')).toBe('/search/?q=tide')
  expect(withTrailingSlash('/search/', '?q=tide')).toBeNull()
  expect(withTrailingSlash('/', '')).toBeNull()
})

test('an address that looks like another host stays here', () => {
  expect(withTrailingSlash('//evil.example', '')).toBe('/evil.example/')
  expect(withTrailingSlash('////evil.example/x', '')).toBe('/evil.example/x/')
})
