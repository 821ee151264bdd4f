// What became of the files of one form. Kept for a day, so that the answer has an address of its own: reloading it sends
// nothing again, and any process of several can show it.

import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { uploadReports } from '#lib/db/schema.ts'
import { UPLOAD_REPORT_HOURS } from '#lib/numbers.ts'
import type { UploadMode } from './publish.ts'
import type { FormRefusal } from './upload-form.ts'

/** A file and how it ended; a refused one lists everything that stands in the way, in the words that programs get. */
export type ReportedFile = (typeof uploadReports.$inferSelect)['files'][number]

/** What was wrong with the form itself. Files before that point are in the report. */
export type FormProblem = FormRefusal | 'too-many-files' | 'no-file'

export type UploadReport = { id: string; mode: UploadMode; files: ReportedFile[]; problem: FormProblem | null; requestId: string | null; createdAt: Date }

/** Keeps a report for whoever sent the form; answers its id. */
export async function saveReport(userId: string, said: Omit<UploadReport, 'id' | 'createdAt'>, now: Date): Promise<string> {
  const [row] = await db().insert(uploadReports).values({ userId, ...said, createdAt: now }).returning({ id: uploadReports.id })
  if (!row) throw new Error('An insert returned no row.')
  return row.id
}

/** One of the reader's own reports; null for anybody else's, and after a day. */
export async function findReport(id: string, userId: string, now: Date): Promise<UploadReport | null> {
  if (!z.uuid().safeParse(id).success) return null
  const [row] = await db().select().from(uploadReports).where(and(eq(uploadReports.id, id), eq(uploadReports.userId, userId)))
  return row && row.createdAt > keptSince(now) ? row : null
}

/** Deletes reports that nobody can see any more. Run daily. */
export async function sweepReports(now: Date): Promise<void> {
  await db().delete(uploadReports).where(lte(uploadReports.createdAt, keptSince(now)))
}

const keptSince = (now: Date) => new Date(now.getTime() - UPLOAD_REPORT_HOURS * 3_600_000)
