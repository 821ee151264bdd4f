// The door to the files. A file arrives (`stageUpload`), is looked at, and is kept under its SHA-256 or discarded.
// What is kept never changes: `readBlob` sends the same bytes for the same name for ever.

import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FilesPlace } from '#lib/env.ts'
import type { Bytes } from '#lib/protocol/archive-bytes.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { shared } from '#lib/shared.ts'
import type { Digests } from './digests.ts'
import { diskShelf } from './disk.ts'
import { s3Shelf } from './s3.ts'
import type { Blob, ByteRange, Shelf } from './shelf.ts'
import { discardFile, isDiskFull, prepareStaging, stageFile, sweepFolder, type Staged, type StagingRefusal } from './staging.ts'

export type { Blob, ByteRange } from './shelf.ts'

/** A file that has arrived whole. It is kept or discarded by whoever staged it. */
export type StagedFile = Digests & {
  size: number
  /** Runs with the file open for reading anywhere in it. */
  inspect<T>(look: (bytes: Bytes) => Promise<T>): Promise<T>
  /** Puts it where it is found by its SHA-256; afterwards there is nothing left to discard. */
  commit(): Promise<Result<void, 'disk-full'>>
  discard(): Promise<void>
}

type Open = { shelf: Shelf; staging: string }
const place = shared<{ open: Open | null }>('storage', () => ({ open: null }))

/** Opens the place for files, once. Temporary files lie beside the blobs, or in `dataDir` when those are in a bucket. */
export async function openStorage(files: FilesPlace, dataDir: string, now: Date): Promise<void> {
  const staging = join(files.kind === 'disk' ? files.dir : dataDir, 'incoming')
  await prepareStaging(staging)
  place.open = { shelf: files.kind === 'disk' ? diskShelf(files.dir) : s3Shelf(files), staging }
  await sweepStaging(now)
}

/** Lets go of the place; for tests and for the end. */
export function closeStorage(): void {
  place.open = null
}

/** Takes in a stream of at most `mostBytes`. An error of the stream leaves no file behind and is thrown on. */
export async function stageUpload(source: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Result<StagedFile, StagingRefusal>> {
  const staged = await stageFile(storage().staging, source, mostBytes)
  return staged.ok ? ok(fileOf(staged.value)) : staged
}

/** Keeps bytes that are in memory, such as a wheel's METADATA; answers their SHA-256. */
export async function keepBytes(bytes: Uint8Array): Promise<Result<string, 'disk-full'>> {
  const staged = await stageUpload(Readable.from([bytes]), bytes.length)
  if (!staged.ok) return err('disk-full')
  const kept = await staged.value.commit()
  return kept.ok ? ok(staged.value.sha256) : kept
}

/** The bytes of a blob, or of a range of it; null when there is none of that name. */
export async function readBlob(sha256: string, range?: ByteRange): Promise<Blob | null> {
  return storage().shelf.open(sha256, range)
}

/** A small blob in one piece. */
export async function readWholeBlob(sha256: string): Promise<Buffer | null> {
  const blob = await readBlob(sha256)
  return blob && buffer(blob.stream)
}

/** How large a blob is; null when there is none of that name. */
export async function sizeOfBlob(sha256: string): Promise<number | null> {
  return storage().shelf.sizeOf(sha256)
}

/** Takes a blob away. The caller has made sure that nothing points at it. */
export async function dropBlob(sha256: string): Promise<void> {
  await storage().shelf.drop(sha256)
}

/** Whether files can be read and new ones taken in. */
export async function isStorageWell(): Promise<boolean> {
  if (!place.open) return false
  const written = await stageUpload(Readable.from([Buffer.from('well?')]), 100).catch(() => err('disk-full'))
  if (written.ok) await written.value.discard()
  return written.ok && storage().shelf.isWell()
}

/** Removes what killed processes left half-received; run at the start and daily. */
export async function sweepStaging(now: Date): Promise<number> {
  return sweepFolder(storage().staging, now)
}

function fileOf({ path, ...file }: Staged): StagedFile {
  return {
    ...file,
    inspect: (look) => withBytes(path, file.size, look),
    commit: () => keep(path, file.sha256),
    discard: () => discardFile(path),
  }
}

async function keep(path: string, sha256: string): Promise<Result<void, 'disk-full'>> {
  try {
    await storage().shelf.keep(path, sha256)
    return ok(undefined)
  } catch (error) {
    await discardFile(path)
    if (isDiskFull(error)) return err('disk-full')
    throw error
  }
}

async function withBytes<T>(path: string, size: number, look: (bytes: Bytes) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r')
  try {
    return await look({
      size,
      read: async (offset, length) => {
        const { buffer: bytes, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset)
        return bytes.subarray(0, bytesRead)
      },
    })
  } finally {
    await handle.close()
  }
}

function storage(): Open {
  if (!place.open) throw new Error('The storage is not open.')
  return place.open
}
