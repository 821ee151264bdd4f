// WebAuthn Level 3, the relying party's side: what is asked of a browser (§5.4, §5.5), and the checks of
// §7.1 (registration) and §7.2 (assertion). @simplewebauthn/server does most of them; those it leaves out are here,
// each with its step. Two ceremonies share the code:
//
//   security-key   a second factor after a password: user verification discouraged, U2F keys welcome
//   passkey        both factors at once: discoverable, user verification required

import { timingSafeEqual } from 'node:crypto'
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers'
import { CHALLENGE_MINUTES } from '#lib/numbers.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { type AssertionReceived, clientDataIn, type RegistrationReceived } from '#lib/protocol/webauthn-response.ts'

export type RelyingParty = { id: string; name: string; origin: string }
export type KeyKind = 'security-key' | 'passkey'
/** What a browser is told of a credential it may or must not use. */
export type KnownCredential = { id: string; transports: string[] }

/** What is kept of a new key. */
export type NewCredential = {
  id: string
  publicKey: Uint8Array
  signCount: number
  transports: string[]
  userVerified: boolean
  backupEligible: boolean
  backedUp: boolean
  aaguid: string
}
/** What was kept, when the key comes again; `userHandle` is the owner's, base64url. */
export type KeptCredential = { id: string; publicKey: Uint8Array; backupEligible: boolean; userHandle: string }
export type Assertion = { signCount: number; userVerified: boolean; backedUp: boolean }
/** The ceremony that was offered, and the SHA-256 of its challenge. */
export type Expected = { kind: KeyKind; challengeHash: string }

/** ES256, EdDSA, RS256. The library registers Ed448 too and then cannot verify it: a locked-out user. */
const ALGORITHMS = [-7, -8, -257]
/** Without attestation browsers send `none`; U2F and self-attested keys may answer all the same. The rest would make us fetch revocation lists. */
const FORMATS: string[] = ['none', 'packed', 'fido-u2f']
const CREDENTIAL_ID_MIN_BYTES = 16
/** §7.1 step 25. */
const CREDENTIAL_ID_MAX_BYTES = 1023
const TIMEOUT_MS = CHALLENGE_MINUTES * 60_000

/** Options for `navigator.credentials.create()`; `registered` are all keys the user has, so that none is enrolled twice. */
export function creationOptions(
  rp: RelyingParty,
  kind: KeyKind,
  challenge: string,
  user: { handle: Uint8Array; name: string; displayName: string },
  registered: KnownCredential[],
): PublicKeyCredentialCreationOptionsJSON {
  return {
    rp: { id: rp.id, name: rp.name },
    user: { id: encode(user.handle), name: user.name, displayName: user.displayName },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: TIMEOUT_MS,
    excludeCredentials: registered.map(descriptor),
    authenticatorSelection: {
      residentKey: kind === 'passkey' ? 'required' : 'discouraged',
      requireResidentKey: kind === 'passkey',
      userVerification: userVerification(kind),
    },
    attestation: 'none',
  }
}

/** Options for `navigator.credentials.get()`. With no key named, the browser offers the passkeys it knows. */
export function requestOptions(
  rp: RelyingParty,
  kind: KeyKind,
  challenge: string,
  allowed: KnownCredential[],
): PublicKeyCredentialRequestOptionsJSON {
  return {
    rpId: rp.id,
    challenge,
    timeout: TIMEOUT_MS,
    allowCredentials: allowed.map(descriptor),
    userVerification: userVerification(kind),
  }
}

/** §7.1: the new key, or null. Whether the key belongs to anybody yet (step 26) is for the table to say. */
export async function verifyRegistration(
  rp: RelyingParty,
  received: RegistrationReceived,
  expected: Expected,
): Promise<NewCredential | null> {
  if (isFramed(received) || !FORMATS.includes(formatOf(received) ?? '')) return null

  const verified = await verifyRegistrationResponse({
    response: received,
    expectedChallenge: answers(expected),
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: expected.kind === 'passkey',
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null)
  if (!verified?.verified) return null

  const { credential, userVerified, credentialDeviceType, credentialBackedUp, aaguid } = verified.registrationInfo
  // The library takes the id from the signed data and never looks at the one the browser names.
  if (credential.id !== received.id || !hasFittingLength(credential.id)) return null
  return {
    id: credential.id,
    publicKey: credential.publicKey,
    signCount: credential.counter,
    transports: received.response.transports,
    userVerified,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    aaguid,
  }
}

/** §7.2: what the key said, or null. `kept` is the row of the identified user; comparing counters (step 22) is for its update. */
export async function verifyAssertion(
  rp: RelyingParty,
  received: AssertionReceived,
  kept: KeptCredential,
  expected: Expected,
): Promise<Assertion | null> {
  if (received.id !== kept.id || isFramed(received) || !namesOwner(received, kept, expected.kind)) return null

  // `counter: 0` because the library compares counters before it checks the signature: a forgery would look like a clone.
  const verified = await verifyAuthenticationResponse({
    response: received,
    expectedChallenge: answers(expected),
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    credential: { id: kept.id, publicKey: new Uint8Array(kept.publicKey), counter: 0 },
    requireUserVerification: expected.kind === 'passkey',
  }).catch(() => null)
  if (!verified?.verified) return null

  const { newCounter, userVerified, credentialDeviceType, credentialBackedUp } = verified.authenticationInfo
  // Step 18: a key that could not be backed up cannot become one that can.
  if ((credentialDeviceType === 'multiDevice') !== kept.backupEligible) return null
  return { signCount: newCounter, userVerified, backedUp: credentialBackedUp }
}

/** A user handle or an id as the options and responses write it. */
export const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const userVerification = (kind: KeyKind) => (kind === 'passkey' ? 'required' : 'discouraged')

const descriptor = ({ id, transports }: KnownCredential) => ({
  type: 'public-key' as const,
  id,
  transports: transports as AuthenticatorTransport[], // stored from readRegistration, which knows the words
})

const answers = ({ challengeHash }: Expected) => (challenge: string) =>
  timingSafeEqual(Buffer.from(hashSecret(challenge)), Buffer.from(challengeHash))

/** §7.1 steps 10–11, §7.2 steps 13–14: we are never used inside another site. The library lets most of these pass. */
function isFramed(received: { response: { clientDataJSON: string } }): boolean {
  const data = clientDataIn(received)
  return !data || (data.crossOrigin !== undefined && data.crossOrigin !== false) || data.topOrigin !== undefined
}

/** §7.2 step 6: without a user name before it, a passkey must name its owner; a second-factor key may stay silent. */
function namesOwner(received: AssertionReceived, kept: KeptCredential, kind: KeyKind): boolean {
  const { userHandle } = received.response
  if (userHandle === undefined) return kind === 'security-key'
  return userHandle === kept.userHandle
}

function formatOf(received: RegistrationReceived): string | null {
  try {
    return decodeAttestationObject(isoBase64URL.toBuffer(received.response.attestationObject)).get('fmt')
  } catch {
    return null
  }
}

function hasFittingLength(credentialId: string): boolean {
  const bytes = Buffer.from(credentialId, 'base64url').length
  return bytes >= CREDENTIAL_ID_MIN_BYTES && bytes <= CREDENTIAL_ID_MAX_BYTES
}
