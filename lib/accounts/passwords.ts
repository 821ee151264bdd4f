// Passwords, by SP 800-63B-4 §3.1.1.2: long enough, not common, not composed by rule; hashed with argon2id over an HMAC
// whose key is not in the database.

import { createHmac } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { environment } from '#lib/env.ts'
import {
  ARGON2_MEMORY_KIB, ARGON2_PASSES, PASSWORD_MAX_BYTES, PASSWORD_MAX_CODE_POINTS, PASSWORD_MIN_CODE_POINTS,
} from '#lib/numbers.ts'
import type { SealingKey } from '#lib/protocol/sealed.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { isBreached } from './breaches.ts'
import { isCommonPassword } from './common-passwords.ts'
import { keyidOf, pepperOf, peppers } from './password-peppers.ts'
import type { PasswordContext } from './password-patterns.ts'
import { patternIn } from './password-strength.ts'

export type PasswordRefusal = 'password-too-short' | 'password-too-long' | 'invalid-input' | 'password-common' | 'password-pattern' | 'password-context' | 'password-breached'

/** Whether a new password will do: its hash, or the reason why not. Never trimmed, never cut, no rules of composition. */
export async function hashNewPassword(password: string, context: Omit<PasswordContext, 'siteName'>): Promise<Result<string, PasswordRefusal>> {
  const refusal = refusalOf(password, { ...context, siteName: environment().siteName })
  if (refusal) return err(refusal)
  if (await isBreached(password)) return err('password-breached')
  return ok(await hashPassword(password))
}

/**
 * Whether this is the password of that hash. Without a hash (no such user, none set), or with one whose pepper is gone, the
 * answer is no, after the same work. Verified exactly as received, but for NFC, which setting it applied too.
 */
export async function verifyPassword(phc: string | null, password: string): Promise<boolean> {
  const pepper = phc === null ? null : pepperOf(phc)
  const right = await verify(phc ?? NOBODYS_HASH, peppered(password.slice(0, PASSWORD_MAX_BYTES + 1), pepper ?? peppers.current()))
  return right && pepper !== null
}

/** The PHC string that is stored. It names its pepper, as the PHC string format has it for Argon2: `keyid`, in base64. */
export async function hashPassword(password: string): Promise<string> {
  const pepper = peppers.current()
  const phc = await hash(peppered(password, pepper), { memoryCost: ARGON2_MEMORY_KIB, timeCost: ARGON2_PASSES, parallelism: 1 })
  return phc.replace(/,p=\d+(?=\$)/, `$&,keyid=${keyidOf(pepper.id)}`)
}

/** Whether a hash was made with less work than we ask for today, or with the pepper of an older SECRETS_KEY. */
export function needsRehash(phc: string): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+(?:,keyid=[^$,]+)?\$/.exec(phc) ?? []
  return Number(memory ?? 0) < ARGON2_MEMORY_KIB || Number(passes ?? 0) < ARGON2_PASSES || pepperOf(phc)?.id !== peppers.current().id
}

/** The first rule a password breaks, lists and patterns included. */
export function refusalOf(password: string, context: PasswordContext): Exclude<PasswordRefusal, 'password-breached'> | null {
  if (!password.isWellFormed() || password.includes('\0')) return 'invalid-input'
  const nfc = password.normalize('NFC')
  const codePoints = [...nfc].length
  if (codePoints < PASSWORD_MIN_CODE_POINTS) return 'password-too-short'
  if (codePoints > PASSWORD_MAX_CODE_POINTS || Buffer.byteLength(nfc) > PASSWORD_MAX_BYTES) return 'password-too-long'
  return isCommonPassword(nfc) ? 'password-common' : patternIn(nfc, context)
}

/** All bytes count: HMAC has no limit where bcrypt would cut at 72. As text, which the library wants. */
const peppered = (password: string, { bytes }: SealingKey) => createHmac('sha256', bytes).update(password.normalize('NFC')).digest('base64')

/** The right shape and cost, and no password known to anyone. */
const NOBODYS_HASH = `$argon2id$v=19$m=${ARGON2_MEMORY_KIB},t=${ARGON2_PASSES},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
