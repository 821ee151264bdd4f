import { type AuthenticationResponseJSON, type RegistrationResponseJSON, SettingsService, verifyRegistrationResponse } from '@simplewebauthn/server'
import { describe, expect, test } from 'vitest'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'
import { type Expected, type KeyKind, creationOptions, requestOptions, verifyAssertion, verifyRegistration } from '#lib/protocol/webauthn.ts'
import { readAssertion, readRegistration } from '#lib/protocol/webauthn-response.ts'
import { encodeCbor } from '#lib/testing/cbor.ts'
import { type Lies, passkey, softwareKey, type SoftwareKey, u2fKey } from '#lib/testing/software-key.ts'

const rp = { id: 'example.org', name: 'Example', origin: 'https://example.org' }
const user = { handle: new Uint8Array(64).fill(5), name: 'ada', displayName: 'Ada' }
const userHandle = Buffer.from(user.handle).toString('base64url')

/** One answer to one offer, as it stands or altered on the way. */
async function register(key: SoftwareKey, kind: KeyKind = 'security-key', lies: Lies = {}, alter = unaltered) {
  const challenge = newSecret()
  const response = alter(key.create(creationOptions(rp, kind, challenge, user, []), rp.origin, lies))
  const received = readRegistration(response)
  return received && verifyRegistration(rp, received, { kind, challengeHash: hashSecret(challenge) })
}

async function registered(key: SoftwareKey, kind: KeyKind = 'security-key') {
  const added = await register(key, kind)
  if (!added) throw new Error('The key was refused.')
  return { ...added, userHandle }
}

async function use(
  key: SoftwareKey,
  kept: Awaited<ReturnType<typeof registered>>,
  kind: KeyKind = 'security-key',
  lies: Lies = {},
  alter = unaltered,
) {
  const challenge = newSecret()
  const received = readAssertion(alter(key.sign(requestOptions(rp, kind, challenge, [kept]), rp.origin, lies)))
  return received && verifyAssertion(rp, received, kept, { kind, challengeHash: hashSecret(challenge) })
}

type Response = RegistrationResponseJSON | AuthenticationResponseJSON
const unaltered = (response: Response): unknown => response

/** The name of the format stands first in the attestation object: text of 4 bytes, `none`. */
function renamed(attestationObject: string, format: string): string {
  const bytes = Buffer.from(attestationObject, 'base64url')
  const at = bytes.indexOf('none')
  return Buffer.concat([bytes.subarray(0, at - 1), encodeCbor(format), bytes.subarray(at + 4)]).toString('base64url')
}

describe('options', () => {
  test('a second-factor key may be any key; a passkey must know who holds it', () => {
    const selection = (kind: KeyKind) => creationOptions(rp, kind, 'x', user, []).authenticatorSelection
    expect(selection('security-key')).toEqual({ residentKey: 'discouraged', requireResidentKey: false, userVerification: 'discouraged' })
    expect(selection('passkey')).toEqual({ residentKey: 'required', requireResidentKey: true, userVerification: 'required' })
    expect(requestOptions(rp, 'security-key', 'x', []).userVerification).toBe('discouraged')
    expect(requestOptions(rp, 'passkey', 'x', []).userVerification).toBe('required')
  })

  test('names the site, the user without meaning, the three algorithms and every key there is', () => {
    const options = creationOptions(rp, 'security-key', 'challenge', user, [{ id: 'AAAA', transports: ['usb'] }])
    expect(options).toMatchObject({
      rp: { id: 'example.org', name: 'Example' },
      user: { id: userHandle, name: 'ada', displayName: 'Ada' },
      challenge: 'challenge',
      attestation: 'none',
      timeout: 300_000,
      excludeCredentials: [{ id: 'AAAA', type: 'public-key', transports: ['usb'] }],
    })
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257])
  })

  test('an assertion is asked of the keys named', () => {
    const options = requestOptions(rp, 'security-key', 'challenge', [{ id: 'AAAA', transports: [] }])
    expect(options).toMatchObject({ rpId: 'example.org', challenge: 'challenge', allowCredentials: [{ id: 'AAAA' }] })
  })
})

