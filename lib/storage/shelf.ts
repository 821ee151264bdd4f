import type { Readable } from 'node:stream'

/** First and last byte, both included, as HTTP counts them (RFC 9110 §14.1.2). */
export type ByteRange = { start: number; end: number }

/** Bytes on their way out; `size` is that of the whole blob. */
export type Blob = { size: number; stream: Readable }

/** Where blobs lie: a disk or a bucket. A blob is found by its SHA-256 alone and never changes. */
export type Shelf = {
  sizeOf(sha256: string): Promise<number | null>
  /** Takes over a finished temporary file. A blob that is there already is left as it is. */
  keep(path: string, sha256: string): Promise<void>
  open(sha256: string, range?: ByteRange): Promise<Blob | null>
  drop(sha256: string): Promise<void>
  isWell(): Promise<boolean>
}

/** Spread over folders, so that none grows large: `ab/cd/abcd…`. */
export function keyOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('A blob is named by a SHA-256 in lower-case hex.')
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
}
