import { expect, test } from 'vitest'
import { pageNumber } from './page-number.ts'

test('an address that says nothing asks for the first page', () => {
  expect([undefined, []].map(pageNumber)).toEqual([1, 1])
})

test('a page is a whole number from one, written in digits alone', () => {
  expect(['1', '2', '10', '99999'].map(pageNumber)).toEqual([1, 2, 10, 99_999])
  for (const asked of ['', '0', '-1', '+1', '01', '1.0', '1e3', '0x1', ' 1', '1 ', '1\n', '１', '٣', 'abc', 'NaN', 'Infinity', '100000', '999999', '9'.repeat(400)]) {
    expect(pageNumber(asked), JSON.stringify(asked)).toBe(null)
  }
})

test('of several the first counts', () => {
  expect([['2', '3'], ['2', 'x'], ['x', '2']].map(pageNumber)).toEqual([2, 2, null])
})
