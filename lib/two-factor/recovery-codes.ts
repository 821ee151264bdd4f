// Recovery codes: ten, shown once, each good once. Kept as HMAC-SHA-256(pepper, user ‖ code) under a unique index, so an
// attempt is one indexed update and a stolen table is useless without the server's key.

import { createHmac } from 'node:crypto'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { recoveryCodes, users } from '#lib/db/schema.ts'
import { keyRing, oldestId } from '#lib/key-ring.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { formatRecoveryCode, newRecoveryCodes, normaliseRecoveryCode } from '#lib/protocol/recovery-codes.ts'
import type { SealingKey } from '#lib/protocol/sealed.ts'
import { type Err, err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import type { Session } from '#lib/sessions/sessions.ts'
import { lockUser } from './factor-changes.ts'
import { hasConfirmedPrimary } from './factors.ts'

export const peppers = keyRing('recovery-codes')

/** A code that is spent, with when: said only to somebody who proved something before, never of a code that is not theirs. */
export type UsedCode = Err<'used-recovery-code'> & { usedAt: Date }
export type SpentCode = 'ok' | 'wrong' | UsedCode
/** Of the present set. `confirmed`: one was entered, so they were saved. */
export type CodeCount = { total: number; left: number; confirmed: boolean; generatedAt: Date | null; lastUsedAt: Date | null }

/**
 * Ten new codes, as people write them, for this once. They replace the set there was; where there was one, every sign-in but
 * this session ends. Until a factor exists, one of the new codes must be entered (confirmRecoveryCode) before one can be added.
 */
export async function generateRecoveryCodes(
  userId: string, session: Session, origin: Origin, now: Date,
): Promise<Result<string[], 'address-unconfirmed'>> {
  return db().transaction(async (tx) => {
    await lockUser(tx, userId)
    if (!(await hasConfirmedPrimary(userId, tx))) return err('address-unconfirmed')

    const replaced = await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).returning({ id: recoveryCodes.id })
    if (replaced.length > 0) await endOtherAccess(tx, userId, session, origin, now)
    const codes = newRecoveryCodes()
    const pepper = peppers.current()
    // What was tested was the old set.
    await tx.update(users).set({ codeTestedAt: null }).where(eq(users.id, userId))
    await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code, pepper), keyId: pepper.id, createdAt: now })))
    await record(tx, { action: 'recovery-codes.generated', userId, detail: { count: codes.length } }, origin)
    await sendWarning(tx, 'recovery-codes-generated', userId, origin, now)
    return ok(codes.map(formatRecoveryCode))
  })
}

/** Uses one code up to prove that they were saved: only then does the first factor open. */
export async function confirmRecoveryCode(userId: string, code: string, origin: Origin, now: Date): Promise<Result<void, 'wrong-code'> | UsedCode> {
  return db().transaction(async (tx) => {
    const spent = await spend(tx, userId, code, now)
    if (spent !== 'ok') return refusalOf(tx, userId, spent, origin)
    await record(tx, { action: 'recovery-code.confirmed', userId }, origin)
    return ok(undefined)
  })
}

/** Signing in with a code: once. The owner is told, with the number left. Runs in the caller's transaction. */
export async function spendRecoveryCode(tx: Tx, userId: string, code: string, now: Date, origin: Origin = nowhere): Promise<SpentCode> {
  const spent = await spend(tx, userId, code, now)
  if (spent !== 'ok') return spent
  const { left } = await countRecoveryCodes(userId, tx)
  await record(tx, { action: 'recovery-code.used', userId, detail: { left } }, origin)
  await sendWarning(tx, 'recovery-code-used', userId, origin, now, { left })
  return 'ok'
}

/** The fire drill: says whether a code would work, spends nothing, and remembers that it was tried. */
export async function testRecoveryCode(userId: string, code: string, origin: Origin, now: Date): Promise<Result<void, 'wrong-code'> | UsedCode> {
  return db().transaction(async (tx) => {
    const found = await look(tx, userId, code)
    if (found !== 'unused') return refusalOf(tx, userId, found, origin)
    await tx.update(users).set({ codeTestedAt: now }).where(eq(users.id, userId))
    await record(tx, { action: 'recovery-code.tested', userId }, origin)
    return ok(undefined)
  })
}

/** How many codes are left of the present set, and when one was last used. */
export async function countRecoveryCodes(userId: string, reader: Reader = db()): Promise<CodeCount> {
  const codes = await reader.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  const used = codes.flatMap(({ usedAt }) => usedAt ?? []).sort((a, b) => b.getTime() - a.getTime())
  const [total, left] = [codes.length, codes.length - used.length]
  return { total, left, confirmed: used.length > 0, generatedAt: codes[0]?.createdAt ?? null, lastUsedAt: used[0] ?? null }
}

/** The peppers that stored codes were made with. Codes of the time when there was one key only are given its id first. */
export async function findRecoveryCodePeppers(): Promise<string[]> {
  await db().update(recoveryCodes).set({ keyId: oldestId(peppers) }).where(isNull(recoveryCodes.keyId))
  return (await db().selectDistinct({ keyId: recoveryCodes.keyId }).from(recoveryCodes)).flatMap(({ keyId }) => keyId ?? [])
}

async function spend(tx: Tx, userId: string, typed: string, now: Date): Promise<SpentCode> {
  const code = normaliseRecoveryCode(typed)
  if (!code) return 'wrong'
  const spent = await tx.update(recoveryCodes).set({ usedAt: now })
    .where(and(theCode(userId, code), isNull(recoveryCodes.usedAt))).returning({ id: recoveryCodes.id })
  if (spent.length === 1) return 'ok'
  const found = await look(tx, userId, typed)
  return found === 'unused' ? 'wrong' : found
}

async function look(tx: Tx, userId: string, typed: string): Promise<'unused' | Exclude<SpentCode, 'ok'>> {
  const code = normaliseRecoveryCode(typed)
  if (!code) return 'wrong'
  const [row] = await tx.select().from(recoveryCodes).where(theCode(userId, code))
  if (!row) return 'wrong'
  return row.usedAt ? { ...err('used-recovery-code'), usedAt: row.usedAt } : 'unused'
}

async function refusalOf(tx: Tx, userId: string, spent: Exclude<SpentCode, 'ok'>, origin: Origin) {
  await record(tx, { action: 'recovery-code.failed', userId, outcome: 'failure' }, origin)
  return spent === 'wrong' ? err('wrong-code') : spent
}

/** Codes of before a change of SECRETS_KEY are found by the pepper they were made with. */
const theCode = (userId: string, code: string) =>
  and(eq(recoveryCodes.userId, userId), inArray(recoveryCodes.codeHash, peppers.all().map((pepper) => hashOf(userId, code, pepper))))

/** The user is in the hash: the same code of somebody else is another code. */
const hashOf = (userId: string, code: string, pepper: SealingKey) =>
  createHmac('sha256', pepper.bytes).update(`${userId}|${code}`).digest('hex')
