// The record of what happened. An event is written in the transaction of the change it speaks of: both or neither.

import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import type { AuditAction } from './actions.ts'

type Detail = Record<string, string | number | boolean | null | string[]>

export type AuditEvent = {
  action: AuditAction
  /** Whose account it concerns. */
  userId?: string
  /** Who did it; the user concerned, unless said otherwise. `null`: the system. */
  actorId?: string | null
  actorName?: string
  tokenId?: string
  projectId?: string
  outcome?: 'success' | 'failure'
  /** Names and numbers for the sentence; never a secret. */
  detail?: Detail
}

export type RecordedEvent = typeof auditEvents.$inferSelect

/** Writes one event in the caller's transaction (or by itself, for refusals that change nothing). */
export async function record(tx: Reader, event: AuditEvent, origin: Origin): Promise<void> {
  const { outcome = 'success', detail = {}, actorId = event.userId, ...rest } = event
  await tx.insert(auditEvents).values({ ...rest, outcome, detail, actorId, ...origin })
}

/** The newest events about one account, 50 a page; `before` is the id of the last one seen. */
export async function listAccountEvents(userId: string, before?: number, most = 50): Promise<RecordedEvent[]> {
  return listEvents(eq(auditEvents.userId, userId), before, most)
}

/** The newest events about one project. */
export async function listProjectEvents(projectId: string, before?: number, most = 50): Promise<RecordedEvent[]> {
  return listEvents(eq(auditEvents.projectId, projectId), before, most)
}

async function listEvents(about: SQL, before: number | undefined, most: number) {
  const older = before === undefined ? undefined : lt(auditEvents.id, before)
  return db().select().from(auditEvents).where(and(about, older)).orderBy(desc(auditEvents.id)).limit(most)
}
