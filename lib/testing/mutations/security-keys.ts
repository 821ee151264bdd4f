import type { Mutant } from './list.ts'

const protocol = { file: 'lib/protocol/webauthn.ts', tests: ['lib/protocol/webauthn.test.ts'] }
const response = { file: 'lib/protocol/webauthn-response.ts', tests: ['lib/protocol/webauthn.test.ts'] }
const challenges = { file: 'lib/two-factor/challenges.ts', tests: ['lib/two-factor/assertions.test.ts', 'lib/two-factor/security-keys.test.ts'] }
const keys = { file: 'lib/two-factor/security-keys.ts', tests: ['lib/two-factor/security-keys.test.ts'] }
const keyTest = { file: 'lib/two-factor/assertions.ts', tests: ['lib/two-factor/key-test.test.ts'] }
const assertions = { file: 'lib/two-factor/assertions.ts', tests: ['lib/two-factor/assertions.test.ts'] }

/** Above all what @simplewebauthn/server leaves to us (docs/security-bar/webauthn.md). */
export const webauthn: Mutant[] = [
  { ...protocol, what: 'R10: no crossOrigin', find: '(data.crossOrigin !== undefined && data.crossOrigin !== false) || ', replace: '' },
  { ...protocol, what: 'R11, A8: no topOrigin', find: ' || data.topOrigin !== undefined', replace: '' },
  { ...protocol, what: 'R10, R11 at registration', find: "if (isFramed(received) || !FORMATS", replace: 'if (!FORMATS' },
  { ...protocol, what: 'A7, A8 at sign-in', find: 'received.id !== kept.id || isFramed(received) ||', replace: 'received.id !== kept.id ||' },
  { ...protocol, what: 'A2: the key that answers is the key that was asked', find: 'received.id !== kept.id || ', replace: '' },
  { ...protocol, what: 'A3: a user handle is the owner’s', find: 'return userHandle === kept.userHandle', replace: 'return true' },
  { ...protocol, what: 'A3: a passkey names its owner', find: "return kind === 'security-key'", replace: 'return true' },
  { ...protocol, what: 'R4, R17: only what was offered', find: '    supportedAlgorithmIDs: ALGORITHMS,\n', replace: '    supportedAlgorithmIDs: [...ALGORITHMS, -35, -36, -53],\n' },
  { ...protocol, what: 'R8, A5: the challenge is the one that was lent', find: 'timingSafeEqual(Buffer.from(hashSecret(challenge)), Buffer.from(challengeHash))', replace: 'challengeHash.length > 0 && challenge.length > 0' },
  { ...protocol, what: 'R14: a passkey verified its user when it was made', find: "requireUserVerification: expected.kind === 'passkey',\n    supportedAlgorithmIDs", replace: 'requireUserVerification: false,\n    supportedAlgorithmIDs' },
  { ...protocol, what: 'A11: a passkey verifies its user', find: "counter: 0 },\n    requireUserVerification: expected.kind === 'passkey',", replace: 'counter: 0 },\n    requireUserVerification: false,' },
  { ...protocol, what: 'R18: only formats that ask nobody', find: " || !FORMATS.includes(formatOf(received) ?? '')", replace: '', tests: ['lib/protocol/webauthn.test.ts', 'lib/protocol/webauthn-vectors.test.ts'] },
  { ...protocol, what: 'R21: 16 bytes at least', find: 'bytes >= CREDENTIAL_ID_MIN_BYTES && ', replace: '' },
  { ...protocol, what: 'R21: 1023 bytes at most', find: ' && bytes <= CREDENTIAL_ID_MAX_BYTES', replace: '' },
  { ...protocol, what: 'R23: the id that was signed', find: 'credential.id !== received.id || ', replace: '' },
  { ...protocol, what: 'A13: eligible for backup stays what it was', find: "if ((credentialDeviceType === 'multiDevice') !== kept.backupEligible) return null", replace: '' },
  { ...protocol, what: 'A14: a wrong signature', find: 'if (!verified?.verified) return null\n\n  const { newCounter', replace: 'if (!verified) return null\n\n  const { newCounter' },
  { ...protocol, what: 'A16: the signature before the counter', find: 'counter: 0 }', replace: 'counter: 99 }' },
  { ...protocol, what: 'R9: our origin at registration', find: "expectedOrigin: rp.origin,\n    expectedRPID: rp.id,\n    requireUserVerification: expected.kind === 'passkey',\n    supported", replace: "expectedOrigin: clientDataIn(received)?.origin ?? '',\n    expectedRPID: rp.id,\n    requireUserVerification: expected.kind === 'passkey',\n    supported" },
  { ...protocol, what: 'A9: our RP ID', find: 'expectedRPID: rp.id,\n    credential', replace: "expectedRPID: [rp.id, 'example.com'],\n    credential" },
  { ...protocol, what: 'R3: the keys there are', find: 'excludeCredentials: registered.map(descriptor)', replace: 'excludeCredentials: []' },
  { ...response, what: 'A20: 64 KiB', find: 'if (text.length > RESPONSE_MAX_CHARS) return null', replace: '' },
]

