import { expect, test } from 'vitest'
import { AAGUID_NAMES } from '#lib/protocol/aaguid-names.ts'
import { modelName } from '#lib/protocol/aaguids.ts'

test('knows keys and passkey providers by name', () => {
  expect(modelName('fa2b99dc-9e39-4257-8f92-4a30d23c4118')).toBe('YubiKey 5 Series with NFC')
  expect(modelName('fbfc3007-154e-4ecc-8c0b-6e020557d7bd')).toBe('Apple Passwords')
})

test('says nothing of keys it does not know', () => {
  for (const aaguid of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-fffffffffff0', '', 'toString']) {
    expect(modelName(aaguid)).toBeNull()
  }
})

test('every entry is an AAGUID and a name that fits a table', () => {
  for (const [aaguid, name] of Object.entries(AAGUID_NAMES)) {
    expect(aaguid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(name).toMatch(/^[^\p{C}<>]{2,120}$/u)
  }
})
