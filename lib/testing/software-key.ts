// A security key made of software, for tests: it answers the options that a browser gets, and lies when told to.
//
//   const key = softwareKey()                        ES256, like a plain USB key
//   key.create(options, origin)                      what navigator.credentials.create() would give
//   key.sign(options, origin)                        what navigator.credentials.get() would give
//   key.sign(options, origin, { signCount: 1 })      … with a lie in it

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { appleCertificate, attestationCertificate } from '#lib/testing/attestation-certificate.ts'
import { type Cbor, encodeCbor } from '#lib/testing/cbor.ts'

export type Model = {
  /** ES384 is for refusals: we do not offer it. */
  algorithm?: 'ES256' | 'EdDSA' | 'RS256' | 'ES384'
  /** Asks for a PIN or a finger. */
  verifiesUser?: boolean
  /** Keeps the account, so that it can sign in without a user name. */
  discoverable?: boolean
  /** Copied to other devices by its provider. */
  synced?: boolean
  /** Counts its signatures; many passkeys do not and say 0. */
  counts?: boolean
  attestation?: 'none' | 'packed' | 'fido-u2f' | 'apple'
  aaguid?: string
  credentialId?: Uint8Array
}

type Flag = keyof typeof FLAGS
/** What the next answer gets wrong. `tamper` alters authenticator data before it is signed. */
export type Lies = {
  clientData?: Record<string, unknown>
  flags?: Partial<Record<Flag, boolean>>
  rpId?: string
  signCount?: number
  userHandle?: string
  tamper?: (authenticatorData: Buffer) => void
}

export type SoftwareKey = {
  /** base64url */
  id: string
  create: (options: PublicKeyCredentialCreationOptionsJSON, origin: string, lies?: Lies) => RegistrationResponseJSON
  sign: (options: PublicKeyCredentialRequestOptionsJSON, origin: string, lies?: Lies) => AuthenticationResponseJSON
  /** A copy that goes on counting by itself. */
  clone: () => SoftwareKey
}

/** A U2F key from 2014: no PIN, no account on it, no AAGUID. */
export const u2fKey = (): SoftwareKey => softwareKey({ attestation: 'fido-u2f' })

/** A passkey as phones make it: user verified, discoverable, synced, without a counter. */
export const passkey = (): SoftwareKey =>
  softwareKey({ verifiesUser: true, discoverable: true, synced: true, counts: false, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' })

/** A key of the model given; without one, a USB key that counts and asks for nothing but a touch. */
export function softwareKey(model: Model = {}): SoftwareKey {
  const { algorithm = 'ES256', credentialId = randomBytes(32) } = model
  return keyOf({ ...model, algorithm, credentialId, ...keyPair(algorithm), signCount: 0 })
}

const FLAGS = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }
const COSE_ALGORITHM = { ES256: -7, EdDSA: -8, RS256: -257, ES384: -35 }
const HASH = { ES256: 'sha256', EdDSA: null, RS256: 'sha256', ES384: 'sha384' }
const NO_AAGUID = '00000000-0000-0000-0000-000000000000'

type Pair = { publicKey: KeyObject; privateKey: KeyObject }
type Inside = Model & Pair & { algorithm: keyof typeof COSE_ALGORITHM; credentialId: Uint8Array; signCount: number; userHandle?: string }
type Attested = { clientData: Buffer; authData: Buffer }

function keyOf(inside: Inside): SoftwareKey {
  const id = base64url(inside.credentialId)
  return {
    id,
    clone: () => keyOf({ ...inside }),
    create(options, origin, lies = {}) {
      if (inside.discoverable) inside.userHandle = options.user.id
      const clientData = clientDataOf('webauthn.create', options.challenge, origin, lies)
      const authData = authenticatorData(inside, options.rp.id, lies, attestedCredential(inside))
      const attestation = attestationObject(inside, { clientData, authData })
      const response = { clientDataJSON: base64url(clientData), attestationObject: base64url(attestation), transports: ['usb' as const] }
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
    },
    sign(options, origin, lies = {}) {
      const clientData = clientDataOf('webauthn.get', options.challenge, origin, lies)
      const authData = authenticatorData(inside, options.rpId, lies)
      const signature = base64url(signed(inside, { clientData, authData }))
      const userHandle = lies.userHandle ?? inside.userHandle
      const response = { clientDataJSON: base64url(clientData), authenticatorData: base64url(authData), signature, userHandle }
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
    },
  }
}

/** WebAuthn L3 §5.8.1. */
const clientDataOf = (type: string, challenge: string, origin: string, lies: Lies) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...lies.clientData }))

