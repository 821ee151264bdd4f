// A key proves that it is there: as the second step, to confirm that it is you, to be tested, or, a passkey, all alone.
//
//   offerAssertion  options for the browser, and a challenge bound to who asked
//   spendAssertion  the browser's answer, in the caller's transaction: good once

import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { securityKeys, users } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { FAILURES_MAX_PER_AUTHENTICATOR } from '#lib/numbers.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { type Assertion, encode, requestOptions, verifyAssertion } from '#lib/protocol/webauthn.ts'
import { challengeIn, readAssertion } from '#lib/protocol/webauthn-response.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Ceremony, lendChallenge, takeChallenge } from './challenges.ts'
import { relyingParty } from './relying-party.ts'

export type AssertionCeremony = Extract<Ceremony, 'second-step' | 'sudo' | 'test' | 'passkey-login'>
/** `boundTo`: the hash of the pending login, of the session, or of the browser's own cookie. A test asks one key, `keyId`. */
export type Asked = { ceremony: Exclude<AssertionCeremony, 'test'>; boundTo: string; keyId?: undefined } | { ceremony: 'test'; boundTo: string; keyId: string }
export type SpentAssertion = { keyId: string; userId: string; name: string; isPasskey: boolean; userVerified: boolean }

type Key = typeof securityKeys.$inferSelect

/** Options for `navigator.credentials.get()`: of this user's keys, or (`passkey-login`, user null) of any passkey the browser knows. */
export async function offerAssertion(
  asked: Asked, userId: string | null, now: Date,
): Promise<Result<PublicKeyCredentialRequestOptionsJSON, 'no-keys'>> {
  return db().transaction(async (tx) => {
    const allowed = userId === null ? [] : await listUsable(tx, userId, asked)
    if (asked.ceremony !== 'passkey-login' && allowed.length === 0) return err('no-keys')
    const challenge = await lendChallenge(tx, { ...asked, userId }, now)
    return ok(requestOptions(relyingParty(), kindOf(asked), challenge, allowed))
  })
}

/**
 * The key that answered, or null, whatever was wrong. The challenge is used up first. Everything written here, failures
 * too, is in the caller's transaction: it must commit when the answer is null. Whoever signs in by passkey is told by `userId`.
 */
export async function spendAssertion(
  tx: Tx, asked: Asked, userId: string | null, response: unknown, now: Date, origin: Origin = nowhere,
): Promise<SpentAssertion | null> {
  const received = readAssertion(response)
  const challenge = received && challengeIn(received)
  if (!received || !challenge) return null
  const challengeHash = await takeChallenge(tx, { ...asked, userId }, challenge, now)
  const found = challengeHash && (await findKey(tx, received.id, asked, userId))
  if (!found) return null

  const { key, userHandle } = found
  const kept = { id: key.credentialId, publicKey: key.publicKey, backupEligible: key.backupEligible, userHandle: encode(userHandle) }
  const assertion = await verifyAssertion(relyingParty(), received, kept, { kind: kindOf(asked), challengeHash })
  if (!assertion) return countFailure(tx, key, now, origin)
  if (!(await moveCounter(tx, key, assertion, now))) return suspectClone(tx, key, assertion, now, origin)
  return { keyId: key.id, userId: key.userId, name: key.name, isPasskey: key.isPasskey, userVerified: assertion.userVerified }
}

const kindOf = ({ ceremony }: Asked) => (ceremony === 'passkey-login' ? 'passkey' : 'security-key')

/** WebAuthn L3 §7.2 step 5: only a key that was asked may answer. A sign-in asks all of the user's, a test asks one. */
const isAsked = ({ keyId }: Asked) => (keyId === undefined ? undefined : eq(securityKeys.id, keyId))

const listUsable = (tx: Tx, userId: string, asked: Asked) =>
  tx.select({ id: securityKeys.credentialId, transports: securityKeys.transports }).from(securityKeys)
    .where(and(eq(securityKeys.userId, userId), isAsked(asked), isNull(securityKeys.disabledAt)))

/** Step 6: the key must belong to whom we know; where nobody is known, only a passkey may say who it is. */
async function findKey(tx: Tx, credentialId: string, asked: Asked, userId: string | null) {
  const whose = asked.ceremony === 'passkey-login' ? eq(securityKeys.isPasskey, true) : eq(securityKeys.userId, userId ?? NOBODY)
  const [found] = await tx.select({ key: securityKeys, userHandle: users.webauthnHandle }).from(securityKeys)
    .innerJoin(users, eq(users.id, securityKeys.userId))
    .where(and(eq(securityKeys.credentialId, credentialId), whose, isAsked(asked), isNull(securityKeys.disabledAt)))
  return found
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** §7.2 step 22: the counter goes up, unless the key never counts. No row: another device has counted meanwhile. */
async function moveCounter(tx: Tx, key: Key, { signCount, backedUp }: Assertion, now: Date): Promise<boolean> {
  const counts = lt(securityKeys.signCount, signCount)
  const neverCounts = signCount === 0 ? eq(securityKeys.signCount, 0) : undefined
  const moved = await tx.update(securityKeys).set({ signCount, backedUp, lastUsedAt: now, failCount: 0 })
    .where(and(eq(securityKeys.id, key.id), isNull(securityKeys.disabledAt), neverCounts ? or(counts, neverCounts) : counts))
    .returning({ id: securityKeys.id })
  return moved.length === 1
}

/** Two devices hold one key, or one was restored from a copy. We refuse and tell; whether the key goes is for its owner to say. */
async function suspectClone(tx: Tx, key: Key, { signCount }: Assertion, now: Date, origin: Origin): Promise<null> {
  const { userId, name, isPasskey } = key
  const detail = { name, kept: key.signCount, received: signCount }
  await record(tx, { action: 'security-key.clone-suspected', userId, outcome: 'failure', detail }, origin)
  await sendWarning(tx, 'clone-suspected', userId, origin, now, { name, kind: isPasskey ? 'passkey' : 'security-key' })
  return null
}

/** SP 800-63B-4 §3.2.2. */
async function countFailure(tx: Tx, key: Key, now: Date, origin: Origin): Promise<null> {
  const count = sql`${securityKeys.failCount} + 1`
  const disabledAt = sql`case when ${count} >= ${FAILURES_MAX_PER_AUTHENTICATOR} then ${now.toISOString()}::timestamptz end`
  const [counted] = await tx.update(securityKeys).set({ failCount: count, disabledAt })
    .where(and(eq(securityKeys.id, key.id), isNull(securityKeys.disabledAt))).returning()
  if (!counted?.disabledAt) return null
  const { userId, name } = key
  await record(tx, { action: 'security-key.disabled', userId, actorId: null, detail: { name } }, origin)
  await sendWarning(tx, 'authenticator-disabled', userId, origin, now, { name })
  return null
}
