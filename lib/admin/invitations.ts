// Invitations to make an account, by mail. An address has one that is open at most: inviting again makes the older one dead.

import { aliasedTable, and, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { invite } from '#lib/accounts/invite.ts'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, mailedLinks, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { voidLinksAbout } from '#lib/mail/links.ts'
import { INVITATIONS_SHOWN } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import type { Actor } from '#lib/projects/members.ts'
import { err, ok, type Result } from '#lib/result.ts'

/** `by`: null is the operator, or somebody who is gone. */
export type OpenInvitation = { address: string; by: string | null; sentAt: Date; endsAt: Date }

/** Those that can still be accepted, the newest first. */
export async function listInvitations(now: Date): Promise<OpenInvitation[]> {
  const inviter = aliasedTable(users, 'inviter')
  const { subject: address, createdAt: sentAt, expiresAt: endsAt } = mailedLinks
  return db().select({ address, by: inviter.username, sentAt, endsAt }).from(mailedLinks).leftJoin(inviter, eq(inviter.id, mailedLinks.madeBy))
    .where(and(eq(mailedLinks.purpose, 'invite'), isNull(mailedLinks.consumedAt), gt(endsAt, now))).orderBy(desc(sentAt)).limit(INVITATIONS_SHOWN)
}

/** Mails a link with which one person can register. Says when somebody has the address: administrators may know. */
export async function sendInvitation(address: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, 'sign-up-closed' | 'address-known' | 'too-many-invitations'>> {
  if (environment().signUp === 'closed') return err('sign-up-closed')
  if (await isKnown(address)) return err('address-known')
  const allowance = await countAttempt([['invitationsPerAdministrator', admin.id]], now)
  if (!allowance.allowed) return err('too-many-invitations')
  await invite(admin, address, origin, now)
  return ok(undefined)
}

/** Makes an open invitation useless, whoever sent it. */
export async function withdrawInvitation(address: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, 'no-such-invitation'>> {
  return db().transaction(async (tx) => {
    if ((await voidLinksAbout(tx, 'invite', address.toLowerCase(), now)) === 0) return err('no-such-invitation')
    await record(tx, { action: 'account.invitation-withdrawn', userId: admin.id, actorName: admin.username, detail: { address } }, origin)
    return ok(undefined)
  })
}

const isKnown = async (address: string) =>
  (await db().$count(emailAddresses, and(eq(emailAddresses.addressKey, address.toLowerCase()), isNotNull(emailAddresses.verifiedAt)))) > 0
