// Publishing with a password, for tools that know nothing else: only where the operator allows it, and only for accounts
// whose password is all it takes to sign in. Whoever has a second factor uses a token.

import { isResting } from '#lib/accounts/resting.ts'
import { environment } from '#lib/env.ts'
import { checkPassword } from '#lib/login/password-step.ts'
import type { Origin } from '#lib/origin.ts'
import { parseAuthorization } from '#lib/protocol/basic-auth.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import { publisherFor } from './may-publish.ts'
import type { Publisher } from './upload.ts'

export type PasswordError = 'passwords-refused' | 'wrong-password' | 'throttled' | 'account-frozen' | 'token-needed' | 'password-breached'

/** Who sent this name and password. Counted and answered as a sign-in; never more than the account's own roles allow. */
export async function checkPasswordPublisher(header: string | null | undefined, origin: Origin, now: Date): Promise<Result<Publisher, PasswordError>> {
  const given = parseAuthorization(header)
  if (environment().uploadPasswords !== 'allowed' || given?.scheme !== 'basic') return err('passwords-refused')
  const checked = await checkPassword(given.username, given.password, null, origin, now)
  if (!checked.ok) return err(checked.error === 'throttled' ? 'throttled' : 'wrong-password')

  const { user } = checked.value
  if (isResting(user, 'upload', now)) return err('account-frozen')
  if (await hasSecondFactor(user.id)) return err('token-needed')
  if (user.passwordBreachedAt) return err('password-breached')
  return ok(publisherFor(user, now))
}
