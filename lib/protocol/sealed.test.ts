import { expect, test } from 'vitest'
import { deriveKey, seal, sealedWith, unseal } from '#lib/protocol/sealed.ts'

const master = new Uint8Array(32).fill(7)
const key = deriveKey(master, 'totp')
const context = 'totp|v1|user-1|row-1'

test('what was sealed opens again', () => {
  expect(unseal(seal('GEZDGNBV', key, context), [key], context)).toBe('GEZDGNBV')
  expect(unseal(seal('', key, context), [key], context)).toBe('')
})

test('a sealed text moved to another row or another user does not open', () => {
  const sealed = seal('GEZDGNBV', key, context)
  expect(unseal(sealed, [key], 'totp|v1|user-1|row-2')).toBeNull()
  expect(unseal(sealed, [key], 'totp|v1|user-2|row-1')).toBeNull()
})

test('a key of another purpose, or of another master key, opens nothing', () => {
  const sealed = seal('GEZDGNBV', key, context)
  const strangers = [deriveKey(master, 'tokens'), deriveKey(new Uint8Array(32).fill(8), 'totp')]
  for (const stranger of strangers) {
    expect(unseal(sealed, [stranger], context)).toBeNull()
    expect(unseal(sealed, [{ id: key.id, bytes: stranger.bytes }], context)).toBeNull()
  }
  expect(unseal(sealed, [...strangers, key], context)).toBe('GEZDGNBV')
})

test('no bit may change', () => {
  const [mark, keyId, text] = seal('GEZDGNBV', key, context).split('.')
  const bytes = Buffer.from(text ?? '', 'base64url')
  for (let i = 0; i < bytes.length; i++) {
    const altered = Buffer.from(bytes)
    altered.writeUInt8(altered.readUInt8(i) ^ 1, i)
    expect(unseal(`${mark}.${keyId}.${altered.toString('base64url')}`, [key], context), `byte ${i}`).toBeNull()
  }
})

test('a cut text is refused, not padded: a short tag would be easy to guess', () => {
  const sealed = seal('GEZDGNBV', key, context)
  for (let length = 0; length < sealed.length; length++) expect(unseal(sealed.slice(0, length), [key], context)).toBeNull()
  expect(unseal(`${sealed}.x`, [key], context)).toBeNull()
  expect(unseal(sealed.replace('a256gcm', 'plain'), [key], context)).toBeNull()
})

test('the same secret never looks the same twice, and is nowhere in the text', () => {
  const sealed = Array.from({ length: 100 }, () => seal('GEZDGNBV', key, context))
  expect(new Set(sealed.map((each) => each.split('.')[2]?.slice(0, 16))).size).toBe(100)
  expect(sealed.join('')).not.toContain('GEZDGNBV')
})

test('a text names its key, so that keys can be changed', () => {
  expect(sealedWith(seal('x', key, context))).toBe(key.id)
  expect(key.id).not.toBe(deriveKey(new Uint8Array(32).fill(8), 'totp').id)
})
