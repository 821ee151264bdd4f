import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { removeAddress } from '#lib/accounts/addresses.ts'
import { db } from '#lib/db/client.ts'
import { announcementSubscribers, auditEvents, emailAddresses, mailedLinks } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { mailAnnouncements, mailBatch } from './mailing.ts'
import {
  askToSubscribe, confirmSubscription, findLeaver, findSubscriptionRequest, leaveAnnouncements, listOwnSubscriptions, sweepSubscriptionRequests, switchOwnSubscription,
} from './subscribers.ts'
import { publishAnnouncement, withdrawAnnouncement, writeAnnouncement } from './writing.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000)
let n = 0
const newAddress = () => `reader${process.pid}x${++n}@example.org`
const from = () => ({ ...nowhere, ip: `10.0.${n % 250}.${++n % 250}` })

async function subscribed(locale: string | null = null) {
  const address = newAddress()
  await askToSubscribe(address, locale, from(), start)
  const [letter] = await lettersTo(address, start)
  await confirmSubscription(letter?.token ?? '', start)
  return address
}
async function publish(body = 'On **Friday** <script>alert(1)</script>.', at = later(1)) {
  const author = await makeUser({ isAdmin: true })
  const id = await writeAnnouncement({ title: `News ${++n}`, body, severity: 'notice' }, author, nowhere, start)
  await publishAnnouncement({ id, revision: 1 }, author, nowhere, at)
  return { id, author }
}
const announcementsTo = async (address: string, at = later(2)) => (await lettersTo(address, at)).filter((letter) => letter.subject.startsWith('Wheelkeep: News'))
const isSubscribed = (address: string) => db().$count(announcementSubscribers, eq(announcementSubscribers.addressKey, address.toLowerCase()))

test('an address counts when its owner said yes from within the mailbox; the link works once and only its hash is kept', async () => {
  const address = newAddress()
  expect(await askToSubscribe(address, 'en', from(), start)).toEqual({ ok: true, value: undefined })
  const [letter] = await lettersTo(address, start)
  expect(letter?.subject).toBe('Announcements of Wheelkeep by mail?')
  const token = letter?.token ?? ''
  expect(await db().$count(mailedLinks, eq(mailedLinks.tokenHash, token))).toBe(0)
  expect(await db().$count(mailedLinks, and(eq(mailedLinks.tokenHash, hashSecret(token)), eq(mailedLinks.purpose, 'subscribe')))).toBe(1)
  await publish()
  await mailAnnouncements(later(1))
  expect(await announcementsTo(address)).toEqual([])

  expect(await findSubscriptionRequest(token, start)).toMatchObject({ address, confirmedAt: null })
  expect(await leaveAnnouncements(token, start)).toEqual({ ok: false, error: 'link-invalid' })
  expect(await confirmSubscription(token, later(49))).toEqual({ ok: false, error: 'link-invalid' })
  expect(await confirmSubscription(token, later(2))).toEqual({ ok: true, value: undefined })
  expect(await confirmSubscription(token, later(2))).toEqual({ ok: false, error: 'link-invalid' })
})

test('who types an address never learns whether it is on the list; its owner does, and gets the way out', async () => {
  const address = await subscribed()
  const answers = [await askToSubscribe(address.toUpperCase(), 'ar', from(), start), await askToSubscribe(newAddress(), 'ar', from(), start)]
  expect(answers[0]).toEqual(answers[1])
  const letter = (await lettersTo(address, later(1))).at(-1)
  expect(letter?.subject).toBe('You get announcements of Wheelkeep already')
  expect(await isSubscribed(address)).toBe(1)
  expect(await findLeaver(letter?.token ?? '', start)).toMatchObject({ address })
})

test('an address is written to three times a day, and nobody is told; a network that asks too often is', async () => {
  const address = newAddress()
  for (let i = 0; i < 5; i++) expect(await askToSubscribe(address, null, from(), start)).toEqual({ ok: true, value: undefined })
  expect(await lettersTo(address, start)).toHaveLength(3)
  const busy = { ...nowhere, ip: '198.51.100.7' }
  for (let i = 0; i < 20; i++) await askToSubscribe(newAddress(), null, busy, start)
  expect(await askToSubscribe(newAddress(), null, busy, start)).toEqual({ ok: false, error: 'throttled' })
})

test('a publication reaches each subscriber once, in their language, with its text tamed and the way out in its headers', async () => {
  const [english, arabic] = [await subscribed('en'), await subscribed('ar')]
  const { id } = await publish()
  await mailAnnouncements(later(1))
  await mailAnnouncements(later(1))
  const [letter, ...others] = await announcementsTo(english)
  expect(others).toEqual([])
  expect(letter?.html).toContain('<strong>Friday</strong>')
  expect(letter?.html).not.toContain('<script')
  expect(letter?.text).toContain('On **Friday**')
  expect(letter?.text).toContain('takes your address off the list')
  expect((await lettersTo(arabic, later(2))).at(-1)?.html).toContain('dir="rtl"')
  expect(letter?.headers.get('list')).toMatchObject({ unsubscribe: { url: `http://localhost:3000/_/announcements/leave?token=${letter?.token}` } })
  expect(letter?.headers.get('list-unsubscribe-post') ?? JSON.stringify(letter?.headers.get('list'))).toContain('One-Click')
  expect(id).toBeTruthy()
})

