// Letters about a publication. The list is walked in the order of its serials, a batch a transaction: the batch's letters
// enter the queue and the mark moves, both or neither. A server that dies in between goes on at the mark within a minute.
// So each subscriber has one job; a job delivers at least once, as every letter does (the mail server took it, and the
// server died before it could note so: the letter is sent again).

import { and, asc, eq, gt, isNotNull, isNull, lte } from 'drizzle-orm'
import { renderDescription } from '#lib/catalog/readme.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { announcements, announcementSubscribers } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { type Letter, sendLetter } from '#lib/mail/mail.ts'
import { ANNOUNCEMENT_BATCH } from '#lib/numbers.ts'
import { announcementAddress, isPublished, type Published } from './announcements.ts'
import { leaveLink, type Subscriber } from './subscribers.ts'

export const MARKDOWN = 'text/markdown'

/** Puts into the queue what is still to be mailed. Run on publication and each minute; several at once do no harm. */
export async function mailAnnouncements(now: Date): Promise<void> {
  const due = await db().select({ id: announcements.id }).from(announcements).where(toBeMailed)
  for (const { id } of due) while (await mailBatch(id, now));
}

const toBeMailed = and(isNotNull(announcements.publishedAt), isNull(announcements.mailedAt), isNull(announcements.withdrawnAt))

/** The next batch of one announcement; whether there may be more. The row's lock makes a second worker wait, then go on behind. */
export async function mailBatch(id: string, now: Date): Promise<boolean> {
  return db().transaction(async (tx) => {
    const [found] = await tx.select().from(announcements).where(and(eq(announcements.id, id), toBeMailed)).for('update')
    if (!found || !isPublished(found)) return false
    const batch = await subscribersAfter(tx, found)
    for (const subscriber of batch) await sendLetter(tx, letterFor(found, subscriber))
    const last = batch.at(-1)
    await tx.update(announcements).set(last ? { mailedUpTo: last.serial } : { mailedAt: now }).where(eq(announcements.id, id))
    return last !== undefined
  })
}

/** Whoever confirmed after the publication has read it on the page where they subscribed. */
const subscribersAfter = (tx: Tx, { mailedUpTo, publishedAt }: Published) =>
  tx.select().from(announcementSubscribers)
    .where(and(gt(announcementSubscribers.serial, mailedUpTo), lte(announcementSubscribers.confirmedAt, publishedAt)))
    .orderBy(asc(announcementSubscribers.serial)).limit(ANNOUNCEMENT_BATCH)

function letterFor({ id, publishedAt }: Published, subscriber: Subscriber): Letter {
  return {
    kind: 'announcement', userId: null, to: { address: subscriber.address }, locale: subscriber.locale,
    values: { when: publishedAt.toISOString() }, announcement: { id, subscriberId: subscriber.id }, link: leaveLink(subscriber.id),
  }
}

export type AnnouncementLetter = { title: string; url: string; text: string; html: string | null; headers: (token: string) => Record<string, string> }

/** What a letter says when its turn comes: null where the announcement was withdrawn or the reader has left meanwhile. */
export async function readForLetter({ id, subscriberId }: NonNullable<Letter['announcement']>): Promise<AnnouncementLetter | null> {
  const [subscriber] = await db().select({ id: announcementSubscribers.id }).from(announcementSubscribers)
    .where(and(eq(announcementSubscribers.id, subscriberId), isNotNull(announcementSubscribers.confirmedAt)))
  const [found] = await db().select().from(announcements).where(eq(announcements.id, id))
  if (!subscriber || !found || !isPublished(found) || found.withdrawnAt) return null
  const rendered = await renderDescription(found.body, MARKDOWN)
  return { title: found.title, url: announcementAddress(found.slug), text: found.body, html: rendered?.kind === 'html' ? rendered.html : null, headers: leaveHeaders }
}

/** RFC 2369 §3.2 and RFC 8058 §3.1: mail programs take the reader off the list by one POST, without asking a page. */
const leaveHeaders = (token: string): Record<string, string> => ({
  'List-Unsubscribe': `<${environment().origin}/_/announcements/leave?token=${token}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})
