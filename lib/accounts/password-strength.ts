import { PASSWORD_MIN_CODE_POINTS } from '#lib/numbers.ts'
import { isPersonal, isRepetition, isSequence, type PasswordContext } from './password-patterns.ts'

/** 0: refused as it stands. 1 to 4: how much guessing it would take, roughly. */
export type PasswordStrength = { score: 0 | 1 | 2 | 3 | 4; refusal: 'password-too-short' | 'password-pattern' | 'password-context' | null; codePoints: number }

/** What a meter shows while one types: the server's own rules, less its lists. It advises; the server decides. */
export function passwordStrength(password: string, context: PasswordContext): PasswordStrength {
  const codePoints = [...password.normalize('NFC')].length
  const refusal = codePoints < PASSWORD_MIN_CODE_POINTS ? 'password-too-short' : patternIn(password, context)
  if (refusal) return { score: 0, refusal, codePoints }
  const different = new Set(password.toLowerCase()).size
  const weight = codePoints + different
  return { score: weight >= 44 ? 4 : weight >= 34 ? 3 : different >= 8 ? 2 : 1, refusal, codePoints }
}

/** The pattern that makes a password guessable, or null. */
export function patternIn(password: string, context: PasswordContext): 'password-pattern' | 'password-context' | null {
  if (isRepetition(password) || isSequence(password)) return 'password-pattern'
  return isPersonal(password, context) ? 'password-context' : null
}
