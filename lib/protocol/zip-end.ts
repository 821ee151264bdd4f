// Where the central directory of a ZIP file is (APPNOTE.TXT 4.3.14 to 4.3.16).
//
// The end record must be the last 22 bytes: no comment, nothing behind it. A reader that looks for it from the end and one
// that walks from the start then find the same. ZIP64's two records are accepted directly before it, if they say the same.
import { type Bytes, fieldsOf, readAt } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, type Reading, refused, zipProblem } from '#lib/protocol/archive-problems.ts'

/** The central directory: how many records, and which stretch of the file. */
export type DirectorySpot = { entries: number; offset: number; size: number }

const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const COMMENT_MAX_BYTES = 0xffff
/** In front of each record of the central directory. */
export const DIRECTORY_SIGNATURE = 0x02014b50
const LOCATOR_SIGNATURE = 0x07064b50
const LOCATOR_BYTES = 20
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_END_BYTES = 56
/** The size field counts neither itself nor the signature; more would be "extensible data". */
const ZIP64_END_SIZE_FIELD = ZIP64_END_BYTES - 12

/** Finds the central directory, or says why there is none that every reader would agree on. */
export async function findDirectory(bytes: Bytes): Promise<Reading<DirectorySpot>> {
  const endOffset = bytes.size - END_BYTES
  const record = await readAt(bytes, endOffset, END_BYTES)
  if (!record || fieldsOf(record).uint32(0) !== END_SIGNATURE) return refused(await whyNoEnd(bytes))
  const end = readEnd(record)
  if (end.commentLength !== 0) return refused(zipProblem('damaged', 'Truncated archive comment'))
  if (end.split) return refused(zipProblem('damaged', 'The archive is split over several disks'))

  const locator = await readAt(bytes, endOffset - LOCATOR_BYTES, LOCATOR_BYTES)
  const isZip64 = locator !== null && fieldsOf(locator).uint32(0) === LOCATOR_SIGNATURE
  if (isZip64) return findZip64Directory(bytes, end, endOffset - LOCATOR_BYTES, locator)
  return spotEndingAt(end, endOffset)
}

/** Does the tail of this file hold an end record that Python's zipfile would follow? A gzip file must not (APPNOTE 4.3.16). */
export async function endsLikeZip(bytes: Bytes): Promise<boolean> {
  const length = Math.min(bytes.size, END_BYTES + COMMENT_MAX_BYTES)
  const start = bytes.size - length
  const tail = await readAt(bytes, start, length)
  if (!tail) return false
  for (const at of endSignatures(tail)) {
    const end = readEnd(tail.subarray(at, at + END_BYTES))
    if (at + END_BYTES + end.commentLength === tail.length) return true
    const directory = await readAt(bytes, start + at - end.size, 4)
    if (directory && fieldsOf(directory).uint32(0) === DIRECTORY_SIGNATURE) return true
  }
  return false
}

type End = DirectorySpot & { commentLength: number; split: boolean }

function readEnd(record: Uint8Array): End {
  const { uint16, uint32 } = fieldsOf(record)
  const split = uint16(4) !== 0 || uint16(6) !== 0 || uint16(8) !== uint16(10)
  return { split, entries: uint16(10), size: uint32(12), offset: uint32(16), commentLength: uint16(20) }
}

async function findZip64Directory(bytes: Bytes, end: End, locatorOffset: number, locator: Uint8Array): Promise<Reading<DirectorySpot>> {
  const { uint32, uint64 } = fieldsOf(locator)
  const offset = locatorOffset - ZIP64_END_BYTES
  if (uint32(4) !== 0 || uint32(16) !== 1 || uint64(8) !== offset) {
    return refused(zipProblem('zip64', 'The ZIP64 locator does not point at the record before it'))
  }
  const record = await readAt(bytes, offset, ZIP64_END_BYTES)
  if (!record || fieldsOf(record).uint32(0) !== ZIP64_END_SIGNATURE) {
    return refused(zipProblem('zip64', 'The ZIP64 locator does not point at a ZIP64 end record'))
  }
  const zip64 = readZip64End(record)
  if (zip64.extended) return refused(zipProblem('zip64', 'ZIP64 extensible data not allowed'))
  if (!agree(end, zip64)) return refused(zipProblem('zip64', 'The ZIP64 end record contradicts the end record'))
  return spotEndingAt(zip64, offset)
}

function readZip64End(record: Uint8Array): DirectorySpot & { extended: boolean } {
  const { uint32, uint64 } = fieldsOf(record)
  const split = uint32(16) !== 0 || uint32(20) !== 0 || uint64(24) !== uint64(32)
  const extended = uint64(4) !== ZIP64_END_SIZE_FIELD || split
  return { extended, entries: uint64(32), size: uint64(40), offset: uint64(48) }
}

/** APPNOTE 4.4.1.4: a field of the old record is either the same or all ones. */
function agree(end: DirectorySpot, zip64: DirectorySpot): boolean {
  const same = (field: 'entries' | 'size' | 'offset', ones: number) => end[field] === zip64[field] || end[field] === ones
  return same('entries', 0xffff) && same('size', 0xffff_ffff) && same('offset', 0xffff_ffff)
}

/** The directory must reach up to the end records, so that nothing hides between them. */
function spotEndingAt({ entries, offset, size }: DirectorySpot, end: number): Reading<DirectorySpot> {
  if (offset + size !== end) return refused(zipProblem('gap-or-overlap', 'Mismatched central directory offset'))
  return { value: { entries, offset, size }, problems: [] }
}

async function whyNoEnd(bytes: Bytes): Promise<ArchiveProblem> {
  const length = Math.min(bytes.size, END_BYTES + COMMENT_MAX_BYTES)
  const tail = await readAt(bytes, bytes.size - length, length)
  const last = tail ? endSignatures(tail).at(-1) : undefined
  if (!tail || last === undefined) return zipProblem('wrong-format', 'File is not a zip file')
  const { commentLength } = readEnd(tail.subarray(last, last + END_BYTES))
  if (last + END_BYTES + commentLength === tail.length) return zipProblem('comment', 'Archive comments are not allowed')
  return zipProblem('surrounding-data', 'Trailing data')
}

function endSignatures(tail: Uint8Array): number[] {
  const text = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  const found: number[] = []
  for (let at = text.indexOf('PK\x05\x06'); at >= 0; at = text.indexOf('PK\x05\x06', at + 1)) {
    if (at + END_BYTES <= tail.length) found.push(at)
  }
  return found
}
