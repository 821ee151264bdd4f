// A wheel, looked into before anybody may install it (PyPA "Binary distribution format"; docs.pypi.org/archives).
//
// First the container: with any fault there, readers differ on what is inside, and nothing is read. Then the contents, where
// every fault is collected: one .dist-info with its files, RECORD against the real bytes, entry points, licence files.
import { type Bytes } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, fileProblem, quotedName } from '#lib/protocol/archive-problems.ts'
import { type EntryPointsError, parseEntryPoints } from '#lib/protocol/entry-points.ts'
import { parseWheelFilename } from '#lib/protocol/filenames.ts'
import { licenseProblems } from '#lib/protocol/license-files.ts'
import { utf8 } from '#lib/protocol/member-names.ts'
import { readRecord, verifyMembers } from '#lib/protocol/wheel-record.ts'
import { type ZipEntry, openZip, readWhole } from '#lib/protocol/zip.ts'
import { ARCHIVE_MAX_ENTRIES, MEMBER_NAME_MAX_BYTES, METADATA_MAX_BYTES } from '#lib/numbers.ts'

/** What an inspection found: METADATA or PKG-INFO as it stands in the archive, and every reason to refuse the file. */
export type Inspection = { metadata: Uint8Array | null; problems: ArchiveProblem[] }

/** Room for a row per member: its name, a SHA-512, a size. */
const RECORD_MAX_BYTES = ARCHIVE_MAX_ENTRIES * (MEMBER_NAME_MAX_BYTES + 128)

/** Looks into a wheel. `filename` says which .dist-info is its own; whether the name fits the project is asked elsewhere. */
export async function inspectWheel(filename: string, bytes: Bytes, signal?: AbortSignal): Promise<Inspection> {
  const parsed = parseWheelFilename(filename)
  if (!parsed.ok) return { metadata: null, problems: [fileProblem('file-name', `${quotedName(filename)} is not the name of a wheel`)] }
  const zip = await openZip(bytes, signal)
  if (!zip.value) return { metadata: null, problems: zip.problems }

  const wheel: Wheel = { filename, bytes, entries: zip.value, info: `${parsed.value.stem}.dist-info`, signal }
  const metadata = await readFile(wheel, 'METADATA', METADATA_MAX_BYTES)
  const license = metadata.file ? licenseProblems(filename, metadata.file, `${wheel.info}/licenses`, namesOf(wheel)) : []
  const problems = [
    ...topLevelProblems(wheel),
    ...metadata.problems,
    ...license,
    ...(await entryPointsProblems(wheel)),
    ...(await recordProblems(wheel)),
  ]
  return { metadata: metadata.file, problems }
}

type Wheel = { filename: string; bytes: Bytes; entries: ZipEntry[]; info: string; signal: AbortSignal | undefined }

const namesOf = (wheel: Wheel) => new Set(wheel.entries.map(({ name }) => name))

function topLevelProblems(wheel: Wheel): ArchiveProblem[] {
  const tops = new Set(wheel.entries.map(({ name }) => name.split('/')[0] ?? ''))
  const others = [...tops].filter((top) => /\.dist-info$/i.test(top) && top !== wheel.info)
  const strangers = others.map((top) => fileProblem('top-level', `Wheel has a second .dist-info directory ${quotedName(top)}`))
  const path = `${wheel.info}/WHEEL`
  return namesOf(wheel).has(path) ? strangers : [...strangers, fileProblem('missing-file', `WHEEL not found at ${path}`)]
}

async function readFile(wheel: Wheel, file: 'METADATA' | 'RECORD', maxBytes: number): Promise<{ file: Uint8Array | null; problems: ArchiveProblem[] }> {
  const path = `${wheel.info}/${file}`
  const entry = wheel.entries.find(({ name }) => name === path)
  if (entry) {
    const read = await readWhole(wheel.bytes, entry, maxBytes, wheel.signal)
    return { file: read.value, problems: read.problems }
  }
  const detail = `Wheel ${quotedName(wheel.filename)} does not contain the required ${file} file: ${path}`
  return { file: null, problems: [{ kind: 'missing-file', detail }] }
}

async function recordProblems(wheel: Wheel): Promise<ArchiveProblem[]> {
  const { file, problems } = await readFile(wheel, 'RECORD', RECORD_MAX_BYTES)
  const record = file ? readRecord(wheel.filename, file) : { rows: null, problems: [] }
  const about = { path: `${wheel.info}/RECORD`, rows: record.rows }
  const differences = await verifyMembers(wheel.filename, wheel.bytes, wheel.entries, about, wheel.signal)
  return [...problems, ...record.problems, ...differences]
}

async function entryPointsProblems(wheel: Wheel): Promise<ArchiveProblem[]> {
  const entry = wheel.entries.find(({ name }) => name === `${wheel.info}/entry_points.txt`)
  if (!entry) return []
  const read = await readWhole(wheel.bytes, entry, METADATA_MAX_BYTES, wheel.signal)
  if (!read.value) return read.problems

  const invalid = (why: string): ArchiveProblem[] => [
    { kind: 'entry-points', detail: `Wheel ${quotedName(wheel.filename)} has invalid entry points: ${why}` },
  ]
  const text = utf8(read.value)
  if (text === null) return invalid('the file is not UTF-8')
  const points = parseEntryPoints(text)
  return points.ok ? [] : invalid(`line ${points.line} ${ENTRY_POINT_FAULTS[points.error]}`)
}

const ENTRY_POINT_FAULTS: Record<EntryPointsError, string> = {
  'no-group': 'stands before the first [group]',
  'bad-line': "is neither a [group] nor 'name = module:function'",
  'duplicate-group': 'begins a group for the second time',
  'duplicate-name': 'gives a name for the second time',
  'bad-script-name': "names a script by more than letters, digits, '_', '.' and '-'",
  'bad-script-target': "leads to something other than 'module:function'",
}
