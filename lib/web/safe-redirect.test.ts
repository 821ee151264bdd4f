import { expect, test } from 'vitest'
import { safeRedirect } from './safe-redirect.ts'

test.each([
  '//e', '/\\e', '/%09/e', '/\t/e', 'https:e', 'https://e', '///e', '/@e', 'javascript:alert(1)', '/\r\nSet-Cookie: a=b', '/a\r\nb',
  '／／e', '/／e', '/%2f/e', '/%2fe', '/%5ce', '/%252fe', '/%255ce', '/a//e', '/%', '/%0d%0ae', '\\\\e', '\t//e', ' /e', '', 'e', '.',
  'data:text/html,x', 'http:/e', '/a\u0000b', `/${'a'.repeat(2001)}`, null, undefined, 7, ['/a'],
])('%j leads nowhere but home', (next) => {
  expect(safeRedirect(next)).toBe('/')
})

test.each([
  '/', '/manage/account/', '/manage/account/#two-factor', '/project/my.pkg/1.0+local/', '/search/?q=a%20b&page=2', '/search/?q=http://x',
  '/search/?q=%2F', '/setup/?token=abc_-', '/user/a-b_c/',
])('%s is a path of ours', (next) => {
  expect(safeRedirect(next)).toBe(next)
})

test('another fallback can be named', () => {
  expect(safeRedirect('//e', '/manage/projects/')).toBe('/manage/projects/')
})
