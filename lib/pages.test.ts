import { expect, test } from 'vitest'
import { pagesOf, rowsOnPage } from './pages.ts'

test('every row is on one page, and an empty list has one page', () => {
  expect([0, 1, 49, 50, 51, 100, 101].map((rows) => pagesOf(rows, 50))).toEqual([1, 1, 1, 1, 2, 2, 3])
  const rows = Array.from({ length: 7 }, (_, n) => n)
  expect([1, 2, 3, 4].map((page) => rowsOnPage(rows, page, 3))).toEqual([[0, 1, 2], [3, 4, 5], [6], []])
})
