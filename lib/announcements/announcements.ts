// What visitors read: announcements that are published, newest first.

import { and, count, desc, eq, gt, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { announcements } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { ANNOUNCEMENT_BANNER_DAYS } from '#lib/numbers.ts'
import { pagesOf } from '#lib/pages.ts'
import type { FeedItem } from '#lib/protocol/rss.ts'
import type { Severity } from './input.ts'

export type Announcement = typeof announcements.$inferSelect
export type Published = Announcement & { slug: string; publishedAt: Date }
export type Banner = { id: string; slug: string; title: string; severity: Severity }

const PER_PAGE = 10
const IN_FEED = 40
const SUMMARY_CHARS = 500
/** What may not wait until somebody comes by. */
const IMPORTANT: Severity[] = ['maintenance', 'security']

const standing = and(isNotNull(announcements.publishedAt), isNull(announcements.withdrawnAt))

/** One page of what is published, and how many pages there are; at least one. */
export async function listAnnouncements(page: number): Promise<{ found: Published[]; pages: number }> {
  const [total] = await db().select({ many: count() }).from(announcements).where(standing)
  const found = await db().select().from(announcements).where(standing)
    .orderBy(desc(announcements.publishedAt)).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
  return { found: found.filter(isPublished), pages: pagesOf(total?.many ?? 0, PER_PAGE) }
}

/** The announcement at an address; one that was withdrawn is still found, since letters lead there. */
export async function findAnnouncement(slug: string): Promise<Published | null> {
  const [found] = await db().select().from(announcements).where(eq(announcements.slug, slug))
  return found && isPublished(found) ? found : null
}

/** The newest important announcement of the last two weeks, for the top of every page. */
export async function findBanner(now: Date): Promise<Banner | null> {
  const since = new Date(now.getTime() - ANNOUNCEMENT_BANNER_DAYS * 86_400_000)
  const { id, slug, title, severity } = announcements
  const [found] = await db().select({ id, slug, title, severity }).from(announcements)
    .where(and(standing, inArray(severity, IMPORTANT), gt(announcements.publishedAt, since), lte(announcements.publishedAt, now)))
    .orderBy(desc(announcements.publishedAt)).limit(1)
  return found?.slug ? { ...found, slug: found.slug } : null
}

/** The newest announcements for feed readers. */
export async function listAnnouncementItems(): Promise<FeedItem[]> {
  const found = await db().select().from(announcements).where(standing).orderBy(desc(announcements.publishedAt)).limit(IN_FEED)
  return found.filter(isPublished).map(({ title, slug, body, publishedAt }) => {
    const link = announcementAddress(slug)
    return { title, link, guid: link, description: shortened(body), publishedAt }
  })
}

/** The whole address of an announcement's page. */
export const announcementAddress = (slug: string): string => `${environment().origin}/announcements/${slug}/`

export const isPublished = (found: Announcement): found is Published => found.slug !== null && found.publishedAt !== null

const shortened = (text: string) => (text.length > SUMMARY_CHARS ? `${text.slice(0, SUMMARY_CHARS).toWellFormed().trimEnd()}…` : text)
