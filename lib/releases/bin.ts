// The bin. What an owner deletes is gone from the index at once and can be restored for 72 hours; then it is gone for good,
// bytes and all. Its file names are never given out again.

import { and, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { files, projects, releases } from '#lib/db/schema.ts'
import { BIN_HOURS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { requireRole } from '#lib/projects/projects.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { changeOwnProject, noteChange, tellMembers, type Actor, type Doing, type OwnProjectError } from './own-project.ts'
import { findRelease, hasSdist } from './taken.ts'
import { dropUnusedBlobs } from './unused-blobs.ts'

export type DeleteError = OwnProjectError | 'no-such-release' | 'no-such-file' | 'wrong-confirmation'
export type RestoreError = OwnProjectError | 'no-such-release' | 'no-such-file' | 'second-sdist'

/** Deletes a release with all its files. Whoever does it has typed its version. Owners only; every member is told. */
export async function deleteRelease(
  project: string, version: string, confirmation: string, actor: Actor, origin: Origin, now: Date,
): Promise<Result<void, DeleteError>> {
  return changeOwnProject<DeleteError>(project, actor, origin, now, async (doing) => {
    const release = await findRelease(doing.project.id, version, doing.tx)
    if (!release || release.deletedAt !== null) return err('no-such-release')
    if (confirmation.trim() !== release.version) return err('wrong-confirmation')

    await doing.tx.update(releases).set({ deletedAt: now }).where(eq(releases.id, release.id))
    await noteChange(doing, 'release.deleted', 'remove release', { version: release.version })
    await tellMembers(doing, 'release-deleted', { version: release.version })
    return ok(undefined)
  })
}

/** Puts a release back as it was. Files that were deleted by themselves stay in the bin. Owners only; every member is told. */
export async function restoreRelease(project: string, version: string, actor: Actor, origin: Origin, now: Date): Promise<Result<void, RestoreError>> {
  return changeOwnProject<RestoreError>(project, actor, origin, now, async (doing) => {
    const release = await findRelease(doing.project.id, version, doing.tx)
    if (!release || !isRestorable(release.deletedAt, now)) return err('no-such-release')

    await doing.tx.update(releases).set({ deletedAt: null }).where(eq(releases.id, release.id))
    await noteChange(doing, 'release.restored', 'restore release', { version: release.version })
    await tellMembers(doing, 'release-restored', { version: release.version })
    return ok(undefined)
  })
}

/** Deletes one file. Whoever does it has typed the name of the project, as on PyPI. Owners only; every member is told. */
export async function deleteFile(
  project: string, fileId: string, confirmation: string, actor: Actor, origin: Origin, now: Date,
): Promise<Result<void, DeleteError>> {
  return changeOwnProject<DeleteError>(project, actor, origin, now, async (doing) => {
    const found = await findFile(doing, fileId)
    if (!found || found.file.deletedAt !== null) return err('no-such-file')
    if (confirmation.trim() !== doing.project.name) return err('wrong-confirmation')

    const { filename } = found.file
    await doing.tx.update(files).set({ deletedAt: now }).where(eq(files.id, fileId))
    await noteChange(doing, 'file.deleted', `remove file ${filename}`, { version: found.version, filename })
    await tellMembers(doing, 'file-deleted', { filename })
    return ok(undefined)
  })
}

/** Puts a file back, unless its release has another source distribution by now. Owners only; every member is told. */
export async function restoreFile(project: string, fileId: string, actor: Actor, origin: Origin, now: Date): Promise<Result<void, RestoreError>> {
  return changeOwnProject<RestoreError>(project, actor, origin, now, async (doing) => {
    const found = await findFile(doing, fileId)
    if (!found || !isRestorable(found.file.deletedAt, now)) return err('no-such-file')
    const { filename, packagetype, releaseId } = found.file
    if (packagetype === 'sdist' && (await hasSdist(releaseId, doing.tx))) return err('second-sdist')

    await doing.tx.update(files).set({ deletedAt: null }).where(eq(files.id, fileId))
    await noteChange(doing, 'file.restored', `restore file ${filename}`, { version: found.version, filename })
    await tellMembers(doing, 'file-restored', { filename })
    return ok(undefined)
  })
}

export type BinEntry = { kind: 'release' | 'file'; id: string; version: string; filename: string | null; deletedAt: Date; restorableUntil: Date }

/** What lies in the bin of a project, deleted last first. Owners only. */
export async function listBin(name: string, actor: Actor, now: Date): Promise<Result<BinEntry[], 'no-such-project' | 'not-allowed'>> {
  const allowed = await requireRole(name, actor.id, 'owner')
  if (!allowed.ok) return allowed
  const { id } = allowed.value.project
  const releaseRows = await db().select().from(releases).where(and(eq(releases.projectId, id), isNotNull(releases.deletedAt)))
  const fileRows = await db().select({ file: files, version: releases.version }).from(files)
    .innerJoin(releases, eq(releases.id, files.releaseId)).where(and(eq(files.projectId, id), isNotNull(files.deletedAt)))
  const entries = [
    ...releaseRows.map(({ id, version, deletedAt }) => entry('release', id, version, null, deletedAt)),
    ...fileRows.map(({ file, version }) => entry('file', file.id, version, file.filename, file.deletedAt)),
  ]
  return ok(entries.filter(({ deletedAt }) => isRestorable(deletedAt, now)).sort((a, b) => b.deletedAt.getTime() - a.deletedAt.getTime()))
}

/** Deletes for good what has been in the bin for 72 hours: rows first, then the bytes that nothing points at. Run daily. */
export async function emptyBin(now: Date): Promise<void> {
  const since = new Date(now.getTime() - BIN_HOURS * 3_600_000)
  const gone = await db().transaction(async (tx) => {
    const inProjects = tx.select({ id: projects.id }).from(projects).where(lte(projects.deletedAt, since))
    const isGone = or(lte(releases.deletedAt, since), inArray(releases.projectId, inProjects))
    const inReleases = tx.select({ id: releases.id }).from(releases).where(isGone)
    const byRelease = await tx.delete(files).where(inArray(files.releaseId, inReleases)).returning()
    const byFile = await tx.delete(files).where(lte(files.deletedAt, since)).returning()
    await tx.delete(releases).where(isGone)
    return [...byRelease, ...byFile]
  })
  await dropUnusedBlobs(gone.flatMap(({ sha256, metadataSha256 }) => [sha256, metadataSha256 ?? []].flat()))
}

const binEnd = (deletedAt: Date) => new Date(deletedAt.getTime() + BIN_HOURS * 3_600_000)
const isRestorable = (deletedAt: Date | null, now: Date) => deletedAt !== null && now < binEnd(deletedAt)

function entry(kind: BinEntry['kind'], id: string, version: string, filename: string | null, deletedAt: Date | null): BinEntry {
  const since = deletedAt ?? new Date(0)
  return { kind, id, version, filename, deletedAt: since, restorableUntil: binEnd(since) }
}

/** A file of this project, if its release is not in the bin itself. */
async function findFile({ tx, project }: Doing, fileId: string) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fileId)) return null
  const [found] = await tx.select({ file: files, version: releases.version }).from(files).innerJoin(releases, eq(releases.id, files.releaseId))
    .where(and(eq(files.id, fileId), eq(files.projectId, project.id), isNull(releases.deletedAt)))
  return found ?? null
}
