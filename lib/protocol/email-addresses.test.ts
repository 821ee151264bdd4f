import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEmailAddress, listAddresses } from '#lib/protocol/email-addresses.ts'

test('addresses are found among names, quotes and comments', () => {
  expect(listAddresses('"Doe, \\"J.\\"" <j@example.com>, k@example.com,Ann (the, second) <ann@example.com> ,')).toEqual(['j@example.com', 'k@example.com', 'ann@example.com'])
  expect(listAddresses('')).toEqual([])
  expect(listAddresses('Nobody <>')).toEqual([])
  expect(listAddresses('John Doe')).toEqual(['John Doe'])
})

test('addresses one can write to are told from others', () => {
  for (const address of ['a@example.com', 'first.last+tag@sub.example.co.uk', "o'neil@example.com", 'jürgen@bücher.example', 'a@xn--bcher-kva.example', `${'a'.repeat(64)}@example.com`]) {
    expect(isEmailAddress(address), address).toBe(true)
  }
  const refused = [
    '', 'a', '@example.com', 'a@', 'a@b@example.com', 'a b@example.com', '.a@example.com', 'a.@example.com', 'a..b@example.com', 'a@localhost', 'a@example', 'a@-example.com',
    'a@example-.com', 'a@example..com', 'a@127.0.0.1', 'a@[127.0.0.1]', 'a@example.com\n', 'a\r\nBcc: b@example.com', `${'a'.repeat(65)}@example.com`, `a@${'b'.repeat(64)}.com`, `a@${'b.'.repeat(130)}com`,
  ]
  for (const address of refused) expect(isEmailAddress(address), JSON.stringify(address)).toBe(false)
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'",<>()\\ @.a') }), (text) => listAddresses(text).forEach(isEmailAddress)))
  for (const piece of ['"', '\\"', '<', '<>', '(', ',', 'a.', '@', '"a', '<a ', ' ', '> ']) listAddresses(`"${piece.repeat(100_000)}`).forEach(isEmailAddress)
  for (const piece of ['"', '\\"', '<', '<>', '(', ',', 'a.', '@', '"a', '<a ', ' ', '> ']) listAddresses(piece.repeat(100_000)).forEach(isEmailAddress)
})
