import { and, eq, isNull, ne } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { files, projects, releases } from '#lib/db/schema.ts'

/** What a download needs to know: the blob, its size, its name from the row, and whose it is. */
export type Download = {
  sha256: string
  /** null: ask the storage. */
  size: number | null
  filename: string
  uploadedAt: Date
  /** The file itself, or the metadata beside it. */
  kind: 'file' | 'metadata'
  project: { id: string; normalizedName: string; isPrivate: boolean }
}

const METADATA = '.metadata'

/**
 * The file behind a download address, or its PEP 658 metadata; null when there is none, when it is in the bin, or
 * when its project is quarantined.
 */
export async function findDownload(blake2b256: string, filename: string): Promise<Download | null> {
  const wantsMetadata = filename.endsWith(METADATA)
  const row = await findFile(blake2b256, wantsMetadata ? filename.slice(0, -METADATA.length) : filename)
  if (!row) return null
  const { file, project } = row
  const { uploadedAt } = file
  if (!wantsMetadata) return { sha256: file.sha256, size: file.size, filename: file.filename, uploadedAt, kind: 'file', project }
  if (file.metadataSha256 === null) return null
  return { sha256: file.metadataSha256, size: null, filename: file.filename + METADATA, uploadedAt, kind: 'metadata', project }
}

async function findFile(blake2b256: string, filename: string) {
  const project = { id: projects.id, normalizedName: projects.normalizedName, isPrivate: projects.isPrivate }
  const shown = and(isNull(files.deletedAt), isNull(releases.deletedAt), isNull(projects.deletedAt), ne(projects.status, 'quarantined'))
  const [row] = await db().select({ file: files, project }).from(files)
    .innerJoin(releases, eq(releases.id, files.releaseId)).innerJoin(projects, eq(projects.id, files.projectId))
    .where(and(eq(files.filename, filename), eq(files.blake2b256, blake2b256), shown))
  return row
}
