import { expect, test } from 'vitest'
import { quoted } from '#lib/protocol/problem.ts'

test('values are quoted as Python writes them', () => {
  expect(quoted('plain')).toBe("'plain'")
  expect(quoted("it's")).toBe('"it\'s"')
  expect(quoted(`both ' and "`)).toBe(`'both \\' and "'`)
  expect(quoted('a\\b\n\t\u0000\u007f')).toBe("'a\\\\b\\n\\t\\x00\\x7f'")
  expect(quoted('é\u202e')).toBe("'é\\u202e'")
})
