import type { Origin } from '#lib/origin.ts'
import { err, type Result } from '#lib/result.ts'
import { testRecoveryCode, type UsedCode } from '#lib/two-factor/recovery-codes.ts'
import { countSecondStep, forgiveSecondStep } from './second-step.ts'

/** The fire drill: would this recovery code work? Spends nothing; guesses count with all others of the second step. */
export async function tryRecoveryCode(userId: string, code: string, origin: Origin, now: Date): Promise<Result<void, 'wrong-code' | 'throttled'> | UsedCode> {
  const allowance = await countSecondStep(userId, origin, now)
  if (!allowance.allowed) return err('throttled')
  const tested = await testRecoveryCode(userId, code, origin, now)
  if (tested.ok) await forgiveSecondStep(userId, origin)
  return tested
}
