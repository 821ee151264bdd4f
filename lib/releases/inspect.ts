// The file itself: its name, its digests, what is in it, and whether all three say the same as the form.

import { INSPECTION_MAX_SECONDS } from '#lib/numbers.ts'
import { parseCoreMetadata, type CoreMetadata } from '#lib/protocol/core-metadata.ts'
import { ARCHIVE_CURES } from '#lib/protocol/archive-problems.ts'
import { inspectDistribution } from '#lib/protocol/distribution.ts'
import { checkFilename, checkSdistFilename, checkWheelFilename, type Filetype } from '#lib/protocol/filenames.ts'
import type { Problem } from '#lib/protocol/problem.ts'
import type { StagedFile } from '#lib/storage/storage.ts'
import { type AnnouncedDigests, isDigest } from './announced.ts'
import { refusal, refusalOf, type Content, type UploadRefusal } from './upload.ts'

/** A file and what it is said to be. */
export type Offered = { filename: string; filetype: Filetype; staged: StagedFile; name: string; version: string }

/** METADATA or PKG-INFO as it stands in the file, and read. */
export type Inside = { bytes: Uint8Array; metadata: CoreMetadata }

/** What can be said of a part before its bytes are read: its name and its kind. */
export function partRefusals(content: Content, filetype: Filetype): UploadRefusal[] {
  const named = checkFilename(content.filename, filetype)
  const picture = content.mimeType?.startsWith('image/') ?? false
  return [...(named ? [refusalOf(named)] : []), ...(picture ? [refusal('not-a-distribution')] : [])]
}

/** Every digest the client sent must be that of the bytes that arrived; what is no digest is told as that (announced.ts). */
export function digestRefusals(announced: AnnouncedDigests, staged: StagedFile): UploadRefusal[] {
  const kinds = ['sha256', 'blake2b256', 'md5'] as const
  return kinds
    .filter((kind) => isDigest(announced[kind], staged[kind].length) && announced[kind] !== staged[kind])
    .map((kind) => refusal('digest-mismatch', { digest: `${FIELDS[kind]}: sent ${announced[kind]}, arrived ${staged[kind]}` }))
}

const FIELDS = { sha256: 'sha256_digest', blake2b256: 'blake2_256_digest', md5: 'md5_digest' }

/** Looks into the file, within a time limit; a reader that fails has found a reason to refuse. */
export async function inspectFile(offered: Offered): Promise<{ inside: Inside | null; problems: Problem[] }> {
  const { filename, filetype, name, version } = offered
  const check = filetype === 'sdist' ? checkSdistFilename : checkWheelFilename
  const named = checkFilename(filename, filetype) ? null : check(filename, name, version) // the first rule it breaks is enough
  const { inside, problems } = await readMetadata(offered)
  if (!named) return { inside, problems }
  // A wrong name is said first: that folders inside are named otherwise follows from it.
  return { inside, problems: [named, ...problems.filter(({ rule }) => rule !== 'file-name')] }
}

/** The metadata in a file, and what is wrong with the file as an archive. */
export async function readMetadata(file: Pick<Offered, 'filename' | 'filetype' | 'staged'>): Promise<{ inside: Inside | null; problems: Problem[] }> {
  const looked = isReadable(file) ? await look(file) : { metadata: null, problems: [] }
  const inside = looked.metadata && readInside(looked.metadata)
  return { inside, problems: looked.metadata && !inside ? [...looked.problems, notText] : looked.problems }
}

/** The name says where in the file the metadata lie; without it there is nothing to look for. */
const isReadable = ({ filename, filetype }: Pick<Offered, 'filename' | 'filetype'>) => filename.endsWith(filetype === 'sdist' ? '.tar.gz' : '.whl')

async function look({ filename, filetype, staged }: Pick<Offered, 'filename' | 'filetype' | 'staged'>): Promise<{ metadata: Uint8Array | null; problems: Problem[] }> {
  const signal = AbortSignal.timeout(INSPECTION_MAX_SECONDS * 1000)
  const { metadata, problems } = await staged.inspect((bytes) => inspectDistribution({ filename, filetype, bytes, signal }))
  return { metadata, problems: problems.map(({ kind, detail }) => ({ field: 'content', value: filename, rule: kind, message: `${detail}. ${ARCHIVE_CURES[kind]}` })) }
}

function readInside(bytes: Uint8Array): Inside | null {
  const read = parseCoreMetadata(bytes)
  return read.ok ? { bytes, metadata: read.value } : null
}

const notText: Problem = {
  field: 'content', value: '', rule: 'not-utf-8', message: 'Invalid distribution file. Its metadata are not UTF-8. Build it again with a current build tool.',
}
