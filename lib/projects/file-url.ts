import { environment } from '#lib/env.ts'

/** Where a file is downloaded from: by its BLAKE2b digest, as PyPI lays them out, on the files' own origin if there is one. */
export function fileUrl(file: { blake2b256: string; filename: string }): string {
  const { filesOrigin, origin } = environment()
  return `${filesOrigin ?? origin}${filePath(file)}`
}

/** `/packages/ab/cd/…/name.whl` */
export function filePath({ blake2b256: digest, filename }: { blake2b256: string; filename: string }): string {
  return `/packages/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}/${encodeURIComponent(filename)}`
}
