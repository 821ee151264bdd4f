import type { User } from './people.ts'

/** What uses an account without its owner at the keyboard: publishing, or reading what is private. */
export type TokenUse = 'upload' | 'read'

/**
 * Whether the tokens of an account rest. During a delayed recovery nothing is published, and installs go on; once its owner
 * said "This was not me", no token does anything until the password was reset, nor while an administrator disabled it.
 */
export function isResting(user: Pick<User, 'securedAt' | 'frozenUntil' | 'disabledAt'>, use: TokenUse, now: Date): boolean {
  if (user.securedAt || user.disabledAt) return true
  return use === 'upload' && user.frozenUntil !== null && user.frozenUntil > now
}
