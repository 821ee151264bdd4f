import { and, eq, isNotNull } from 'drizzle-orm'
import { readForLetter } from '#lib/announcements/mailing.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { deliver } from '#lib/mail/deliver.ts'
import { codeForLetter } from '#lib/login/browser-code.ts'
import { type LetterSite, warnsOfAccess, writeLetter } from '#lib/mail/letters.ts'
import { issueLink } from '#lib/mail/links.ts'
import { type Letter, sendLetter } from '#lib/mail/mail.ts'
import { NOT_ME_LINK_HOURS } from '#lib/numbers.ts'
import { findPlace } from '#lib/places/places.ts'

/**
 * One letter of the queue: writes it, with a link made only now, and delivers it. A letter to several addresses becomes one
 * job each, so that a retry repeats none that arrived. Whoever has no address left gets none, and a code that nobody waits for
 * any more is not sent.
 */
export async function sendQueuedLetter(letter: Letter, now: Date): Promise<void> {
  const addresses = await addressesOf(letter)
  const [only, ...others] = addresses
  if (only === undefined) return
  if (others.length === 0) return send(letter, only, now)
  await db().transaction(async (tx) => {
    for (const address of addresses) await sendLetter(tx, { ...letter, to: { address } })
  })
}

async function send(letter: Letter, address: string, now: Date): Promise<void> {
  if (letter.announcement) return sendAnnouncement(letter, letter.announcement, address, now)
  const code = letter.codeFor ? await codeForLetter(letter.codeFor, now) : ''
  if (code === null) return
  const site = siteOfLetters()
  const action = letter.link ? await makeLink(letter, letter.link, address, site.origin, now) : null
  const reader = letter.userId ? await readerOf(letter.userId) : null
  const notMe = reader && warnsOfAccess(letter.kind) ? await makeLink(letter, notMeLink(address), address, site.origin, now) : null
  const place = findPlace(String(letter.values?.ip ?? ''))
  const written = writeLetter({ ...letter, values: { ...letter.values, code } }, reader, { action, notMe }, site, now, { place })
  await deliver(address, written, action ?? (code || null), now)
}

/** Not sent any more when it was withdrawn, or its reader left, while the letter waited. */
async function sendAnnouncement(letter: Letter, which: NonNullable<Letter['announcement']>, address: string, now: Date): Promise<void> {
  const content = await readForLetter(which)
  if (!content || !letter.link) return
  const site = siteOfLetters()
  const token = await makeToken(letter, letter.link, address, now)
  const leave = `${site.origin}${letter.link.path}?token=${token}`
  const named = { ...letter, values: { ...letter.values, name: content.title, url: content.url } }
  const written = writeLetter(named, null, { action: leave, notMe: null }, site, now, { enclosed: content })
  await deliver(address, { ...written, headers: content.headers(token) }, leave, now)
}

function siteOfLetters(): LetterSite {
  const { siteName, origin, testInstance } = environment()
  return { name: siteName, origin, isTest: testInstance }
}

async function makeLink(letter: Letter, link: NonNullable<Letter['link']>, address: string, origin: string, now: Date): Promise<string> {
  return `${origin}${link.path}?token=${await makeToken(letter, link, address, now)}`
}

async function makeToken({ userId }: Letter, { purpose, subject, madeBy, minutes }: NonNullable<Letter['link']>, address: string, now: Date): Promise<string> {
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  return issueLink(db(), { purpose, subject, madeBy, expiresAt, ...(userId && { userId, sentTo: address }) })
}

/** Remembers which address it went to: that is where the way back is mailed. */
const notMeLink = (address: string) => ({ purpose: 'not-me' as const, path: '/account/not-me/', subject: address, minutes: NOT_ME_LINK_HOURS * 60 })

async function readerOf(userId: string) {
  const [reader] = await db().select({ username: users.username, locale: users.locale }).from(users).where(eq(users.id, userId))
  return reader ?? null
}

/** Warnings go to confirmed addresses only; a single address is written to as it is, confirmed or not. */
async function addressesOf({ to, userId }: Letter): Promise<string[]> {
  if (typeof to === 'object' && 'address' in to) return [to.address]
  if (!userId) return []
  const which = typeof to === 'object' ? eq(emailAddresses.id, to.addressId) : confirmedOnly(to)
  const rows = await db().select({ address: emailAddresses.address }).from(emailAddresses).where(and(eq(emailAddresses.userId, userId), which))
  return rows.map((row) => row.address)
}

const confirmedOnly = (to: 'all' | 'primary') => and(isNotNull(emailAddresses.verifiedAt), to === 'primary' ? eq(emailAddresses.isPrimary, true) : undefined)
