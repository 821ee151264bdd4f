import { expect, test } from 'vitest'
import { browserName } from './user-agent.ts'

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox · Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', 'Chrome · Windows'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0', 'Edge · Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari · iOS'],
  ['twine/6.2.0 (Linux 6.1)', 'twine · Linux'],
  ['uv/0.9.5', 'uv'],
])('%s is %s', (header, name) => {
  expect(browserName(header)).toBe(name)
})

test('what nobody knows has no name', () => {
  expect(browserName(null)).toBeNull()
  expect(browserName('something/1')).toBeNull()
})
