import { expect, test } from 'vitest'
import { namesEtag, parseRange } from '#lib/protocol/conditional.ts'

test.each([
  [undefined, false],
  ['', false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['"b"', false],
  ['a', false],
  ['*', true],
])('If-None-Match: %s', (header, expected) => {
  expect(namesEtag(header, '"a"')).toBe(expected)
})

test.each([
  ['bytes=0-499', { start: 0, end: 499 }], // the examples of RFC 9110 §14.1.2, for 10000 bytes
  ['bytes=500-999', { start: 500, end: 999 }],
  ['bytes=-500', { start: 9500, end: 9999 }],
  ['bytes=9500-', { start: 9500, end: 9999 }],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=9999-20000', { start: 9999, end: 9999 }],
  ['bytes=-20000', { start: 0, end: 9999 }],
  ['bytes=10000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=500-400', 'whole'],
  ['bytes=0-0,-1', 'whole'],
  ['bytes=-', 'whole'],
  ['lines=1-2', 'whole'],
  ['bytes=a-b', 'whole'],
  [undefined, 'whole'],
])('Range: %s', (header, expected) => {
  expect(parseRange(header, 10_000)).toEqual(expected)
})

test('nothing of an empty file can be asked for', () => {
  expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable')
})
