// License-File (core metadata 2.4, PEP 639): each file named must be in the distribution.
import { type ArchiveProblem, quotedName } from '#lib/protocol/archive-problems.ts'
import { parseCoreMetadata } from '#lib/protocol/core-metadata.ts'

/** License files that METADATA or PKG-INFO names and the archive lacks; `folder` is where this kind of archive keeps them. */
export function licenseProblems(filename: string, metadata: Uint8Array, folder: string, names: ReadonlySet<string>): ArchiveProblem[] {
  const read = parseCoreMetadata(metadata)
  const named = read.ok ? read.value.licenseFiles : []
  return named.filter((file) => !names.has(`${folder}/${file}`)).map((file) => ({
    kind: 'license-file',
    detail: `License-File ${quotedName(file)} does not exist in distribution file ${quotedName(filename)} at ${quotedName(`${folder}/${file}`)}`,
  }))
}
