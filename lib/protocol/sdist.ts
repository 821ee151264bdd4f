// A source distribution, looked into before anybody may build it (PyPA "Source distribution format", PEP 625).
import { type Bytes } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, fileProblem, quotedName } from '#lib/protocol/archive-problems.ts'
import { parseSdistFilename } from '#lib/protocol/filenames.ts'
import { licenseProblems } from '#lib/protocol/license-files.ts'
import { type TarReading, readTarGz } from '#lib/protocol/tar.ts'
import { type Inspection } from '#lib/protocol/wheel.ts'
import { METADATA_MAX_BYTES } from '#lib/numbers.ts'

/** Looks into a `.tar.gz`: one folder named as the file is, PKG-INFO in it, the licence files that PKG-INFO names. */
export async function inspectSdist(filename: string, bytes: Bytes, signal?: AbortSignal): Promise<Inspection> {
  const parsed = parseSdistFilename(filename)
  if (!parsed.ok || parsed.value.extension !== '.tar.gz') {
    return { metadata: null, problems: [fileProblem('file-name', `${quotedName(filename)} is not named as a source distribution, <name>-<version>.tar.gz`)] }
  }
  const { stem } = parsed.value
  const tar = await readTarGz(bytes, { name: `${stem}/PKG-INFO`, maxBytes: METADATA_MAX_BYTES }, signal)
  const license = tar.kept && tar.complete ? licenseProblems(filename, tar.kept, stem, new Set(tar.names)) : []
  return { metadata: tar.kept, problems: [...tar.problems, ...layoutProblems(tar, stem), ...license] }
}

/** What is missing is said only where everything was seen. */
function layoutProblems(tar: TarReading, stem: string): ArchiveProblem[] {
  const tops = new Set(tar.names.map((name) => name.split('/')[0] ?? ''))
  const problems: ArchiveProblem[] = []
  if (tops.size > 1) problems.push(fileProblem('top-level', 'Incorrect number of top-level directories in sdist'))
  else if (tar.names.some((name) => !name.startsWith(`${stem}/`))) {
    problems.push(fileProblem('top-level', `The top-level directory should be ${quotedName(stem)}`))
  }
  const path = `${stem}/PKG-INFO`
  if (tar.complete && !tar.names.includes(path)) problems.push(fileProblem('missing-file', `PKG-INFO not found at ${path}`))
  return problems
}
