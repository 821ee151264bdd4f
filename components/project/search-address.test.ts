import { expect, test } from 'vitest'
import { addressOf, wishOf } from './search-address.ts'

test('an address asks in the words of PyPI, and comes out as it went in', () => {
  const wish = wishOf({ q: ' tide tables ', o: '-created', c: ['Topic :: Tides', 'Framework :: Quest'], page: '3' })
  expect(wish).toEqual({ query: 'tide tables', order: 'updated', classifiers: ['Topic :: Tides', 'Framework :: Quest'], page: 3 })
  const back = Object.fromEntries([...new URL(addressOf(wish), 'http://localhost').searchParams.keys()].map((key) => [key, new URL(addressOf(wish), 'http://localhost').searchParams.getAll(key)]))
  expect(wishOf(back)).toEqual(wish)
})

test('nothing asked is the first page of everything; a page that is no number is none', () => {
  expect(wishOf({})).toEqual({ query: '', order: 'relevance', classifiers: [], page: 1 })
  expect(['0', '-1', '1e3', 'x', ''].map((page) => wishOf({ page }).page)).toEqual([0, 0, 0, 0, 0])
})
