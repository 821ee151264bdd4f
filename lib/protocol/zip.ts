// ZIP files as wheels use them, read so strictly that every other reader must see the same members
// (docs.pypi.org/archives; security bar Z1 to Z7). openZip judges the container, readMember the bytes in it.
import { crc32 } from 'node:zlib'
import { type Bytes, chunksOf, readAt } from '#lib/protocol/archive-bytes.ts'
import { bombFault } from '#lib/protocol/archive-limits.ts'
import { type ArchiveProblem, type Reading, quotedName, refused, zipProblem } from '#lib/protocol/archive-problems.ts'
import { DamagedData, type Inflation, inflateAtOnce, inflateRaw } from '#lib/protocol/inflate.ts'
import { collidingNames } from '#lib/protocol/member-names.ts'
import { looksLikeTar } from '#lib/protocol/tar-header.ts'
import { DEFLATED, type ZipRecord, readDirectory } from '#lib/protocol/zip-directory.ts'
import { findDirectory } from '#lib/protocol/zip-end.ts'
import { type ZipEntry, matchLocalHeaders } from '#lib/protocol/zip-local-headers.ts'

export type { ZipEntry } from '#lib/protocol/zip-local-headers.ts'

/** The members of a ZIP file, with every fault of its framing. With any problem the members must not be read: readers would differ. */
export async function openZip(bytes: Bytes, signal?: AbortSignal): Promise<Reading<ZipEntry[]>> {
  const start = await readAt(bytes, 0, 4)
  if (!start || !Buffer.from(start).equals(LOCAL_MAGIC)) return refused(await whyNotZip(bytes))
  if (await looksLikeTar(bytes)) return refused(zipProblem('polyglot', 'File is both a zip and a tar file'))

  const spot = await findDirectory(bytes)
  if (!spot.value) return refused(...spot.problems)
  const directory = await readDirectory(bytes, spot.value)
  if (!directory.value) return refused(...directory.problems)

  const { entries, problems } = await matchLocalHeaders(bytes, directory.value, spot.value.offset, signal)
  const all = [...directory.problems, ...problems, ...duplicateProblems(directory.value), ...bombProblems(directory.value, bytes.size)]
  return { value: all.length === 0 ? entries : null, problems: all }
}

/** Passes a member's real bytes on, piece by piece, and says what is wrong with them: size, checksum, compression. */
export async function readMember(
  bytes: Bytes,
  entry: ZipEntry,
  use: (chunk: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<ArchiveProblem[]> {
  const inflation = inflationOf(bytes, entry)
  let size = 0
  let crc = 0
  try {
    for await (const chunk of inflation.chunks) {
      signal?.throwIfAborted()
      size += chunk.length
      // What was declared is a promise that was counted on: one byte more ends the reading.
      if (size > entry.size) return [sizeProblem(entry)]
      crc = crc32(chunk, crc)
      use(chunk)
    }
  } catch (error) {
    if (error instanceof DamagedData) return [zipProblem('damaged', `${quotedName(entry.name)}: ${error.message}`)]
    throw error
  }
  if (size !== entry.size || inflation.consumed() !== entry.compressedSize) return [sizeProblem(entry)]
  return crc === entry.crc ? [] : [zipProblem('damaged', `Bad CRC-32 for ${quotedName(entry.name)}`)]
}

/** A small member as a whole; refused unread where it is declared larger than `maxBytes`. */
export async function readWhole(bytes: Bytes, entry: ZipEntry, maxBytes: number, signal?: AbortSignal): Promise<Reading<Uint8Array>> {
  if (entry.size > maxBytes) return refused(zipProblem('file-too-large', `${quotedName(entry.name)} is larger than ${maxBytes} bytes`))
  const chunks: Uint8Array[] = []
  const problems = await readMember(bytes, entry, (chunk) => chunks.push(chunk), signal)
  return problems.length > 0 ? refused(...problems) : { value: Buffer.concat(chunks), problems }
}

/** Members up to this size are inflated in one step. */
const SMALL_BYTES = 256 * 1024

function inflationOf(bytes: Bytes, entry: ZipEntry): Inflation {
  const raw = chunksOf(bytes, entry.dataOffset, entry.compressedSize)
  if (entry.method !== DEFLATED) return { chunks: raw, consumed: () => entry.compressedSize }
  const isSmall = entry.size <= SMALL_BYTES && entry.compressedSize <= SMALL_BYTES
  return isSmall ? inflateAtOnce(raw, entry.size) : inflateRaw(raw)
}

const LOCAL_MAGIC = Buffer.from('PK\x03\x04')

/** An archive may be whole and yet begin elsewhere: a picture, a page or a program in front of it. */
async function whyNotZip(bytes: Bytes): Promise<ArchiveProblem> {
  const spot = await findDirectory(bytes)
  if (spot.problems.some(({ kind }) => kind === 'wrong-format')) return zipProblem('wrong-format', 'File is not a zip file')
  if (spot.value?.entries === 0) return zipProblem('missing-file', 'The archive is empty')
  return zipProblem('surrounding-data', 'Data before the first member')
}

const sizeProblem = ({ name }: ZipEntry) => zipProblem('size-mismatch', `Mis-matched file size of ${quotedName(name)}`)

const duplicateProblems = (records: ZipRecord[]) =>
  collidingNames(records.map(({ name }) => name)).map((name) => zipProblem('duplicate-name', `Duplicate filename ${quotedName(name)}`))

function bombProblems(records: ZipRecord[], fileBytes: number): ArchiveProblem[] {
  const bomb = bombFault(records.reduce((sum, { size }) => sum + size, 0), fileBytes)
  return bomb ? [zipProblem(bomb.kind, bomb.words)] : []
}
