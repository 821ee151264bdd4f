import { expect, test } from 'vitest'
import { deriveKey, seal, unseal } from '#lib/protocol/sealed.ts'

const master = new Uint8Array(32).fill(7)
const key = deriveKey(master, 'totp')
const context = 'totp|v1|user-1|row-1'
const secret = new TextEncoder().encode('GEZDGNBVGY3TQOJQ')

test('what was sealed opens again', () => {
  expect(unseal(seal(secret, key, context), key, context)).toEqual(secret)
  expect(unseal(seal(new Uint8Array(), key, context), key, context)).toEqual(new Uint8Array())
})

test('sealed bytes moved to another row or another user do not open', () => {
  const sealed = seal(secret, key, context)
  expect(unseal(sealed, key, 'totp|v1|user-1|row-2')).toBeNull()
  expect(unseal(sealed, key, 'totp|v1|user-2|row-1')).toBeNull()
})

test('a key of another purpose, or of another master key, opens nothing', () => {
  const sealed = seal(secret, key, context)
  for (const stranger of [deriveKey(master, 'tokens'), deriveKey(new Uint8Array(32).fill(8), 'totp')]) {
    expect(unseal(sealed, stranger, context)).toBeNull()
    expect(unseal(sealed, { ...stranger, id: key.id }, context)).toBeNull()
    expect(stranger.id).not.toBe(key.id)
  }
})

test('the name of the key is bound as well', () => {
  expect(unseal(seal(secret, key, context), { ...key, id: 'other' }, context)).toBeNull()
})

test('no byte may change', () => {
  const sealed = seal(secret, key, context)
  for (let i = 0; i < sealed.length; i++) {
    const altered = sealed.map((byte, at) => (at === i ? byte ^ 1 : byte))
    expect(unseal(altered, key, context), `byte ${i}`).toBeNull()
  }
})

test('cut bytes are refused: a short tag would be easy to guess', () => {
  const sealed = seal(secret, key, context)
  for (let length = 0; length < sealed.length; length++) expect(unseal(sealed.subarray(0, length), key, context)).toBeNull()
})

test('one secret never looks the same twice, and is nowhere in the bytes', () => {
  const sealed = Array.from({ length: 100 }, () => Buffer.from(seal(secret, key, context)))
  expect(new Set(sealed.map((each) => each.toString('hex', 1, 13))).size).toBe(100)
  for (const each of sealed) expect(each.includes(Buffer.from(secret))).toBe(false)
})
