// The central directory of a ZIP file (APPNOTE.TXT 4.3.12): each record read and judged before a byte is inflated.
import { type Bytes, fieldsOf, readAt } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, type Reading, quotedName, refused, zipProblem } from '#lib/protocol/archive-problems.ts'
import { nameFault, utf8 } from '#lib/protocol/member-names.ts'
import { DIRECTORY_SIGNATURE, type DirectorySpot } from '#lib/protocol/zip-end.ts'
import { readExtraFields, renames, withZip64 } from '#lib/protocol/zip-extra.ts'
import { ARCHIVE_MAX_ENTRIES, MEMBER_NAME_MAX_BYTES } from '#lib/numbers.ts'

/** One member as the central directory tells it. */
export type ZipRecord = {
  name: string
  nameBytes: Uint8Array
  flags: number
  method: number
  crc: number
  compressedSize: number
  size: number
  headerOffset: number
  /** The upper half of the external attributes: a Unix file mode, or 0. */
  mode: number
}

export const STORED = 0
export const DEFLATED = 8
export const UTF8_FLAG = 0x0800

const FIXED_BYTES = 46
/** Beside the name: room for the timestamps and owners that Info-ZIP and NTFS tools add. */
const EXTRA_ALLOWANCE_BYTES = 128
const DIRECTORY_MAX_BYTES = ARCHIVE_MAX_ENTRIES * (FIXED_BYTES + MEMBER_NAME_MAX_BYTES + EXTRA_ALLOWANCE_BYTES)

const ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
const DESCRIPTOR_FLAG = 0x0008
/** Bits 1 and 2 tell how hard DEFLATE tried; bit 11 says that names are UTF-8. */
const HARMLESS_FLAGS = 0x0002 | 0x0004 | UTF8_FLAG

/** All records of the directory, with everything that is wrong with them. Null where it cannot be read to its end. */
export async function readDirectory(bytes: Bytes, spot: DirectorySpot): Promise<Reading<ZipRecord[]>> {
  if (spot.entries > ARCHIVE_MAX_ENTRIES || spot.size > DIRECTORY_MAX_BYTES) {
    return refused(zipProblem('too-many-members', `More than ${ARCHIVE_MAX_ENTRIES} members`))
  }
  const directory = await readAt(bytes, spot.offset, spot.size)
  if (!directory) return refused(zipProblem('damaged', 'Truncated central directory'))

  const records: ZipRecord[] = []
  const problems: ArchiveProblem[] = []
  let at = 0
  while (at < directory.length && records.length < spot.entries) {
    const read = readRecord(directory, at)
    if (!read.value) return { value: null, problems: [...problems, ...read.problems] }
    problems.push(...read.problems)
    records.push(read.value.record)
    at = read.value.next
  }
  if (at === directory.length && records.length === spot.entries) return { value: records, problems }
  return refused(...problems, zipProblem('header-mismatch', 'Mismatched central directory records'))
}

function readRecord(directory: Uint8Array, at: number): Reading<{ record: ZipRecord; next: number }> {
  const fixed = directory.subarray(at, at + FIXED_BYTES)
  if (fixed.length < FIXED_BYTES || fieldsOf(fixed).uint32(0) !== DIRECTORY_SIGNATURE) {
    return refused(zipProblem('damaged', 'Bad magic number for central directory'))
  }
  const { uint16, uint32 } = fieldsOf(fixed)
  const nameEnd = FIXED_BYTES + uint16(28)
  const extraEnd = nameEnd + uint16(30)
  const length = extraEnd + uint16(32)
  const variable = directory.subarray(at, at + length)
  if (variable.length < length) return refused(zipProblem('damaged', 'Truncated central directory'))

  const nameBytes = variable.subarray(FIXED_BYTES, nameEnd)
  const name = utf8(nameBytes)
  if (name === null) return refused(zipProblem('member-name', 'Filename not valid UTF-8'))
  const fields = readExtraFields(variable.subarray(nameEnd, extraEnd))
  const extents = fields && withZip64({ size: uint32(24), compressedSize: uint32(20), offset: uint32(42) }, fields)
  if (!extents) return refused(zipProblem('extra-field', `The extra fields of ${quotedName(name)} are malformed`))

  const record: ZipRecord = {
    name,
    nameBytes,
    flags: uint16(8),
    method: uint16(10),
    crc: uint32(16),
    compressedSize: extents.compressedSize,
    size: extents.size,
    headerOffset: extents.offset,
    mode: uint16(40),
  }
  const problems = recordProblems(record)
  if (renames(name, fields)) problems.push(zipProblem('extra-field', `An extra field gives ${quotedName(name)} another name`))
  if (length > extraEnd) problems.push(zipProblem('comment', 'Comment in central directory'))
  if (uint16(34) !== 0) problems.push(zipProblem('damaged', 'The archive is split over several disks'))
  return { value: { record, next: at + length }, problems }
}

function recordProblems(record: ZipRecord): ArchiveProblem[] {
  return [...nameProblems(record), ...flagProblems(record), ...sizeProblems(record), ...typeProblems(record)]
}

function nameProblems({ name, nameBytes, flags }: ZipRecord): ArchiveProblem[] {
  const fault = nameFault(name)
  const problems = fault ? [zipProblem('member-name', `The name ${quotedName(name)} ${fault}`)] : []
  // Without the flag the name is in code page 437 for Python's zipfile and in UTF-8 for others.
  const ambiguous = !(flags & UTF8_FLAG) && nameBytes.some((byte) => byte > 0x7f)
  return ambiguous ? [...problems, zipProblem('member-name', `The name ${quotedName(name)} is not marked as UTF-8`)] : problems
}

function flagProblems({ name, flags, method }: ZipRecord): ArchiveProblem[] {
  const problems: ArchiveProblem[] = []
  if (flags & ENCRYPTED_FLAGS) problems.push(zipProblem('encrypted', `${quotedName(name)} is encrypted`))
  if (flags & DESCRIPTOR_FLAG) problems.push(zipProblem('data-descriptor', 'ZIP contains a data descriptor'))
  if (flags & ~(ENCRYPTED_FLAGS | DESCRIPTOR_FLAG | HARMLESS_FLAGS)) {
    problems.push(zipProblem('damaged', `${quotedName(name)} uses a feature that is not allowed`))
  }
  if (method !== STORED && method !== DEFLATED) {
    problems.push(zipProblem('compression-method', `${quotedName(name)} is neither stored nor deflated`))
  }
  return problems
}

function sizeProblems({ name, method, size, compressedSize }: ZipRecord): ArchiveProblem[] {
  if (name.endsWith('/') && size > 0) return [zipProblem('special-member', `The directory ${quotedName(name)} has contents`)]
  if (method === STORED && size !== compressedSize) return [zipProblem('size-mismatch', `${quotedName(name)} is stored with two sizes`)]
  return []
}

const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const DIRECTORY = 0o040000

/** Installers take the mode from here whatever system the archive says it was made on. */
function typeProblems({ name, mode }: ZipRecord): ArchiveProblem[] {
  const type = mode & TYPE_MASK
  const expected = name.endsWith('/') ? DIRECTORY : REGULAR
  if (type === 0 || type === expected) return []
  return [zipProblem('special-member', `${quotedName(name)} is neither a regular file nor a directory`)]
}
