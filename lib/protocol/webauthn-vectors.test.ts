// The test vectors of WebAuthn Level 3, section 16, against our policy. They lie beside the project, not in it.

import { existsSync, readFileSync } from 'node:fs'
import { SettingsService } from '@simplewebauthn/server'
import { type TestContext, expect, test } from 'vitest'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { verifyAssertion, verifyRegistration } from '#lib/protocol/webauthn.ts'
import { readAssertion, readRegistration } from '#lib/protocol/webauthn-response.ts'

const FILE = new URL('../../../shared/data/webauthn-l3-vectors.json', import.meta.url)

type Hex = Record<string, string>
type Vector = { name: string; registration: Hex; authentication: Hex }
const vectors: Vector[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).vectors : []

const rp = { id: 'example.org', name: 'Example', origin: 'https://example.org' }
const base64url = (hex: string | undefined) => Buffer.from(hex ?? '', 'hex').toString('base64url')
const expectedOf = ({ challenge }: Hex) => ({ kind: 'security-key' as const, challengeHash: hashSecret(base64url(challenge)) })

test.for<[string, string]>([
  ['none-es256', 'accept'],
  ['packed-self-es256', 'accept'],
  ['none-es256-long-credential-id', 'accept'],
  ['packed-es256', 'accept'],
  ['packed-rs256', 'accept'],
  ['packed-eddsa', 'accept'],
  ['none-es256-crossOrigin', 'refuse both: we are never framed'],
  ['none-es256-topOrigin', 'refuse both: we are never framed'],
  ['packed-es384', 'refuse: not among our algorithms'],
  ['packed-es512', 'refuse: not among our algorithms'],
  ['packed-ed448', 'refuse: not among our algorithms'],
  ['tpm-es256', 'refuse: attestation we did not ask for'],
  ['android-key-es256', 'refuse: attestation we did not ask for'],
  ['apple-es256', 'refuse: attestation we did not ask for'],
  ['fido-u2f-es256', 'refuse: U2F with an AAGUID; real U2F keys have none'],
])('%s: %s', async ([name, verdict], context) => {
  const vector = vectorNamed(name, context)
  const added = await register(vector)
  expect(added === null ? 'refuse' : 'accept').toBe(verdict.split(/[ :]/)[0])
  if (added) expect(await authenticate(vector, added)).not.toBeNull()
})

test.for(['none-es256-crossOrigin', 'none-es256-topOrigin'])('%s is refused at sign-in too, with the key known', async (name, context) => {
  const vector = vectorNamed(name, context)
  const key = await keyOf(vectorNamed('none-es256', context))
  const { credential_id } = vector.registration
  expect(await authenticate(vector, { ...key, id: base64url(credential_id), publicKey: publicKeyOf(vector), backupEligible: isEligible(vector) })).toBeNull()
})

test('an attestation we did not ask for is refused even if its certificate were trusted: the check may go through the network', async (context) => {
  const vector = vectorNamed('apple-es256', context)
  const roots = SettingsService.getRootCertificates({ identifier: 'apple' })
  SettingsService.setRootCertificates({ identifier: 'apple', certificates: [] })
  expect(await register(vector)).toBeNull()
  SettingsService.setRootCertificates({ identifier: 'apple', certificates: roots })
})

test.for(['type', 'challenge', 'origin'])('none-es256 with a changed %s is refused', async (field, context) => {
  const vector = vectorNamed('none-es256', context)
  const key = await keyOf(vector)
  const changed = (part: Hex) => {
    const text = Buffer.from(part.clientDataJSON ?? '', 'hex').toString()
    const { [field]: value } = JSON.parse(text)
    return { ...part, clientDataJSON: Buffer.from(text.replace(value, `${value}x`)).toString('hex') }
  }
  expect(await register({ ...vector, registration: changed(vector.registration) })).toBeNull()
  expect(await authenticate({ ...vector, authentication: changed(vector.authentication) }, key)).toBeNull()
})

test.for<[string, number]>([
  ['rpIdHash', 0],
  ['rpIdHash', 31],
  ['flags', 32],
  ['counter', 33],
  ['counter', 36],
])('none-es256 with one bit of %s changed at byte %i is refused', async ([, at], context) => {
  const vector = vectorNamed('none-es256', context)
  const { authenticatorData } = vector.authentication
  const authentication = { ...vector.authentication, authenticatorData: flipped(authenticatorData, at) }
  expect(await authenticate({ ...vector, authentication }, await keyOf(vector))).toBeNull()
})

test('none-es256 with any byte of its signature changed is refused', async (context) => {
  const vector = vectorNamed('none-es256', context)
  const key = await keyOf(vector)
  const { signature = '' } = vector.authentication
  for (let at = 0; at < signature.length / 2; at++) {
    const authentication = { ...vector.authentication, signature: flipped(signature, at) }
    expect(await authenticate({ ...vector, authentication }, key), `byte ${at}`).toBeNull()
  }
})

function vectorNamed(name: string, context: TestContext): Vector {
  const vector = vectors.find((each) => each.name === name)
  if (vector) return vector
  if (vectors.length > 0) throw new Error(`There is no vector ${name}.`)
  return context.skip('the vectors of WebAuthn L3 §16 are not at ../shared/data; the software key tests the same rules')
}

function register({ registration: { credential_id, clientDataJSON, attestationObject, ...rest } }: Vector) {
  const id = base64url(credential_id)
  const response = { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject) }
  const received = readRegistration({ id, rawId: id, type: 'public-key', response })
  return received && verifyRegistration(rp, received, expectedOf(rest))
}

function authenticate({ authentication: { clientDataJSON, authenticatorData, signature, ...rest } }: Vector, key: Awaited<ReturnType<typeof keyOf>>) {
  const response = {
    clientDataJSON: base64url(clientDataJSON), authenticatorData: base64url(authenticatorData), signature: base64url(signature),
  }
  const received = readAssertion({ id: key.id, rawId: key.id, type: 'public-key', response })
  return received && verifyAssertion(rp, received, { ...key, userHandle: '' }, expectedOf(rest))
}

async function keyOf(vector: Vector) {
  const { id, publicKey, backupEligible } = (await register(vector)) ?? {}
  if (!id || !publicKey || backupEligible === undefined) throw new Error(`${vector.name} is not accepted.`)
  return { id, publicKey, backupEligible }
}

/** For a vector whose registration we refuse: the COSE key is all that follows the credential id. */
function publicKeyOf({ registration: { attestationObject = '', credential_id = '' } }: Vector): Uint8Array {
  const bytes = Buffer.from(attestationObject, 'hex')
  const id = Buffer.from(credential_id, 'hex')
  return new Uint8Array(bytes.subarray(bytes.indexOf(id) + id.length))
}

const isEligible = ({ authentication: { authenticatorData = '' } }: Vector) =>
  (Buffer.from(authenticatorData, 'hex').readUInt8(32) & 0x08) !== 0

function flipped(hex: string | undefined, at: number): string {
  const bytes = Buffer.from(hex ?? '', 'hex')
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes.toString('hex')
}