describe('registration', () => {
  test.each([
    ['ES256', softwareKey({ algorithm: 'ES256' })],
    ['EdDSA', softwareKey({ algorithm: 'EdDSA' })],
    ['RS256', softwareKey({ algorithm: 'RS256' })],
    ['packed', softwareKey({ attestation: 'packed' })],
    ['U2F', u2fKey()],
    ['a passkey as a second factor', passkey()],
  ])('a key is accepted and then used: %s', async (_, key) => {
    const kept = await registered(key)
    expect(kept.id).toBe(key.id)
    expect(await use(key, kept)).toMatchObject({ userVerified: kept.userVerified, backedUp: kept.backedUp })
  })

  test('tells what it saw of the key', async () => {
    expect(await register(softwareKey())).toMatchObject({
      signCount: 1, userVerified: false, backupEligible: false, backedUp: false, transports: ['usb'],
      aaguid: '00000000-0000-0000-0000-000000000000',
    })
    expect(await register(passkey(), 'passkey')).toMatchObject({
      signCount: 0, userVerified: true, backupEligible: true, backedUp: true, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
    })
  })

  test('a passkey whose user was not verified is refused', async () => {
    expect(await register(softwareKey(), 'passkey')).toBeNull()
    expect(await register(softwareKey({ verifiesUser: true }), 'passkey')).not.toBeNull()
  })

  test.each<[string, Lies]>([
    ['an assertion in its place (R7)', { clientData: { type: 'webauthn.get' } }],
    ['another challenge (R8)', { clientData: { challenge: newSecret() } }],
    ['another origin (R9)', { clientData: { origin: 'https://example.com' } }],
    ['a subdomain (R9)', { clientData: { origin: 'https://evil.example.org' } }],
    ['plain http (R9)', { clientData: { origin: 'http://example.org' } }],
    ['another port (R9)', { clientData: { origin: 'https://example.org:8443' } }],
    ['a page framed by another site (R10)', { clientData: { crossOrigin: true } }],
    ['a frame that says so in a strange way (R10)', { clientData: { crossOrigin: 'true' } }],
    ['a page inside a page (R11)', { clientData: { topOrigin: 'https://example.com' } }],
    ['a page inside a page of our own (R11)', { clientData: { topOrigin: 'https://example.org' } }],
    ['another RP ID (R12)', { rpId: 'example.com' }],
    ['nobody present (R13)', { flags: { userPresent: false } }],
    ['backed up, yet not eligible (R15)', { flags: { backedUp: true } }],
    ['no credential inside', { flags: { attested: false } }],
  ])('is refused: %s', async (_, lies) => {
    expect(await register(softwareKey(), 'security-key', lies)).toBeNull()
  })

  test('an algorithm that was not offered is refused (R17)', async () => {
    expect(await register(softwareKey({ algorithm: 'ES384' }))).toBeNull()
    expect(await register(softwareKey({ algorithm: 'ES384', attestation: 'packed' }))).toBeNull()
  })

  test.each([
    [0, null],
    [15, null],
    [16, 16],
    [1023, 1023],
    [1024, null],
  ])('a credential id of %i bytes (R21)', async (length, accepted) => {
    const added = await register(softwareKey({ credentialId: new Uint8Array(length).fill(1) }))
    expect(added && Buffer.from(added.id, 'base64url').length).toBe(accepted)
  })

  test('the id that the browser names must be the id that was signed (R23)', async () => {
    const other = softwareKey().id
    expect(await register(softwareKey(), 'security-key', {}, (response) => ({ ...response, id: other, rawId: other }))).toBeNull()
    expect(await register(softwareKey(), 'security-key', {}, (response) => ({ ...response, id: other }))).toBeNull()
  })

  test('formats whose check would go through the network are refused (R18)', async () => {
    for (const format of ['tpm', 'apple', 'android-key', 'android-safetynet', 'unknown']) {
      const rename = (response: Response) => {
        const made = structuredClone(response)
        if ('attestationObject' in made.response) made.response.attestationObject = renamed(made.response.attestationObject, format)
        return made
      }
      expect(await register(softwareKey(), 'security-key', {}, rename), format).toBeNull()
    }
    const sameName = (response: Response) => response
    expect(await register(softwareKey(), 'security-key', {}, sameName)).not.toBeNull()
  })

  test('an attestation that the library would take is refused where its check may go through the network (R18)', async () => {
    const roots = SettingsService.getRootCertificates({ identifier: 'apple' })
    SettingsService.setRootCertificates({ identifier: 'apple', certificates: [] })
    const key = softwareKey({ attestation: 'apple' })
    const options = creationOptions(rp, 'security-key', newSecret(), user, [])
    const expected = { expectedChallenge: options.challenge, expectedOrigin: rp.origin, expectedRPID: rp.id, requireUserVerification: false }
    expect(await verifyRegistrationResponse({ response: key.create(options, rp.origin), ...expected })).toMatchObject({ verified: true, registrationInfo: { fmt: 'apple' } })
    expect(await register(key)).toBeNull()
    SettingsService.setRootCertificates({ identifier: 'apple', certificates: roots })
  })

  test('words about transports that nobody knows yet are forgotten (§5.8.4)', () => {
    const made = softwareKey().create(creationOptions(rp, 'security-key', 'x', user, []), rp.origin)
    const told = { ...made, response: { ...made.response, transports: ['nfc', 'telepathy', 7] } }
    expect(readRegistration(told)?.response.transports).toEqual(['nfc'])
    const silent = { ...made, response: { ...made.response, transports: undefined } }
    expect(readRegistration(silent)?.response.transports).toEqual([])
  })
})

