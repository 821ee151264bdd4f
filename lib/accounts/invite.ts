import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { INVITE_LINK_DAYS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'

/** Writes to a person who may register where SIGN_UP is `invite`. Who may ask is the caller's question: administrators. */
export async function invite(actor: { id: string; username: string }, address: string, origin: Origin, now: Date): Promise<void> {
  await db().transaction(async (tx) => {
    const link = { purpose: 'invite' as const, path: '/account/register/', subject: address.toLowerCase(), minutes: INVITE_LINK_DAYS * 24 * 60 }
    await sendLetter(tx, { kind: 'invite', userId: null, to: { address }, values: { ...circumstances(origin, now), by: actor.username }, link })
    await record(tx, { action: 'account.invited', userId: actor.id, detail: { address } }, origin)
  })
}
