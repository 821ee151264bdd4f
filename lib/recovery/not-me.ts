// "This was not me": what the link in every warning does. The account is secured at once, without signing in, and its owner
// gets it back with the reset link that is mailed in the same breath.
//
// How it could be abused, and what bounds that. Whoever reads a mailbox of the account can press the button. Then nobody is
// signed in, the old password is dead, passkeys are refused and tokens rest: until the password is reset, and not a moment
// longer, for the reset ends all of it. A reset link is mailed right away and more can be asked for; it needs the second
// factor as ever, for a mail alone never takes one away. Each link works once and for 72 hours, pressing one kills all the
// others, and the letters this causes carry none, so it cannot be kept up with what lies in the mailbox; the letter about the
// new password brings one link to each address, and the owner, back in, removes the address that is not theirs.

import { eq } from 'drizzle-orm'
import { sendResetLink } from '#lib/accounts/reset-request.ts'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { findLink, spendLink, voidLinks } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { cancelRecovery } from './cancel.ts'

/** Whose account a link secures. Uses nothing up. */
export async function findNotMe(token: string, now: Date): Promise<{ userId: string; username: string } | null> {
  const link = await findLink(db(), 'not-me', token, now)
  if (!link?.userId) return null
  const [user] = await db().select().from(users).where(eq(users.id, link.userId))
  return user && !user.disabledAt ? { userId: user.id, username: user.username } : null
}

/**
 * Secures an account: all access ends, the password is forgotten, a running recovery is cancelled, and the way back is mailed
 * to the address that the warning went to, or to one that was there before. `mailed: false`: there is no such address.
 */
export async function secureAccount(token: string, origin: Origin, now: Date): Promise<Result<{ mailed: boolean }, 'link-invalid'>> {
  const found = await findNotMe(token, now)
  if (!found) return err('link-invalid')
  return db().transaction(async (tx) => {
    const user = await lockPerson(tx, found.userId)
    const link = await spendLink(tx, 'not-me', token, now)
    if (!link || user.disabledAt) return err('link-invalid')
    for (const purpose of ['not-me', 'reset-password'] as const) await voidLinks(tx, user.id, purpose, now)
    await cancelRecovery(tx, user.id, 'not-me', origin, now)
    await endOtherAccess(tx, user.id, null, origin, now)
    const secured = { passwordHash: null, securedAt: now }
    await tx.update(users).set(secured).where(eq(users.id, user.id))
    await record(tx, { action: 'account.secured', userId: user.id, actorId: null }, origin)
    await record(tx, { action: 'account.frozen', userId: user.id, actorId: null }, origin)
    await sendWarning(tx, 'account-secured', user.id, origin, now)
    return ok({ mailed: await sendResetLink(tx, { ...user, ...secured }, link.subject, origin, now) })
  })
}