describe('assertion', () => {
  test.each<[string, Lies]>([
    ["someone else's account (A3)", { userHandle: 'AAAA' }],
    ['a registration in its place (A4)', { clientData: { type: 'webauthn.create' } }],
    ['another challenge (A5)', { clientData: { challenge: newSecret() } }],
    ['another origin (A6)', { clientData: { origin: 'https://example.com' } }],
    ['a trailing slash (A6)', { clientData: { origin: 'https://example.org/' } }],
    ['a page framed by another site (A7)', { clientData: { crossOrigin: true } }],
    ['a page inside a page (A8)', { clientData: { crossOrigin: true, topOrigin: 'https://example.com' } }],
    ['a page inside a page, unframed (A8)', { clientData: { topOrigin: 'https://example.com' } }],
    ['another RP ID (A9)', { rpId: 'example.com' }],
    ['nobody present (A10)', { flags: { userPresent: false } }],
    ['backed up, yet not eligible (A12)', { flags: { backedUp: true } }],
    ['a key that has become eligible for backup (A13)', { flags: { backupEligible: true } }],
  ])('is refused: %s', async (_, lies) => {
    const key = softwareKey()
    expect(await use(key, await registered(key), 'security-key', lies)).toBeNull()
  })

  test('a key that was eligible for backup stays so (A13)', async () => {
    const key = passkey()
    expect(await use(key, await registered(key), 'security-key', { flags: { backupEligible: false, backedUp: false } })).toBeNull()
  })

  test('a key that was eligible may stop or start being backed up (A13)', async () => {
    const key = passkey()
    const kept = await registered(key)
    expect(await use(key, kept, 'security-key', { flags: { backedUp: false } })).toMatchObject({ backedUp: false })
  })

  test('a passkey signs in alone only when it verified its user (A11) and names its owner (A3)', async () => {
    const key = passkey()
    const kept = await registered(key, 'passkey')
    expect(await use(key, kept, 'passkey')).toMatchObject({ userVerified: true })
    expect(await use(key, kept, 'passkey', { flags: { userVerified: false } })).toBeNull()
    expect(await use(key, kept, 'passkey', { userHandle: '' })).toBeNull()
    expect(await use(key, kept, 'passkey', { userHandle: 'AAAA' })).toBeNull()
    expect(await use(key, kept, 'security-key', { flags: { userVerified: false } })).not.toBeNull()
  })

  test('the key that answers is the key that was asked (A2)', async () => {
    const [mine, other] = [softwareKey(), softwareKey()]
    const kept = await registered(mine)
    expect(await use(other, kept)).toBeNull()
    expect(await use(mine, kept, 'security-key', {}, (response) => ({ ...response, id: other.id, rawId: other.id }))).toBeNull()
    // Signed by the right key under a wrong name, and by the wrong key under the right name.
    expect(await use(other, kept, 'security-key', {}, (response) => ({ ...response, id: mine.id, rawId: mine.id }))).toBeNull()
  })

  test('a wrong signature is refused although the library answers without an exception (A14)', async () => {
    const key = softwareKey()
    const kept = await registered(key)
    const flip = (text: string) => {
      const bytes = Buffer.from(text, 'base64url')
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
      return bytes.toString('base64url')
    }
    const broken = await use(key, kept, 'security-key', {}, (response) => {
      const made = structuredClone(response)
      if ('signature' in made.response) made.response.signature = flip(made.response.signature)
      return made
    })
    expect(broken).toBeNull()
  })

  test('a low counter is the caller’s to judge, after the signature (A16)', async () => {
    const key = softwareKey()
    const kept = { ...(await registered(key)), signCount: 100 }
    expect(await use(key, kept, 'security-key', { signCount: 3 })).toMatchObject({ signCount: 3 })
    expect(await use(key, kept, 'security-key', { signCount: 0 })).toMatchObject({ signCount: 0 })
  })
})