export const securityKeys: Mutant[] = [
  { ...challenges, what: 'a challenge is good once', find: '      isNull(webauthnChallenges.consumedAt),\n', replace: '' },
  { ...challenges, what: 'a challenge ends', find: '      gt(webauthnChallenges.expiresAt, now),\n', replace: '' },
  { ...challenges, what: 'a challenge is for one ceremony', find: '      eq(webauthnChallenges.ceremony, ceremony),\n', replace: '' },
  { ...challenges, what: 'a challenge is for one cookie', find: '      eq(webauthnChallenges.boundTo, boundTo),\n', replace: '' },
  { ...challenges, what: 'a challenge is for one user', find: 'userId === null ? isNull(webauthnChallenges.userId) : eq(webauthnChallenges.userId, userId)', replace: 'undefined' },
  { ...challenges, what: 'a challenge of a test is for one key', find: 'keyId === undefined ? isNull(webauthnChallenges.keyId) : eq(webauthnChallenges.keyId, keyId)', replace: 'undefined', tests: ['lib/two-factor/key-test.test.ts'] },
  { ...keyTest, what: 'a test asks one key', find: 'eq(securityKeys.userId, userId), isAsked(asked), ', replace: 'eq(securityKeys.userId, userId), ' },
  { ...keyTest, what: 'A1: no other key answers a test', find: 'whose, isAsked(asked), ', replace: 'whose, ' },
  { ...keyTest, what: 'a counter that goes back in a test', find: 'neverCounts ? or(counts, neverCounts) : counts', replace: 'undefined' },
  { ...keys, what: 'R22: a key is not taken over', find: '.onConflictDoNothing()', replace: '.onConflictDoUpdate({ target: securityKeys.credentialId, set: { userId } })' },
  { ...keys, what: 'a key of somebody else stays', find: 'const theKey = (userId: string, id: string) => and(eq(securityKeys.id, id), eq(securityKeys.userId, userId))', replace: 'const theKey = (userId: string, id: string) => and(eq(securityKeys.id, id), userId ? undefined : undefined)' },
  { ...keys, what: 'twenty keys', find: '< SECURITY_KEYS_MAX_PER_USER', replace: '< 1000' },
  { ...keys, what: 'twenty keys, of two that are added at once', find: 'await lockUser(tx, userId)\n    const verified', replace: 'const verified' },
  { ...assertions, what: 'a key of the user that is signing in', find: 'eq(securityKeys.userId, userId ?? NOBODY)', replace: 'undefined' },
  { ...assertions, what: 'a second-factor key does not sign in alone', find: 'eq(securityKeys.isPasskey, true)', replace: 'undefined' },
  { ...assertions, what: 'a disabled key is not asked', find: 'whose, isAsked(asked), isNull(securityKeys.disabledAt)', replace: 'whose, isAsked(asked)' },
  { ...assertions, what: 'A16: a counter that stands still or goes back', find: 'neverCounts ? or(counts, neverCounts) : counts', replace: 'undefined' },
  { ...assertions, what: 'a hundred failures', find: 'if (!assertion) return countFailure(tx, key, now, origin)', replace: 'if (!assertion) return null' },
]
