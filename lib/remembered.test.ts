import { expect, test } from 'vitest'
import { remembered } from '#lib/remembered.ts'

test('an answer is made once, also when it is nothing', () => {
  const asked: string[] = []
  const upper = remembered(10, (text) => (asked.push(text), text === '' ? undefined : text.toUpperCase()))
  expect([upper('a'), upper('a'), upper(''), upper('')]).toEqual(['A', 'A', undefined, undefined])
  expect(asked).toEqual(['a', ''])
})

test('a full memory starts anew, and long texts are not kept', () => {
  const asked: string[] = []
  const length = remembered(2, (text) => (asked.push(text), text.length))
  const long = 'x'.repeat(301)
  expect(['a', 'b', 'c', 'c', 'a', long, long].map(length)).toEqual([1, 1, 1, 1, 1, 301, 301])
  expect(asked).toEqual(['a', 'b', 'c', 'a', long, long])
})
