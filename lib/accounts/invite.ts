import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { environment } from '#lib/env.ts'
import { voidLinksAbout } from '#lib/mail/links.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { INVITE_LINK_DAYS } from '#lib/numbers.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { address as addressRule } from './input.ts'

/** Writes to a person who may register where SIGN_UP is `invite`. Who may ask is the caller's question: administrators; null is the operator. An older invitation to the same address is dead. */
export async function invite(actor: { id: string; username: string } | null, address: string, origin: Origin, now: Date): Promise<void> {
  await db().transaction(async (tx) => {
    await voidLinksAbout(tx, 'invite', address.toLowerCase(), now)
    const link = { purpose: 'invite' as const, path: '/account/register/', subject: address.toLowerCase(), madeBy: actor?.id, minutes: INVITE_LINK_DAYS * 24 * 60 }
    const values = { ...circumstances(origin, now), by: actor?.username ?? environment().siteName }
    await sendLetter(tx, { kind: 'invite', userId: null, to: { address }, values, link })
    await record(tx, { action: 'account.invited', userId: actor?.id, detail: { address } }, origin)
  })
}

/** The operator's `invite <email>`: refuses what is no address. */
export async function inviteByMail(typed: string, now: Date): Promise<Result<void, 'address-malformed'>> {
  const checked = addressRule.safeParse(typed)
  if (!checked.success) return err('address-malformed')
  await invite(null, checked.data, nowhere, now)
  return ok(undefined)
}
