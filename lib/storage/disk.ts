// Blobs in a folder. A blob appears under its name by one rename, after its bytes have reached the disk:
// whatever kills the process, a name stands for whole bytes or for nothing.

import { constants, createReadStream } from 'node:fs'
import { access, mkdir, open, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { keyOf, type Shelf } from './shelf.ts'

/** Blobs under `folder`. Temporary files given to `keep` must lie in the same file system. */
export function diskShelf(folder: string): Shelf {
  const pathOf = (sha256: string) => join(folder, keyOf(sha256))
  return {
    sizeOf: async (sha256) => (await whenThere(stat(pathOf(sha256))))?.size ?? null,
    keep: (path, sha256) => keepFile(folder, path, pathOf(sha256)),
    async open(sha256, range) {
      const path = pathOf(sha256)
      const found = await whenThere(stat(path))
      return found && { size: found.size, stream: createReadStream(path, range) }
    },
    drop: async (sha256) => void (await whenThere(unlink(pathOf(sha256)))),
    isWell: () => access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(() => true, () => false),
  }
}

async function keepFile(folder: string, from: string, to: string): Promise<void> {
  if (await whenThere(stat(to))) return unlink(from)
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  for (const path of [dirname(to), dirname(dirname(to)), folder]) await syncFolder(path)
}

/** A rename is safe from a power cut once the folder itself is on the disk; Windows cannot open folders and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** The answer, or null where there is no such file. */
export async function whenThere<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
