import { environment } from '#lib/env.ts'

/**
 * Where a file is downloaded from: by its BLAKE2b digest, as PyPI lays them out, on the files' own origin if there is one. Those of
 * private projects stay here: installers send a token to the host of the index and to no other (docs/decisions/0011).
 */
export function fileUrl(file: { blake2b256: string; filename: string }, project: { isPrivate: boolean }): string {
  const { filesOrigin, origin } = environment()
  return `${project.isPrivate || !filesOrigin ? origin : filesOrigin}${filePath(file)}`
}

/** `/packages/ab/cd/…/name.whl` */
export function filePath({ blake2b256: digest, filename }: { blake2b256: string; filename: string }): string {
  return `/packages/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}/${encodeURIComponent(filename)}`
}
