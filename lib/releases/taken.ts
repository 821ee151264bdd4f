// Is there room for this file beside the others? Asked early to save work, and again under the project's lock, where it counts.

import { and, eq, gte, isNull, or, sql } from 'drizzle-orm'
import type { Reader } from '#lib/db/client.ts'
import { files, projects, releases, usedFilenames } from '#lib/db/schema.ts'
import { FILE_MAX_BYTES, OLD_RELEASE_DAYS, PROJECT_MAX_BYTES, USER_DAY_MAX_BYTES } from '#lib/numbers.ts'
import type { Project } from '#lib/projects/create.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import type { Filetype } from '#lib/protocol/filenames.ts'
import { canonicalVersion } from '#lib/protocol/versions.ts'
import { refusal, type UploadRefusal } from './upload.ts'

/** A file that wants a place; `project` is null for one that would be made. */
export type Candidate = {
  userId: string
  name: string
  project: Project | null
  version: string
  filename: string
  filetype: Filetype
  size: number
  sha256: string
  blake2b256: string
}

/** How large one file of this project may be. */
export const fileLimitOf = (project: Project | null) => Math.max(FILE_MAX_BYTES, project?.fileLimitBytes ?? 0)

/** Whether this very file is published already, in this release: then a second upload changes nothing and is no error. */
export async function isPublished({ filename, sha256, blake2b256, project, version }: Candidate, reader: Reader): Promise<boolean> {
  const release = project && (await findRelease(project.id, version, reader))
  if (!release) return false
  const same = and(eq(files.filename, filename), eq(files.sha256, sha256), eq(files.blake2b256, blake2b256), isNull(files.deletedAt))
  return (await reader.$count(files, and(eq(files.releaseId, release.id), same))) > 0
}

/** Every reason why there is no place, in the order in which PyPI looks for them. */
export async function placeRefusals(candidate: Candidate, reader: Reader, now: Date): Promise<UploadRefusal[]> {
  const quota = await quotaRefusals(candidate, reader, now)
  const name = await filenameRefusals(candidate, reader)
  const release = await releaseRefusals(candidate, reader, now)
  return [...quota, ...name, ...release]
}

async function quotaRefusals({ name, project, userId, size }: Candidate, reader: Reader, now: Date): Promise<UploadRefusal[]> {
  const found: UploadRefusal[] = []
  const limitBytes = Math.max(PROJECT_MAX_BYTES, project?.totalLimitBytes ?? 0)
  const stored = project ? await sizeOf(reader, eq(files.projectId, project.id)) : 0
  if (stored + size > limitBytes) found.push(refusal('project-too-large', { project: project?.name ?? name, limitBytes }))

  const yesterday = new Date(now.getTime() - 86_400_000)
  const today = await sizeOf(reader, and(eq(files.uploadedBy, userId), gte(files.uploadedAt, yesterday)))
  if (today + size > USER_DAY_MAX_BYTES) found.push(refusal('too-much-today', { limitBytes: USER_DAY_MAX_BYTES }))
  return found
}

/** What lies in the bin takes up room until it is gone. */
async function sizeOf(reader: Reader, which: ReturnType<typeof and>): Promise<number> {
  const [row] = await reader.select({ sum: sql<string>`coalesce(sum(${files.size}), 0)` }).from(files).where(which)
  return Number(row?.sum ?? 0)
}

async function filenameRefusals(candidate: Candidate, reader: Reader): Promise<UploadRefusal[]> {
  const { filename, blake2b256, project } = candidate
  if (await isFileThere(candidate, reader)) return [refusal('file-exists', { filename, blake2b256 })]
  if (!project) return []
  const used = await reader.$count(usedFilenames, and(eq(usedFilenames.filename, filename), eq(usedFilenames.projectId, project.id)))
  return used > 0 ? [refusal('filename-used', { filename })] : []
}

/** A live file of that name, or these bytes under any name. What others have in private is not given away: nobody learns which releases there are. */
async function isFileThere({ filename, blake2b256, project }: Candidate, reader: Reader): Promise<boolean> {
  const ours = project ? eq(files.projectId, project.id) : sql`false`
  const seen = and(or(eq(files.filename, filename), eq(files.blake2b256, blake2b256)), or(ours, eq(projects.isPrivate, false)))
  const found = await reader.select({ id: files.id }).from(files).innerJoin(projects, eq(projects.id, files.projectId)).where(and(seen, isNull(files.deletedAt))).limit(1)
  return found.length > 0
}

async function releaseRefusals({ project, version, filetype }: Candidate, reader: Reader, now: Date): Promise<UploadRefusal[]> {
  const release = project && (await findRelease(project.id, version, reader))
  if (!project || !release) return []
  const said = { project: project.name, version: release.version }
  if (release.deletedAt !== null) return [refusal('release-in-bin', said)]

  const found: UploadRefusal[] = []
  const old = now.getTime() - release.createdAt.getTime() > OLD_RELEASE_DAYS * 86_400_000
  if (old && (await isRuleOn('refuse-old-releases', reader))) found.push(refusal('release-too-old', said))
  if (filetype === 'sdist' && (await hasSdist(release.id, reader))) found.push(refusal('second-sdist', said))
  return found
}

/** The release of that version, however it is spelled (PEP 440). */
export async function findRelease(projectId: string, version: string, reader: Reader): Promise<typeof releases.$inferSelect | null> {
  const same = and(eq(releases.projectId, projectId), eq(releases.canonicalVersion, canonicalVersion(version) ?? version))
  const [release] = await reader.select().from(releases).where(same)
  return release ?? null
}

/** Whether a release has a source distribution that is not in the bin. */
export async function hasSdist(releaseId: string, reader: Reader): Promise<boolean> {
  const sdist = and(eq(files.releaseId, releaseId), eq(files.packagetype, 'sdist'), isNull(files.deletedAt))
  return (await reader.select({ id: files.id }).from(files).where(sdist)).length > 0
}