describe('malformed answers (A20)', () => {
  const good = softwareKey().create(creationOptions(rp, 'security-key', 'x', user, []), rp.origin)
  const signed = softwareKey().sign(requestOptions(rp, 'security-key', 'x', []), rp.origin)
  const expected: Expected = { kind: 'security-key', challengeHash: hashSecret('x') }

  test('are read from JSON text as from an object', () => {
    expect(readRegistration(JSON.stringify(good))?.id).toBe(good.id)
    expect(readAssertion(JSON.stringify(signed))?.id).toBe(signed.id)
  })

  test.each([
    null, undefined, '', 'null', '{', '[]', 7, 7n, {}, { ...good, id: 7 }, { ...good, type: 'password' }, { ...good, response: null },
    { ...good, id: 'not base64url!' }, { ...good, response: { ...good.response, clientDataJSON: 'a b' } },
    { ...signed, response: { ...signed.response, signature: 1 } },
  ])('are refused without an exception (%#)', (input) => {
    expect(readRegistration(input)).toBeNull()
    expect(readAssertion(input)).toBeNull()
  })

  test('more than 64 KiB is not even parsed', () => {
    const padded = (length: number) => {
      const text = JSON.stringify({ ...good, padding: '' })
      return text.replace('"padding":""', `"padding":"${'x'.repeat(length - text.length)}"`)
    }
    expect(readRegistration(padded(65_536))).not.toBeNull()
    expect(readRegistration(padded(65_537))).toBeNull()
    expect(readRegistration({ ...good, padding: 'x'.repeat(65_537) })).toBeNull()
  })

  test.each(['AAAA', Buffer.from('null').toString('base64url'), Buffer.from('{"type":"webauthn.create"}').toString('base64url')])(
    'client data that is no client data is refused without an exception: %s',
    async (clientDataJSON) => {
      const [created, used] = [structuredClone(good), structuredClone(signed)]
      created.response.clientDataJSON = used.response.clientDataJSON = clientDataJSON
      const [registration, assertion] = [readRegistration(created), readAssertion(used)]
      if (!registration || !assertion) throw new Error('well-formed enough to be read')
      expect(await verifyRegistration(rp, registration, expected)).toBeNull()
      const kept = { id: signed.id, publicKey: new Uint8Array(), backupEligible: false, userHandle }
      expect(await verifyAssertion(rp, assertion, kept, expected)).toBeNull()
    },
  )

  test.each(['AAAA', 'oWNmbXQ', '_w'])('an attestation object of noise is refused without an exception: %s', async (attestationObject) => {
    const received = readRegistration({ ...good, response: { ...good.response, attestationObject } })
    expect(received && (await verifyRegistration(rp, received, expected))).toBeNull()
  })
})
