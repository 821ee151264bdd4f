// Links that mail (or the terminal) carries: 256 random bits, for one purpose, used up once. Only the hash is kept.

import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Reader } from '#lib/db/client.ts'
import { emailAddresses, mailedLinks } from '#lib/db/schema.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'

export type LinkPurpose =
  | 'setup' | 'invite' | 'verify-email' | 'reset-password' | 'not-me' | 'start-recovery' | 'finish-recovery' | 'cancel-recovery' | 'invitation'
  | 'subscribe' | 'unsubscribe'

export type MailedLink = { userId: string | null; subject: string; createdAt: Date }

/** Makes a link's token. The text is returned once and never stored. */
export async function issueLink(
  tx: Reader,
  link: { purpose: LinkPurpose; userId?: string; subject?: string; sentTo?: string; madeBy?: string; expiresAt: Date },
): Promise<string> {
  const token = newSecret()
  await tx.insert(mailedLinks).values({ ...link, tokenHash: hashSecret(token) })
  return token
}

/** What a token stands for, or null when it is unknown, used, expired or meant for something else. Changes nothing. */
export async function findLink(tx: Reader, purpose: LinkPurpose, token: string, now: Date): Promise<MailedLink | null> {
  const [link] = await tx.select().from(mailedLinks).where(live(purpose, token, now))
  return link ?? null
}

/** Uses a token up: one caller gets the link, everyone else null. The address that it was mailed to is read, as one sees. */
export async function spendLink(tx: Reader, purpose: LinkPurpose, token: string, now: Date): Promise<MailedLink | null> {
  const [link] = await tx.update(mailedLinks).set({ consumedAt: now }).where(live(purpose, token, now)).returning()
  if (link?.userId && link.sentTo) {
    await tx.update(emailAddresses).set({ provedAt: now }).where(and(eq(emailAddresses.userId, link.userId), eq(emailAddresses.address, link.sentTo)))
  }
  return link ?? null
}

/** Makes every open link of a purpose useless: after the change it was meant for, or a better proof. */
export async function voidLinks(tx: Reader, userId: string, purpose: LinkPurpose, now: Date): Promise<void> {
  await tx.update(mailedLinks).set({ consumedAt: now })
    .where(and(eq(mailedLinks.userId, userId), eq(mailedLinks.purpose, purpose), isNull(mailedLinks.consumedAt)))
}

/** The same for a subject that has no account here: an address that was invited. Answers how many there were. */
export async function voidLinksAbout(tx: Reader, purpose: LinkPurpose, subject: string, now: Date): Promise<number> {
  const dead = await tx.update(mailedLinks).set({ consumedAt: now })
    .where(and(eq(mailedLinks.purpose, purpose), eq(mailedLinks.subject, subject), isNull(mailedLinks.consumedAt), gt(mailedLinks.expiresAt, now))).returning({ at: mailedLinks.createdAt })
  return dead.length
}

const live = (purpose: LinkPurpose, token: string, now: Date) => and(
  eq(mailedLinks.tokenHash, hashSecret(token)),
  eq(mailedLinks.purpose, purpose),
  isNull(mailedLinks.consumedAt),
  gt(mailedLinks.expiresAt, now),
)