test('one POST of a mail program takes the address off, a second one is as good, and a GET changes nothing', async () => {
  const address = await subscribed()
  await publish()
  await mailAnnouncements(later(1))
  const [letter] = await announcementsTo(address)
  const where = `/_/announcements/leave?token=${letter?.token}`
  const opened = await machineFace.request(where)
  expect([opened.status, opened.headers.get('location')]).toEqual([303, `/announcements/leave/?token=${letter?.token}`])
  expect(await isSubscribed(address)).toBe(1)
  const oneClick = () => machineFace.request(where, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  for (const answer of [await oneClick(), await oneClick()]) expect(answer.status).toBe(200)
  expect(await isSubscribed(address)).toBe(0)
  expect(await findLeaver(letter?.token ?? '', later(2))).toBe('gone')
  expect((await machineFace.request('/_/announcements/leave?token=made-up', { method: 'POST' })).status).toBe(404)
  expect((await machineFace.request('/_/announcements/leave', { method: 'DELETE' })).status).toBe(405)
})

test('a server that dies between two batches goes on where it was; a batch that fails is written as a whole later', async () => {
  await db().delete(announcementSubscribers)
  const many = Array.from({ length: 230 }, (_, place) => `crowd${place}-${++n}@example.org`)
  for (const address of many) await db().insert(announcementSubscribers).values({ address, addressKey: address, confirmedAt: start })
  const { id } = await publish()
  expect(await mailBatch(id, later(1))).toBe(true)
  // The second batch meets trouble at its last letter: nothing of it may stay.
  await db().execute(`create function no_more() returns trigger language plpgsql as $$ begin if new.mailed_up_to > 0 then raise exception 'died'; end if; return new; end $$`)
  await db().execute('create trigger no_more before update on announcements for each row execute function no_more()')
  await expect(mailBatch(id, later(1))).rejects.toThrow()
  await db().execute('drop trigger no_more on announcements')
  await Promise.all(Array.from({ length: 20 }, () => mailAnnouncements(later(1))))
  expect(await mailBatch(id, later(1))).toBe(false)
  for (const place of [0, 99, 100, 199, 200, 229]) expect(await announcementsTo(many[place] ?? ''), `reader ${place}`).toHaveLength(1)
  const queued = await db().execute<{ many: number }>(`select count(*)::int as many from pgboss.job where name = 'mail' and data->>'kind' = 'announcement' and data->'announcement'->>'id' = '${id}'`)
  expect(queued[0]?.many).toBe(230)
}, 120_000)

test('who left, or what was withdrawn, while a letter waited: it is not sent', async () => {
  const [stays, leaves] = [await subscribed(), await subscribed()]
  const first = await publish()
  await mailAnnouncements(later(1))
  await db().delete(announcementSubscribers).where(eq(announcementSubscribers.addressKey, leaves))
  expect(await announcementsTo(leaves)).toEqual([])
  expect(await announcementsTo(stays)).toHaveLength(1)
  const second = await publish()
  await mailAnnouncements(later(1))
  await withdrawAnnouncement({ id: second.id, revision: 2 }, second.author, nowhere, later(1))
  expect(await announcementsTo(stays)).toHaveLength(1)
  expect(first.id).not.toBe(second.id)
})

test('one’s own confirmed address is switched on without a letter, and goes when the address goes', async () => {
  const user = await makeUser()
  const [own] = await listOwnSubscriptions(user.id)
  expect(own).toMatchObject({ address: `${user.username}@example.org`, subscribed: false })
  const actor = { id: user.id, locale: 'ar' }
  expect(await switchOwnSubscription(actor, own?.id ?? '', true, nowhere, start)).toEqual({ ok: true, value: undefined })
  expect(await listOwnSubscriptions(user.id)).toMatchObject([{ subscribed: true }])
  await switchOwnSubscription(actor, own?.id ?? '', false, nowhere, start)
  expect(await listOwnSubscriptions(user.id)).toMatchObject([{ subscribed: false }])

  const address = newAddress()
  const [second] = await db().insert(emailAddresses).values({ userId: user.id, address, addressKey: address, verifiedAt: start }).returning()
  await switchOwnSubscription(actor, second?.id ?? '', true, nowhere, start)
  expect(await isSubscribed(address)).toBe(1)
  await removeAddress({ id: user.id, session: { publicId: user.id } } as never, second?.id ?? '', nowhere, start)
  expect(await isSubscribed(address)).toBe(0)
  const events = await db().select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.userId, user.id)).orderBy(auditEvents.id)
  expect(events.map((e) => e.action).slice(0, 3)).toEqual(['announcements.subscribed', 'announcements.unsubscribed', 'announcements.subscribed'])
})

test('nobody switches an address that is not theirs or not confirmed', async () => {
  const [user, other] = [await makeUser(), await makeUser({ confirmed: false })]
  const [theirs] = await db().select().from(emailAddresses).where(eq(emailAddresses.userId, user.id))
  const [claimed] = await db().select().from(emailAddresses).where(eq(emailAddresses.userId, other.id))
  for (const id of [theirs?.id, claimed?.id]) {
    expect(await switchOwnSubscription({ id: other.id, locale: null }, id ?? '', true, nowhere, start)).toEqual({ ok: false, error: 'not-found' })
  }
  expect(await isSubscribed(`${user.username}@example.org`)).toBe(0)
  expect(await listOwnSubscriptions(other.id)).toEqual([])
})

test('addresses that nobody confirmed are forgotten after a week', async () => {
  const [asked, kept] = [newAddress(), await subscribed()]
  await askToSubscribe(asked, null, from(), start)
  await sweepSubscriptionRequests(later(24 * 6))
  expect(await isSubscribed(asked)).toBe(1)
  await sweepSubscriptionRequests(later(24 * 8))
  expect([await isSubscribed(asked), await isSubscribed(kept)]).toEqual([0, 1])
})
