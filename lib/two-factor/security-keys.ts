// Security keys and passkeys: two ceremonies, one list.
//
//   offerSecurityKey  options for the browser, and a challenge bound to the session
//   addSecurityKey    the browser's answer: the challenge is used up, the key checked and kept
//
// How they are used stands in assertions.ts.

import { and, eq, ne } from 'drizzle-orm'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import { rolledBack } from '#lib/accounts/rolled-back.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { securityKeys } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { SECURITY_KEYS_MAX_PER_USER } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { creationOptions, type KeyKind, type KnownCredential, type NewCredential, verifyRegistration } from '#lib/protocol/webauthn.ts'
import { challengeIn, originIn, readRegistration } from '#lib/protocol/webauthn-response.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess, voidPendingLogins } from '#lib/sessions/pending-logins.ts'
import type { Session } from '#lib/sessions/sessions.ts'
import { noteNewFactor } from '#lib/sessions/sudo.ts'
import { type Ceremony, lendChallenge, takeChallenge } from './challenges.ts'
import { lockUser, wouldBeLast } from './factor-changes.ts'
import { type EnrolmentRefusal, mayEnrol } from './factors.ts'
import { relyingParty } from './relying-party.ts'

export type AddKeyRefusal = EnrolmentRefusal | 'too-many' | 'key-refused' | 'wrong-origin' | 'already-registered' | 'name-taken' | 'session-ended'

const CEREMONY: Record<KeyKind, Ceremony> = { 'security-key': 'create-key', passkey: 'create-passkey' }

/** Options for `navigator.credentials.create()`. Only this session may answer, within five minutes, and under whatever cookie. */
export async function offerSecurityKey(
  userId: string, kind: KeyKind, { publicId: boundTo }: Pick<Session, 'publicId'>, now: Date,
): Promise<Result<PublicKeyCredentialCreationOptionsJSON, EnrolmentRefusal | 'too-many'>> {
  return db().transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    const allowed = await mayAdd(tx, userId)
    if (allowed !== 'ok') return err(allowed)

    const challenge = await lendChallenge(tx, { ceremony: CEREMONY[kind], boundTo, userId }, now)
    const owner = { handle: user.webauthnHandle, name: user.username, displayName: user.name || user.username }
    return ok(creationOptions(relyingParty(), kind, challenge, owner, await listCredentials(userId, tx)))
  })
}

/** Keeps the key a browser has made; the session gets a new cookie. `wrong-origin` says that the page is not where the operator's settings say it is. */
export async function addSecurityKey(
  userId: string, kind: KeyKind, session: Session, response: unknown, name: string, origin: Origin, now: Date,
): Promise<Result<{ id: string; cookie: string }, AddKeyRefusal>> {
  return db().transaction(async (tx) => {
    await lockUser(tx, userId)
    const verified = await verify(tx, userId, kind, session.publicId, response, now)
    if (!verified.ok) return verified
    const allowed = await mayAdd(tx, userId)
    if (allowed !== 'ok') return err(allowed)
    if (await isNameTaken(tx, userId, name)) return err('name-taken')

    const id = await keep(tx, userId, kind, name, verified.value, now)
    if (!id) return err('already-registered')
    await voidPendingLogins(tx, userId, now)
    await record(tx, { action: 'security-key.added', userId, detail: { name, kind } }, origin)
    await sendWarning(tx, kind === 'passkey' ? 'passkey-added' : 'security-key-added', userId, origin, now, { name })
    const cookie = await noteNewFactor(tx, session, kind, origin, now)
    return cookie ? ok({ id, cookie }) : tx.rollback()
  }).catch(rolledBack('session-ended'))
}

/** Gives a key another name. */
export async function renameSecurityKey(
  userId: string, id: string, name: string, origin: Origin,
): Promise<Result<void, 'not-found' | 'name-taken'>> {
  return db().transaction(async (tx) => {
    await lockUser(tx, userId)
    if (await isNameTaken(tx, userId, name, id)) return err('name-taken')
    const renamed = await tx.update(securityKeys).set({ name }).where(theKey(userId, id)).returning()
    if (renamed.length === 0) return err('not-found')
    await record(tx, { action: 'security-key.renamed', userId, detail: { name } }, origin)
    return ok(undefined)
  })
}

/** Takes a key away and ends every sign-in but this session. */
export async function removeSecurityKey(
  userId: string, id: string, session: Session, origin: Origin, now: Date,
): Promise<Result<void, 'not-found' | 'last-factor'>> {
  return db().transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (await wouldBeLast(tx, user, id)) return err('last-factor')
    const [removed] = await tx.delete(securityKeys).where(theKey(userId, id)).returning()
    if (!removed) return err('not-found')

    const { name, isPasskey } = removed
    await endOtherAccess(tx, userId, session, origin, now)
    await record(tx, { action: 'security-key.removed', userId, detail: { name } }, origin)
    await sendWarning(tx, isPasskey ? 'passkey-removed' : 'security-key-removed', userId, origin, now, { name })
    return ok(undefined)
  })
}

/** What a browser is told of all the keys of a user, that it may not make another on the same one. */
export async function listCredentials(userId: string, reader: Reader): Promise<KnownCredential[]> {
  return reader.select({ id: securityKeys.credentialId, transports: securityKeys.transports })
    .from(securityKeys).where(eq(securityKeys.userId, userId))
}

async function verify(
  tx: Tx, userId: string, kind: KeyKind, boundTo: string, response: unknown, now: Date,
): Promise<Result<NewCredential, 'key-refused' | 'wrong-origin'>> {
  const received = readRegistration(response)
  const challenge = received && challengeIn(received)
  if (!received || !challenge) return err('key-refused')
  const challengeHash = await takeChallenge(tx, { ceremony: CEREMONY[kind], boundTo, userId }, challenge, now)
  if (!challengeHash) return err('key-refused')

  const rp = relyingParty()
  if (originIn(received) !== rp.origin) return err('wrong-origin')
  const credential = await verifyRegistration(rp, received, { kind, challengeHash })
  return credential ? ok(credential) : err('key-refused')
}

/** WebAuthn L3 §7.1 step 26: one credential, one account. A key that is known to anybody is not taken over. */
async function keep(tx: Tx, userId: string, kind: KeyKind, name: string, made: NewCredential, now: Date): Promise<string | undefined> {
  const { id: credentialId, ...seen } = made
  const row = { ...seen, credentialId, userId, name, isPasskey: kind === 'passkey', rpId: relyingParty().id, createdAt: now }
  const [kept] = await tx.insert(securityKeys).values(row).onConflictDoNothing().returning({ id: securityKeys.id })
  return kept?.id
}

async function mayAdd(tx: Tx, userId: string) {
  const allowed = await mayEnrol(userId, tx)
  if (allowed !== 'ok') return allowed
  return (await tx.$count(securityKeys, eq(securityKeys.userId, userId))) < SECURITY_KEYS_MAX_PER_USER ? 'ok' : 'too-many'
}

async function isNameTaken(tx: Tx, userId: string, name: string, exceptId?: string): Promise<boolean> {
  const others = exceptId === undefined ? undefined : ne(securityKeys.id, exceptId)
  return (await tx.$count(securityKeys, and(eq(securityKeys.userId, userId), eq(securityKeys.name, name), others))) > 0
}

const theKey = (userId: string, id: string) => and(eq(securityKeys.id, id), eq(securityKeys.userId, userId))
