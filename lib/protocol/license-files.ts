// License-File (core metadata 2.4, PEP 639): each file named must be in the distribution.
import { type ArchiveProblem, quotedName } from '#lib/protocol/archive-problems.ts'
import { METADATA_VERSIONS } from '#lib/protocol/core-metadata-fields.ts'
import { parseCoreMetadata } from '#lib/protocol/core-metadata.ts'

/** License files that METADATA or PKG-INFO names and the archive lacks; `folder` is where this kind of archive keeps them. */
export function licenseProblems(filename: string, metadata: Uint8Array, folder: string, names: ReadonlySet<string>): ArchiveProblem[] {
  const read = parseCoreMetadata(metadata)
  // Build tools wrote the field before 2.4 defined it, and kept the files where they liked.
  if (!read.ok || EARLIER.has(read.value.metadataVersion ?? '')) return []
  return read.value.licenseFiles.filter((file) => !names.has(`${folder}/${file}`)).map((file) => ({
    kind: 'license-file',
    detail: `License-File ${quotedName(file)} does not exist in distribution file ${quotedName(filename)} at ${quotedName(`${folder}/${file}`)}`,
  }))
}

const EARLIER: ReadonlySet<string> = new Set(METADATA_VERSIONS.slice(0, METADATA_VERSIONS.indexOf('2.4')))
