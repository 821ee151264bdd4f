// Storing a file that may be published: its bytes first, then its rows, all of them or none. Whatever was judged before
// is judged again here, under the lock of the project: roles go, names are taken, quotas fill up while a file arrives.

import { eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { files, projects, releases, usedFilenames } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'
import { createProject, permitProject, type Project, type ProjectPermit } from '#lib/projects/create.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { canonicalVersion, normalizeVersion } from '#lib/protocol/versions.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { keepBytes, sizeOfBlob } from '#lib/storage/storage.ts'
import { lockBlob } from './blob-lock.ts'
import { projectRefusals, siteRefusals } from './may-publish.ts'
import { metadataColumns } from './metadata-columns.ts'
import type { Publishable } from './publish.ts'
import { findRelease, isPublished, placeRefusals, type Candidate } from './taken.ts'
import { refusal, refused, viaOf, type Publisher, type UploadOutcome, type UploadRefusal } from './upload.ts'

/** Stores the file and everything that follows from it. Of many at once with one name, one is stored. */
export async function storeFile(publisher: Publisher, file: Publishable, origin: Origin, now: Date): Promise<UploadOutcome> {
  const permit = await permitFor(publisher, file.candidate, origin, now)
  if (!permit.ok) return refused(refusal(permit.error, { username: publisher.username, project: file.candidate.name }))
  const blobs = await keepBlobs(file)
  if (!blobs.ok) return refused(refusal(blobs.error, { filename: file.candidate.filename }))

  return undoneWhenRefused((tx) => storeRows(tx, publisher, { ...file, metadataSha256: blobs.value }, permit.value, origin, now))
}

type Kept = Publishable & { metadataSha256: string | null }
type Placed = Kept & { project: Project } & Pick<Publisher, 'userId' | 'username' | 'tokenId' | 'via'>

/** A project that is not there yet needs a permit; each one counts against the limits. One that was just made needs none. */
async function permitFor(publisher: Publisher, { name, project }: Candidate, origin: Origin, now: Date) {
  if (project) return ok(null)
  const permit = await permitProject(name, { id: publisher.userId, username: publisher.username }, origin, now)
  return permit.ok || permit.error !== 'name-conflicts' ? permit : ok(null)
}

/** The blob first, the row second: a row never points at nothing. */
async function keepBlobs({ staged, metadataFile }: Publishable): Promise<Result<string | null, 'disk-full'>> {
  const metadata = metadataFile ? await keepBytes(metadataFile) : ok(null)
  if (!metadata.ok) return metadata
  const kept = await staged.commit()
  return kept.ok ? metadata : kept
}

/** A refusal inside the transaction takes everything in it back, a project just made among it. */
async function undoneWhenRefused(run: (tx: Tx) => Promise<UploadOutcome>): Promise<UploadOutcome> {
  let settled: UploadOutcome | null = null
  try {
    return await db().transaction(async (tx) => {
      const outcome = await run(tx)
      if (outcome.outcome === 'published') return outcome
      settled = outcome
      return tx.rollback()
    })
  } catch (error) {
    if (settled) return settled
    throw error
  }
}

async function storeRows(tx: Tx, publisher: Publisher, file: Kept, permit: ProjectPermit | null, origin: Origin, now: Date): Promise<UploadOutcome> {
  await waitForBlobs(tx, file)
  const project = await findOrCreateProject(tx, file.candidate, permit, origin, now)
  if (!project.ok) return refused(refusal(project.error, { project: file.candidate.name, username: publisher.username }))

  const candidate = { ...file.candidate, project: project.value }
  const barred = [...(await siteRefusals(tx)), ...(await projectRefusals(publisher, candidate.name, project.value, tx))]
  if (barred.length > 0) return refused(...barred)
  const { name, version, filename } = candidate
  if (await isPublished(candidate, tx)) return { outcome: 'unchanged', project: normalizeName(name), version, filename }
  const noPlace = await placeRefusals(candidate, tx, now)
  if (noPlace.length > 0) return refused(...noPlace)

  const { userId, username, tokenId, via } = publisher
  const taken = await insertFile(tx, { ...file, project: project.value, userId, username, tokenId, via }, origin, now)
  if (taken) return refused(taken)
  await refreshSimplePage(tx, project.value.id, now)
  return { outcome: 'published', project: normalizeName(name), version, filename }
}

/** The bin may be emptied while we publish the same bytes; the lock makes one wait for the other. */
async function waitForBlobs(tx: Tx, { staged, metadataSha256 }: Kept): Promise<void> {
  for (const sha256 of [staged.sha256, metadataSha256].filter((hash) => hash !== null).sort()) {
    await lockBlob(tx, sha256)
    if ((await sizeOfBlob(sha256)) === null) throw new Error('A blob was swept away while its file was published; the client tries again.')
  }
}

/** The project under its lock. If someone else has just made it, theirs is taken, and they say who may publish. */
async function findOrCreateProject(tx: Tx, { name }: Candidate, permit: ProjectPermit | null, origin: Origin, now: Date) {
  const found = await lockProject(tx, name)
  if (found) return ok(found)
  if (!permit) return err('name-conflicts')
  const created = await createProject(tx, permit, origin, now)
  if (created.ok || created.error !== 'name-conflicts') return created
  const theirs = await lockProject(tx, name)
  return theirs ? ok(theirs) : created
}

async function lockProject(tx: Tx, name: string): Promise<Project | null> {
  const [project] = await tx.select().from(projects).where(eq(projects.normalizedName, normalizeName(name))).for('update')
  return project ?? null
}

/** The rows of the file. Answers a refusal when its name was given out in the meantime to a file of another project. */
async function insertFile(tx: Tx, file: Placed, origin: Origin, now: Date): Promise<UploadRefusal | null> {
  const { candidate, project, announced, staged } = file
  const { filename, filetype, size, blake2b256, sha256 } = candidate
  const reserved = await tx.insert(usedFilenames).values({ filename, projectId: project.id, blake2b256, createdAt: now }).onConflictDoNothing().returning()
  if (reserved.length === 0) return refusal('filename-used', { filename })

  const release = await findOrCreateRelease(tx, file, origin, now)
  await tx.insert(files).values({
    projectId: project.id, releaseId: release.id, filename, packagetype: filetype, pythonVersion: announced.pythonVersion,
    size, sha256, blake2b256, md5: staged.md5, metadataSha256: file.metadataSha256, requiresPython: file.metadata.requiresPython,
    uploadedBy: file.userId, tokenId: file.tokenId, comment: announced.comment, uploadedAt: now,
  })
  await tx.update(projects).set({ name: candidate.name }).where(eq(projects.id, project.id))
  const action = `add ${announced.pythonVersion} file ${filename}`
  await writeJournal(tx, { projectId: project.id, name: candidate.name, version: release.version, action, userId: file.userId })
  const detail = { name: project.name, version: release.version, filename, size, sha256, ...viaOf(file) }
  await record(tx, { ...eventOf(file), action: 'file.published', detail }, origin)
  return null
}

/** A release is what its first file says of it; later files never change it. */
async function findOrCreateRelease(tx: Tx, file: Placed, origin: Origin, now: Date): Promise<{ id: string; version: string }> {
  const { candidate, project, metadata, userId } = file
  const found = await findRelease(project.id, candidate.version, tx)
  if (found) return found

  const version = normalizeVersion(candidate.version) ?? candidate.version
  const values = { projectId: project.id, version, canonicalVersion: canonicalVersion(version) ?? version, publishedBy: userId, createdAt: now }
  const [created] = await tx.insert(releases).values({ ...values, ...metadataColumns(metadata) }).returning()
  if (!created) throw new Error('An insert returned no row.')
  await writeJournal(tx, { projectId: project.id, name: candidate.name, version, action: 'new release', userId })
  await record(tx, { ...eventOf(file), action: 'release.created', detail: { name: project.name, version, ...viaOf(file) } }, origin)
  return created
}

const eventOf = ({ userId, username, tokenId, project }: Placed) => ({ userId, actorName: username, tokenId: tokenId ?? undefined, projectId: project.id })
