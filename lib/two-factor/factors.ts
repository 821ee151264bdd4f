// Which second factors a user has, and whether one may be added. The order in which people set things up:
//
//   confirm the primary address → generate recovery codes → enter one of them → add an app or a key
//
// so that whoever has a factor also has a way back in.

import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { emailAddresses, recoveryCodes, securityKeys, totpApps, webauthnChallenges } from '#lib/db/schema.ts'
import { modelName } from '#lib/protocol/aaguids.ts'

export type FactorKind = 'passkey' | 'security-key' | 'totp'
export type Factor = {
  kind: FactorKind
  id: string
  name: string
  /** "YubiKey 5 Series with NFC", as the key says itself; null when it does not. */
  model: string | null
  /** Copied to the user's other devices by its provider. */
  isSynced: boolean
  createdAt: Date
  lastUsedAt: Date | null
  /** Set after too many failures: it works no more and must be set up again. */
  disabledAt: Date | null
}
export type SecondStep = 'security-key' | 'totp' | 'recovery-code'
export type EnrolmentRefusal = 'address-unconfirmed' | 'codes-first'

const STRONGEST_FIRST: FactorKind[] = ['passkey', 'security-key', 'totp']

/**
 * Whether a password alone is not enough for this user: there is an app that was confirmed, or a key. A factor that was
 * disabled by too many failures counts: else whoever knows the password could guess a hundred times and then walk in. Pages
 * and tokens ask the same question, so that a factor is required of both or of neither.
 * Recovery codes need no asking: no factor can be added before one of them was entered (mayEnrol).
 */
export async function hasSecondFactor(userId: string, reader: Reader = db()): Promise<boolean> {
  return (await hasKey(userId, reader)) || (await reader.$count(totpApps, confirmedApps(userId))) > 0
}

/** Whether the user has a key or passkey, if only one that too many failures disabled. */
export async function hasKey(userId: string, reader: Reader = db()): Promise<boolean> {
  return (await reader.$count(securityKeys, eq(securityKeys.userId, userId))) > 0
}

/** Every app and key of a user, strongest first, the one used last before the others. Offers are not among them. */
export async function listFactors(userId: string, reader: Reader = db()): Promise<Factor[]> {
  const keys = await reader.select().from(securityKeys).where(eq(securityKeys.userId, userId))
  const apps = await reader.select().from(totpApps).where(confirmedApps(userId))
  return [...keys.map(keyAsFactor), ...apps.map(appAsFactor)].sort(byStrength)
}

/** What can be asked of a user after the password, strongest first. Empty: nothing, the password is all there is. */
export async function listSecondSteps(userId: string, reader: Reader = db()): Promise<SecondStep[]> {
  const working = (await listFactors(userId, reader)).filter((factor) => !factor.disabledAt)
  const steps = working.map(({ kind }): SecondStep => (kind === 'totp' ? 'totp' : 'security-key'))
  if (await hasSecondFactor(userId, reader)) steps.push('recovery-code')
  return [...new Set(steps)]
}

/** Whether the pages that set up an app or a key are open to this user, or what comes first. The verbs ask again. */
export async function mayEnrol(userId: string, reader: Reader = db()): Promise<'ok' | EnrolmentRefusal> {
  if (!(await hasConfirmedPrimary(userId, reader))) return 'address-unconfirmed'
  if (await hasSecondFactor(userId, reader)) return 'ok'
  const ofUser = eq(recoveryCodes.userId, userId)
  const entered = await reader.$count(recoveryCodes, and(ofUser, isNotNull(recoveryCodes.usedAt)))
  const left = await reader.$count(recoveryCodes, and(ofUser, isNull(recoveryCodes.usedAt)))
  return entered > 0 && left > 0 ? 'ok' : 'codes-first'
}

/** Letters about the account must reach its owner before a factor can lock anybody out of it. */
export async function hasConfirmedPrimary(userId: string, reader: Reader): Promise<boolean> {
  const confirmed = and(eq(emailAddresses.isPrimary, true), isNotNull(emailAddresses.verifiedAt))
  return (await reader.$count(emailAddresses, and(eq(emailAddresses.userId, userId), confirmed))) > 0
}

/** Takes every factor and code from a user: for the operator's `reset-2fa` and at the end of a delayed recovery. The caller records it. */
export async function forgetFactors(tx: Tx, userId: string): Promise<void> {
  for (const table of [totpApps, securityKeys, recoveryCodes, webauthnChallenges]) await tx.delete(table).where(eq(table.userId, userId))
}

const confirmedApps = (userId: string) => and(eq(totpApps.userId, userId), isNotNull(totpApps.confirmedAt))

function keyAsFactor({ id, name, isPasskey, aaguid, backedUp, createdAt, lastUsedAt, disabledAt }: typeof securityKeys.$inferSelect): Factor {
  const kind = isPasskey ? 'passkey' : 'security-key'
  return { kind, id, name, model: modelName(aaguid), isSynced: backedUp, createdAt, lastUsedAt, disabledAt }
}

function appAsFactor({ id, name, createdAt, lastUsedAt, disabledAt }: typeof totpApps.$inferSelect): Factor {
  return { kind: 'totp', id, name, model: null, isSynced: false, createdAt, lastUsedAt, disabledAt }
}

const byStrength = (a: Factor, b: Factor) =>
  STRONGEST_FIRST.indexOf(a.kind) - STRONGEST_FIRST.indexOf(b.kind) ||
  (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0) ||
  a.createdAt.getTime() - b.createdAt.getTime()
