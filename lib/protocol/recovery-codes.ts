// Recovery codes: 120 random bits each, in Crockford's base32 (no I, L, O, U), written in six groups of four.
// NIST SP 800-63B-4 §3.1.2: from 112 bits on a look-up secret needs no slow hash; the hash is in lib/two-factor.

import { randomBytes } from 'node:crypto'
import { RECOVERY_CODE_CHARS, RECOVERY_CODES } from '#lib/numbers.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP_CHARS = 4

/** A set of ten fresh codes, in the form that is hashed: 24 characters, no dashes. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newCode)

/** The form people see and print: ABCD-EFGH-… */
export const formatRecoveryCode = (code: string): string =>
  code.match(new RegExp(`.{1,${GROUP_CHARS}}`, 'g'))?.join('-') ?? code

/**
 * What a person typed, in the form that is hashed, or null when it cannot be a code. Anything outside printable ASCII
 * is an error and is not folded; lower case, spaces, dashes and the look-alikes O, I and L are forgiven.
 */
export function normaliseRecoveryCode(typed: string): string | null {
  if (!/^[\x20-\x7E]*$/.test(typed)) return null
  const code = typed.toUpperCase().replaceAll(/[ -]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return CODE.test(code) ? code : null
}

const CODE = new RegExp(`^[${ALPHABET}]{${RECOVERY_CODE_CHARS}}$`)

/** One random byte a character: 32 divides 256, so every character is equally likely. */
const newCode = () => [...randomBytes(RECOVERY_CODE_CHARS)].map((byte) => ALPHABET.charAt(byte % 32)).join('')
