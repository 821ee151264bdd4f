// Who gets announcements by mail. An address counts once its owner has said yes from within that mailbox, or has proved it
// for an account. Whoever types an address never learns whether it was known.

import { and, asc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { announcementSubscribers, emailAddresses } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import { findLink, spendLink } from '#lib/mail/links.ts'
import { circumstances, type Letter, sendLetter } from '#lib/mail/mail.ts'
import { SUBSCRIBE_LINK_HOURS, UNSUBSCRIBE_LINK_DAYS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'

export type Subscriber = typeof announcementSubscribers.$inferSelect
export type OwnSubscription = { id: string; address: string; subscribed: boolean }
type Actor = { id: string; locale: string | null }

const REQUEST_KEPT_DAYS = 7

/**
 * Mails one letter: to confirm, or, where the address is subscribed already, to say so with the way out. The answer is the
 * same for both, and for an address that was written to too often today; only a network that asks too often learns it.
 */
export async function askToSubscribe(address: string, locale: string | null, origin: Origin, now: Date): Promise<Result<void, 'throttled'>> {
  const perNetwork = await countAttempt([['subscribeMailPerNetwork', networkOf(origin.ip)]], now)
  if (!perNetwork.allowed) return err('throttled')
  const perAddress = await countAttempt([['subscribeMailPerAddress', address.toLowerCase()]], now)
  await db().transaction(async (tx) => {
    const subscriber = await requestFor(tx, address, locale, now)
    const letter = subscriber.confirmedAt ? alreadyLetter(subscriber) : confirmLetter(subscriber)
    const to = perAddress.allowed ? { address: subscriber.address } : 'primary' // of no user: nobody
    await sendLetter(tx, { ...letter, userId: null, to, locale: subscriber.locale, values: { ...circumstances(origin, now), address: subscriber.address } })
  })
  return ok(undefined)
}

/** Whether a link would still confirm a subscription. Uses nothing up. */
export async function findSubscriptionRequest(token: string, now: Date): Promise<Subscriber | null> {
  const link = await findLink(db(), 'subscribe', token, now)
  return link && subscriberOf(link.subject)
}

/** Confirms the address the link was mailed to. */
export async function confirmSubscription(token: string, now: Date): Promise<Result<void, 'link-invalid'>> {
  return db().transaction(async (tx) => {
    const link = await spendLink(tx, 'subscribe', token, now)
    if (!link) return err('link-invalid')
    const confirmed = await tx.update(announcementSubscribers).set({ confirmedAt: now }).where(eq(announcementSubscribers.id, link.subject)).returning()
    return confirmed.length > 0 ? ok(undefined) : err('link-invalid')
  })
}

/** Whom a letter's way out would take off the list; `gone` where that has happened. Null: not a link of ours. */
export async function findLeaver(token: string, now: Date): Promise<Subscriber | 'gone' | null> {
  const link = await findLink(db(), 'unsubscribe', token, now)
  return link && ((await subscriberOf(link.subject)) ?? 'gone')
}

/** Takes the address off the list. Mail programs may ask twice (RFC 8058): it is as good the second time. */
export async function leaveAnnouncements(token: string, now: Date): Promise<Result<void, 'link-invalid'>> {
  const leaver = await findLeaver(token, now)
  if (!leaver) return err('link-invalid')
  if (leaver !== 'gone') await db().delete(announcementSubscribers).where(eq(announcementSubscribers.id, leaver.id))
  return ok(undefined)
}

/** The confirmed addresses of an account and whether announcements are mailed to each. */
export async function listOwnSubscriptions(userId: string): Promise<OwnSubscription[]> {
  const rows = await db().select({ id: emailAddresses.id, address: emailAddresses.address, confirmedAt: announcementSubscribers.confirmedAt }).from(emailAddresses)
    .leftJoin(announcementSubscribers, eq(announcementSubscribers.addressKey, emailAddresses.addressKey))
    .where(and(eq(emailAddresses.userId, userId), isNotNull(emailAddresses.verifiedAt))).orderBy(asc(emailAddresses.createdAt))
  return rows.map(({ id, address, confirmedAt }) => ({ id, address, subscribed: confirmedAt !== null }))
}

/** To how many addresses the next announcement goes. */
export async function countSubscribers(): Promise<number> {
  return db().$count(announcementSubscribers, isNotNull(announcementSubscribers.confirmedAt))
}

/** Switches the letters to one's own confirmed address on or off: it was proved before, so no letter asks again. */
export async function switchOwnSubscription(actor: Actor, id: string, wanted: boolean, origin: Origin, now: Date): Promise<Result<void, 'not-found'>> {
  return db().transaction(async (tx) => {
    await lockPerson(tx, actor.id)
    const [own] = await tx.select().from(emailAddresses)
      .where(and(eq(emailAddresses.id, id), eq(emailAddresses.userId, actor.id), isNotNull(emailAddresses.verifiedAt)))
    if (!own) return err('not-found')
    const { address, addressKey } = own
    if (wanted) await subscribeOwn(tx, { address, addressKey, locale: actor.locale, emailAddressId: own.id, confirmedAt: now })
    else await tx.delete(announcementSubscribers).where(eq(announcementSubscribers.addressKey, addressKey))
    await record(tx, { action: wanted ? 'announcements.subscribed' : 'announcements.unsubscribed', userId: actor.id, detail: { address } }, origin)
    return ok(undefined)
  })
}

/** Forgets addresses that somebody typed and nobody confirmed. */
export async function sweepSubscriptionRequests(now: Date): Promise<void> {
  const before = new Date(now.getTime() - REQUEST_KEPT_DAYS * 86_400_000)
  await db().delete(announcementSubscribers).where(and(isNull(announcementSubscribers.confirmedAt), lt(announcementSubscribers.createdAt, before)))
}

/** The way out that each letter carries. */
export const leaveLink = (subscriberId: string) => ({
  purpose: 'unsubscribe' as const, path: '/announcements/leave/', subject: subscriberId, minutes: UNSUBSCRIBE_LINK_DAYS * 1440,
})

type LetterPart = Pick<Letter, 'kind' | 'link'>

const confirmLetter = ({ id }: Subscriber): LetterPart => ({
  kind: 'subscribe-confirm', link: { purpose: 'subscribe', path: '/announcements/confirm/', subject: id, minutes: SUBSCRIBE_LINK_HOURS * 60 },
})
const alreadyLetter = ({ id }: Subscriber): LetterPart => ({ kind: 'subscribe-already', link: leaveLink(id) })

/** The row of an address: what is confirmed stays as it is, a request takes the newest language. */
async function requestFor(tx: Tx, address: string, locale: string | null, now: Date): Promise<Subscriber> {
  const addressKey = address.toLowerCase()
  await tx.insert(announcementSubscribers).values({ address, addressKey, locale, createdAt: now })
    .onConflictDoUpdate({ target: announcementSubscribers.addressKey, set: { locale, createdAt: now }, setWhere: isNull(announcementSubscribers.confirmedAt) })
  const [row] = await tx.select().from(announcementSubscribers).where(eq(announcementSubscribers.addressKey, addressKey))
  if (!row) throw new Error('A subscriber that was just put in is not there.')
  return row
}

async function subscribeOwn(tx: Tx, values: typeof announcementSubscribers.$inferInsert): Promise<void> {
  const { emailAddressId, confirmedAt } = values
  await tx.insert(announcementSubscribers).values(values)
    .onConflictDoUpdate({ target: announcementSubscribers.addressKey, set: { emailAddressId, confirmedAt }, setWhere: isNull(announcementSubscribers.confirmedAt) })
}

async function subscriberOf(id: string): Promise<Subscriber | null> {
  const [row] = await db().select().from(announcementSubscribers).where(eq(announcementSubscribers.id, id))
  return row ?? null
}
