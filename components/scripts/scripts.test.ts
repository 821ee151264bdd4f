import { WebAuthnError } from '@simplewebauthn/browser'
import { expect, test } from 'vitest'
import { ceremonyError } from './ceremony.ts'
import { sizeIn } from './sizes.ts'

const named = (name: string) => Object.assign(new Error(name), { name })

test.each([
  [new WebAuthnError({ message: '', code: 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED', cause: named('InvalidStateError') }), 'key-duplicate'],
  [new WebAuthnError({ message: '', code: 'ERROR_INVALID_DOMAIN', cause: named('SecurityError') }), 'key-address'],
  [new WebAuthnError({ message: '', code: 'ERROR_INVALID_RP_ID', cause: named('SecurityError') }), 'key-address'],
  [new WebAuthnError({ message: '', code: 'ERROR_CEREMONY_ABORTED', cause: named('AbortError') }), 'key-cancelled'],
  [named('NotAllowedError'), 'key-cancelled'], [named('AbortError'), 'key-cancelled'], [named('InvalidStateError'), 'key-duplicate'],
  [named('SecurityError'), 'key-address'], [named('NotSupportedError'), 'key-unsupported'], [named('UnknownError'), 'key-failed'], ['no error at all', 'key-failed'],
])('what a browser says of a ceremony has its own sentence: %s', (error, code) => {
  expect(ceremonyError(error)).toBe(code)
})

test('a size has the unit that needs the fewest digits, in the language of the page', () => {
  expect([0, 999, 1000, 24_000_000, 3_100_000_000_000].map((bytes) => sizeIn('en', bytes))).toEqual(['0 bytes', '999 bytes', '1 kB', '24 MB', '3,100 GB'])
  expect(sizeIn('de', 1_540_000)).toBe('1,5 MB')
})
