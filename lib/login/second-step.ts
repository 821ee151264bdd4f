// A second factor, asked for at sign-in, before dangerous pages, and when a password is reset: one verb and one set of
// limits for all three, or the weakest of them would be the door.

import type { Tx } from '#lib/db/client.ts'
import { type Allowance, type Counted, countAttempt, forgiveAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Asked, spendAssertion } from '#lib/two-factor/assertions.ts'
import { spendRecoveryCode, type UsedCode } from '#lib/two-factor/recovery-codes.ts'
import { spendTotpCode } from '#lib/two-factor/totp-apps.ts'

export type SecondStepAnswer =
  | { method: 'totp'; code: string }
  | { method: 'recovery-code'; code: string }
  | { method: 'security-key'; response: unknown }
export type SecondStepRefusal = 'wrong-code' | 'wrong-recovery-code' | 'wrong-key'

/**
 * Spends a second factor of this user: good once. What a wrong answer leaves behind (counts, events) is in the caller's
 * transaction, which must commit when the answer is no.
 */
export async function spendSecondStep(
  tx: Tx, asked: Asked, userId: string, answer: SecondStepAnswer, origin: Origin, now: Date,
): Promise<Result<SecondStepAnswer['method'], SecondStepRefusal> | UsedCode> {
  if (answer.method === 'totp') return (await spendTotpCode(tx, userId, answer.code, now, origin)) ? ok('totp') : err('wrong-code')
  if (answer.method === 'security-key')
    return (await spendAssertion(tx, asked, userId, answer.response, now, origin)) ? ok('security-key') : err('wrong-key')
  const spent = await spendRecoveryCode(tx, userId, answer.code, now, origin)
  if (spent === 'ok') return ok('recovery-code')
  return spent === 'wrong' ? err('wrong-recovery-code') : spent
}

/** Counts an attempt before it is looked at, for the account and for the network, whichever factor it is for. */
export async function countSecondStep(userId: string, origin: Origin, now: Date): Promise<Allowance> {
  return countAttempt(countedFor(userId, origin), now)
}

/** Takes the count back: only failures weigh. */
export async function forgiveSecondStep(userId: string, origin: Origin): Promise<void> {
  await forgiveAttempt(countedFor(userId, origin))
}

const countedFor = (userId: string, origin: Origin): Counted[] => [['secondFactorPerAccount', userId], ['secondFactorPerNetwork', networkOf(origin.ip)]]
