import { expect, test } from 'vitest'
import { formatRecoveryCode, newRecoveryCodes, normaliseRecoveryCode } from '#lib/protocol/recovery-codes.ts'

const code = '0123456789ABCDEFGHJKMNPQ'

test('ten codes of 120 bits, all different', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const each of codes) expect(each).toMatch(/^[0-9A-HJKMNP-TV-Z]{24}$/)
})

test('every character of the alphabet turns up: 32 characters are five bits each', () => {
  const seen = new Set(Array.from({ length: 20 }, newRecoveryCodes).flat().join(''))
  expect([...seen].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ')
})

test('is written in groups of four', () => {
  expect(formatRecoveryCode(code)).toBe('0123-4567-89AB-CDEF-GHJK-MNPQ')
})

test.each([
  ['0123-4567-89AB-CDEF-GHJK-MNPQ', 'as printed'],
  ['0123 4567 89AB CDEF GHJK MNPQ', 'with spaces'],
  [' 0123456789abcdefghjkmnpq ', 'in lower case'],
  ['oi23-4567-89ab-cdef-ghjk-mnpq', 'with look-alikes'],
  ['OL23-4567-89AB-CDEF-GHJK-MNPQ', 'with other look-alikes'],
])('forgives %s (%s)', (typed) => {
  expect(normaliseRecoveryCode(typed)).toBe(code)
})

test.each([
  ['', 'nothing'],
  [code.slice(1), 'too short'],
  [`${code}0`, 'too long'],
  [code.replace('Q', 'U'), 'a letter that Crockford leaves out'],
  [code.replace('0', '\uFF10'), 'a full-width zero'],
  [`${code}\u00A0`, 'a no-break space'],
  [`${code}\u200B`, 'a zero-width space'],
  [`${code}\n`, 'a line feed'],
  [`${code}\t`, 'a tab'],
  [code.replace('K', '\u212A'), 'a kelvin sign'],
  [code.replace('1', '\u0131'), 'a dotless i, whose upper case is I'],
  [code.replace('0', '_'), 'an underscore'],
])('refuses %j: %s', (typed) => {
  expect(normaliseRecoveryCode(typed)).toBeNull()
})
