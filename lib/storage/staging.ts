// Files on their way in: written to the disk while they are counted and hashed, then kept or discarded.

import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '#lib/result.ts'
import { startDigests, type Digests } from './digests.ts'
import { whenThere } from './disk.ts'

/** A whole file on the disk, under a name that nobody else knows. */
export type Staged = Digests & { path: string; size: number }
export type StagingRefusal = 'too-large' | 'disk-full'

/** Nothing that still arrives is as old: an upload is cut off long before. */
const LEFT_BEHIND_HOURS = 2

/**
 * Writes a stream to a temporary file in `folder` and to the disk's own memory (fsync). Refuses what is larger than
 * `mostBytes`, and what the disk has no room for. If anything goes wrong, the file is gone again.
 */
export async function stageFile(folder: string, source: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Result<Staged, StagingRefusal>> {
  const path = join(folder, `${randomUUID()}.part`)
  try {
    const staged = await writeFile(path, source, mostBytes)
    if (!staged.ok) await discardFile(path)
    return staged
  } catch (error) {
    await discardFile(path)
    if (isDiskFull(error)) return err('disk-full')
    throw error
  }
}

/** Makes the folder for temporary files. */
export async function prepareStaging(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** Takes a temporary file away; nothing happens if it is gone. */
export async function discardFile(path: string): Promise<void> {
  await whenThere(unlink(path))
}

/** Removes what killed processes left behind. Answers how many files that were. */
export async function sweepFolder(folder: string, now: Date): Promise<number> {
  let swept = 0
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await whenThere(stat(path))
    if (!found || now.getTime() - found.mtimeMs < LEFT_BEHIND_HOURS * 3_600_000) continue
    await discardFile(path)
    swept++
  }
  return swept
}

/** Whether an error says that the disk, or the quota on it, is used up. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))
}

async function writeFile(path: string, source: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Result<Staged, 'too-large'>> {
  const digests = await startDigests()
  const handle = await open(path, 'wx', 0o600)
  try {
    const size = await writeChunks(handle, source, mostBytes, digests.update)
    if (size === null) return err('too-large')
    await handle.sync()
    return ok({ path, size, ...digests.digests() })
  } finally {
    await handle.close()
  }
}

/** How many bytes were written; null as soon as they are too many. */
async function writeChunks(handle: FileHandle, source: AsyncIterable<Uint8Array>, mostBytes: number, see: (chunk: Uint8Array) => void) {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > mostBytes) return null
    see(chunk)
    await writeWhole(handle, chunk)
  }
  return size
}

/** One write may take less than it was given. */
async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten
}