/** §6.1: RP ID hash, flags, counter, then the credential if it is new. */
function authenticatorData(inside: Inside, rpId = '', lies: Lies, attested?: Buffer): Buffer {
  const fixed = Buffer.alloc(37)
  sha256(lies.rpId ?? rpId).copy(fixed)
  fixed.writeUInt8(flagsOf(inside, lies, attested !== undefined), 32)
  fixed.writeUInt32BE(lies.signCount ?? (inside.counts === false ? 0 : ++inside.signCount), 33)
  const data = Buffer.concat([fixed, attested ?? Buffer.alloc(0)])
  lies.tamper?.(data)
  return data
}

function flagsOf(inside: Inside, lies: Lies, attested: boolean): number {
  const { verifiesUser = false, synced = false } = inside
  const told: Record<Flag, boolean> = {
    userPresent: true, userVerified: verifiesUser, backupEligible: synced, backedUp: synced, attested, ...lies.flags,
  }
  return Object.entries(FLAGS).reduce((bits, [flag, bit]) => (told[flag as Flag] ? bits | bit : bits), 0)
}

/** §6.5.1. */
function attestedCredential({ aaguid = NO_AAGUID, credentialId, algorithm, publicKey }: Inside): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(credentialId.length)
  return Buffer.concat([Buffer.from(aaguid.replaceAll('-', ''), 'hex'), length, credentialId, coseKey(algorithm, publicKey)])
}

function attestationObject(inside: Inside, made: Attested): Buffer {
  const format = inside.attestation ?? 'none'
  const statement = { none: () => new Map(), packed: () => packed(inside, made), 'fido-u2f': () => fidoU2f(inside, made), apple: () => apple(inside, made) }[format]()
  return encodeCbor(new Map<string, Cbor>([['fmt', format], ['attStmt', statement], ['authData', made.authData]]))
}

/** §8.2, self attestation. */
const packed = (inside: Inside, made: Attested): Cbor =>
  new Map<string, Cbor>([['alg', COSE_ALGORITHM[inside.algorithm]], ['sig', signed(inside, made)]])

/** §8.6: a U2F key signs its raw public key with the certificate of its batch. */
function fidoU2f({ credentialId, publicKey }: Inside, { authData, clientData }: Attested): Cbor {
  const { certificate, privateKey } = attestationCertificate()
  const { x, y } = coordinates(publicKey)
  const told = Buffer.concat([Buffer.of(0), authData.subarray(0, 32), sha256(clientData), credentialId, Buffer.of(4), x, y])
  return new Map<string, Cbor>([['x5c', [certificate]], ['sig', sign('sha256', told, privateKey)]])
}

/** §8.8: the certificate is of this very key, and says what it answered. */
const apple = (inside: Inside, { authData, clientData }: Attested): Cbor =>
  new Map<string, Cbor>([['x5c', [appleCertificate(inside, sha256(Buffer.concat([authData, sha256(clientData)])))]]])

const signed = ({ algorithm, privateKey }: Inside, { authData, clientData }: Attested) =>
  sign(HASH[algorithm], Buffer.concat([authData, sha256(clientData)]), privateKey)

function keyPair(algorithm: Inside['algorithm']): Pair {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  if (algorithm === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: algorithm === 'ES384' ? 'P-384' : 'P-256' })
}

/** RFC 9053 §7: 1 is the kind of key, 3 the algorithm, -1, -2 and -3 its numbers. */
function coseKey(algorithm: Inside['algorithm'], publicKey: KeyObject): Buffer {
  const alg = COSE_ALGORITHM[algorithm]
  const { x, y, n, e } = coordinates(publicKey)
  if (algorithm === 'EdDSA') return encodeCbor(new Map<number, Cbor>([[1, 1], [3, alg], [-1, 6], [-2, x]]))
  if (algorithm === 'RS256') return encodeCbor(new Map<number, Cbor>([[1, 3], [3, alg], [-1, n], [-2, e]]))
  return encodeCbor(new Map<number, Cbor>([[1, 2], [3, alg], [-1, algorithm === 'ES384' ? 2 : 1], [-2, x], [-3, y]]))
}

function coordinates(publicKey: KeyObject) {
  const { x = '', y = '', n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  return { x: bytes(x), y: bytes(y), n: bytes(n), e: bytes(e) }
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
