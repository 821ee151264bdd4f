// What administrators do: write, change, publish, withdraw. Who may is the face's question (requireAdmin, sudo).
//
//   draft ──publish──► published ──withdraw──► withdrawn
//     └──discard──► gone

import { desc, eq, like, or, sql } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import type { AuditAction } from '#lib/audit/actions.ts'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { announcements } from '#lib/db/schema.ts'
import { enqueue } from '#lib/jobs/jobs.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import type { Announcement } from './announcements.ts'
import type { AnnouncementText } from './input.ts'
import { slugOf } from './slug.ts'

type Author = { id: string; username: string }
type Seen = { id: string; revision: number }
export type WritingRefusal = 'not-found' | 'changed-meanwhile' | 'already-published' | 'not-published' | 'withdrawn'

/** All of them, drafts first, then the newest. */
export async function listForAdmins(): Promise<Announcement[]> {
  return db().select().from(announcements).orderBy(sql`${announcements.publishedAt} desc nulls first`, desc(announcements.createdAt))
}

/** One of them, in whatever state. */
export async function findForAdmins(id: string): Promise<Announcement | null> {
  const [found] = await db().select().from(announcements).where(eq(announcements.id, id))
  return found ?? null
}

/** A new draft: only administrators see it. */
export async function writeAnnouncement({ title, body, severity }: AnnouncementText, author: Author, origin: Origin, now: Date): Promise<string> {
  return db().transaction(async (tx) => {
    const [made] = await tx.insert(announcements).values({ title, body, severity, createdAt: now }).returning()
    if (!made) throw new Error('An insert returned no row.')
    await note(tx, 'announcement.written', made, author, origin)
    return made.id
  })
}

/** Changes a text. One that is published changes at once for its readers, and says when; no letter is sent again. */
export async function changeAnnouncement(
  seen: Seen, { title, body, severity }: AnnouncementText, author: Author, origin: Origin, now: Date,
): Promise<Result<void, WritingRefusal>> {
  return change(seen, async (tx, found) => {
    if (found.withdrawnAt) return err('withdrawn')
    const editedAt = found.publishedAt && now
    await tx.update(announcements).set({ title, body, severity, editedAt, revision: found.revision + 1 }).where(eq(announcements.id, found.id))
    await note(tx, 'announcement.changed', { ...found, title }, author, origin)
    return ok(undefined)
  })
}

/** Shows a draft to everybody and has it mailed to those who subscribed before. */
export async function publishAnnouncement(seen: Seen, author: Author, origin: Origin, now: Date): Promise<Result<{ slug: string }, WritingRefusal>> {
  return change(seen, async (tx, found) => {
    if (found.publishedAt) return err('already-published')
    const slug = await freeSlug(tx, slugOf(found.title, now))
    await tx.update(announcements).set({ slug, publishedAt: now, revision: found.revision + 1 }).where(eq(announcements.id, found.id))
    await note(tx, 'announcement.published', { ...found, slug }, author, origin)
    await enqueue(tx, 'announcements', {})
    return ok({ slug })
  })
}

/** Takes a published one back: its page says so, lists, feed and banner leave it out, letters not yet sent are not. */
export async function withdrawAnnouncement(seen: Seen, author: Author, origin: Origin, now: Date): Promise<Result<void, WritingRefusal>> {
  return change(seen, async (tx, found) => {
    if (!found.publishedAt) return err('not-published')
    if (found.withdrawnAt) return err('withdrawn')
    await tx.update(announcements).set({ withdrawnAt: now, revision: found.revision + 1 }).where(eq(announcements.id, found.id))
    await note(tx, 'announcement.withdrawn', found, author, origin)
    return ok(undefined)
  })
}

/** Throws a draft away. */
export async function discardAnnouncement(seen: Seen, author: Author, origin: Origin): Promise<Result<void, WritingRefusal>> {
  return change(seen, async (tx, found) => {
    if (found.publishedAt) return err('already-published')
    await tx.delete(announcements).where(eq(announcements.id, found.id))
    await note(tx, 'announcement.discarded', found, author, origin)
    return ok(undefined)
  })
}

/** Of two administrators with one text before them, the second is told that it changed. */
async function change<T>({ id, revision }: Seen, run: (tx: Tx, found: Announcement) => Promise<Result<T, WritingRefusal>>): Promise<Result<T, WritingRefusal>> {
  return db().transaction(async (tx) => {
    const [found] = await tx.select().from(announcements).where(eq(announcements.id, id)).for('update')
    if (!found) return err('not-found')
    return found.revision === revision ? run(tx, found) : err('changed-meanwhile')
  })
}

/** One publication at a time, so that two of the same title get addresses of their own. */
async function freeSlug(tx: Tx, wanted: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.announcement})`)
  const rows = await tx.select({ slug: announcements.slug }).from(announcements)
    .where(or(eq(announcements.slug, wanted), like(announcements.slug, `${wanted}-%`)))
  const taken = new Set(rows.map((row) => row.slug))
  let free = wanted
  for (let n = 2; taken.has(free); n++) free = `${wanted}-${n}`
  return free
}

async function note(tx: Tx, action: AuditAction, { title, slug }: Announcement, author: Author, origin: Origin): Promise<void> {
  await record(tx, { action, userId: author.id, actorName: author.username, detail: { name: title, slug } }, origin)
}
