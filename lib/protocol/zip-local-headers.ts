// The local headers of a ZIP file (APPNOTE.TXT 4.3.7). uv and others read members as they stream by and never see the central
// directory; pip reads only the directory (CVE-2025-54368). So both must say the same, and members must touch:
// nothing before, between, behind or on top of each other.
import { type Bytes, fieldsOf, readAt } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, type Reading, quotedName, zipProblem } from '#lib/protocol/archive-problems.ts'
import { readExtraFields, renames, withZip64 } from '#lib/protocol/zip-extra.ts'
import { type ZipRecord } from '#lib/protocol/zip-directory.ts'

/** A member whose local header agrees with its record; its data begin at `dataOffset`. */
export type ZipEntry = ZipRecord & { dataOffset: number }

const SIGNATURE = 0x04034b50
const FIXED_BYTES = 30

/** Walks the local headers from the first byte to the central directory and compares each with its record. */
export async function matchLocalHeaders(
  bytes: Bytes,
  records: ZipRecord[],
  directoryOffset: number,
  signal?: AbortSignal,
): Promise<{ entries: ZipEntry[]; problems: ArchiveProblem[] }> {
  const entries: ZipEntry[] = []
  const problems: ArchiveProblem[] = []
  let expected = 0
  for (const record of records.toSorted((a, b) => a.headerOffset - b.headerOffset)) {
    signal?.throwIfAborted()
    problems.push(...placeProblems(record, expected))
    const read = await readLocalHeader(bytes, record)
    problems.push(...read.problems)
    if (read.value) entries.push(read.value)
    expected = endOf(read.value ?? { ...record, dataOffset: record.headerOffset })
  }
  if (expected !== directoryOffset) {
    problems.push(zipProblem('gap-or-overlap', 'Members do not end where the central directory begins'))
  }
  return { entries, problems }
}

const endOf = (entry: ZipEntry) => entry.dataOffset + entry.compressedSize

function placeProblems({ name, headerOffset }: ZipRecord, expected: number): ArchiveProblem[] {
  if (headerOffset === expected) return []
  if (expected === 0) return [zipProblem('surrounding-data', 'Data before the first member')]
  const fault = headerOffset < expected ? 'overlaps the member before it' : 'does not follow directly on the member before it'
  return [zipProblem('gap-or-overlap', `${quotedName(name)} ${fault}`)]
}

async function readLocalHeader(bytes: Bytes, record: ZipRecord): Promise<Reading<ZipEntry>> {
  const mismatch = (what: string) => zipProblem('header-mismatch', `The local header of ${quotedName(record.name)} ${what}`)
  const fixed = await readAt(bytes, record.headerOffset, FIXED_BYTES)
  if (!fixed || fieldsOf(fixed).uint32(0) !== SIGNATURE) return { value: null, problems: [mismatch('is missing')] }

  const { uint16, uint32 } = fieldsOf(fixed)
  const variableOffset = record.headerOffset + FIXED_BYTES
  const variable = await readAt(bytes, variableOffset, uint16(26) + uint16(28))
  const fields = variable && readExtraFields(variable.subarray(uint16(26)))
  const extents = fields && withZip64({ size: uint32(22), compressedSize: uint32(18), offset: 0 }, fields)
  if (!extents) return { value: null, problems: [zipProblem('extra-field', `The extra fields of ${quotedName(record.name)} are malformed`)] }

  const problems: ArchiveProblem[] = []
  const compare = (same: boolean, what: string) => void (same || problems.push(mismatch(`has another ${what}`)))
  compare(Buffer.compare(variable.subarray(0, uint16(26)), record.nameBytes) === 0, 'name')
  compare(uint16(6) === record.flags, 'set of flags')
  compare(uint16(8) === record.method, 'compression method')
  compare(uint32(14) === record.crc, 'checksum')
  compare(extents.compressedSize === record.compressedSize, 'compressed size')
  compare(extents.size === record.size, 'size')
  if (renames(record.name, fields)) problems.push(zipProblem('extra-field', `An extra field gives ${quotedName(record.name)} another name`))
  return { value: { ...record, dataOffset: variableOffset + variable.length }, problems }
}
