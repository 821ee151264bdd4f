// A password known from a breach, and the way to another one. The password alone proves little by now: whoever has the list has
// it too. So a second factor is asked for besides, and where there is none, a link goes to the mailbox.

import { and, eq, isNotNull } from 'drizzle-orm'
import { changePassword } from '#lib/accounts/password-change.ts'
import type { Actor } from '#lib/accounts/people.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import { err } from '#lib/result.ts'
import { hasSudo } from '#lib/sessions/sudo.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'

/**
 * How this person comes to a new password: `here`, `confirm-first` (their second factor is due), or `mail`. An account without
 * factor and without a confirmed address has nothing to steal and no other way than `here`.
 */
export async function wayToNewPassword({ id, session }: Actor, now: Date): Promise<'here' | 'confirm-first' | 'mail'> {
  if (await hasSecondFactor(id)) return session.aal === 2 && hasSudo(session, now) ? 'here' : 'confirm-first'
  const confirmed = and(eq(emailAddresses.userId, id), isNotNull(emailAddresses.verifiedAt))
  return (await db().$count(emailAddresses, confirmed)) > 0 ? 'mail' : 'here'
}

/** Changes a password that had to be changed; else as `changePassword`. Refuses what is not `here`. */
export async function replacePassword(actor: Actor, change: { currentPassword: string; newPassword: string }, origin: Origin, now: Date) {
  const way = await wayToNewPassword(actor, now)
  return way === 'here' ? changePassword(actor, change, origin, now) : err(way)
}
