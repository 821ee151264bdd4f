import { eq, or } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { files } from '#lib/db/schema.ts'
import { dropBlob } from '#lib/storage/storage.ts'
import { lockBlob } from './blob-lock.ts'

/** Drops those of these blobs that no file points at, each under its lock: an upload of the same bytes waits, and then stores them anew. */
export async function dropUnusedBlobs(candidates: string[]): Promise<void> {
  for (const sha256 of new Set(candidates)) {
    await db().transaction(async (tx) => {
      await lockBlob(tx, sha256)
      const used = await tx.select({ id: files.id }).from(files).where(or(eq(files.sha256, sha256), eq(files.metadataSha256, sha256))).limit(1)
      if (used.length === 0) await dropBlob(sha256)
    })
  }
}
