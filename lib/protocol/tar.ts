// Gzipped tar archives as source distributions use them, read as a stream in constant memory
// (security bar Z2, Z11, Z13): regular files, directories, links between files, and long names; nothing else.
import { type Bytes } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, quotedName, tarProblem } from '#lib/protocol/archive-problems.ts'
import { gunzip } from '#lib/protocol/gzip.ts'
import { collidingNames, nameFault, utf8 } from '#lib/protocol/member-names.ts'
import { type StreamReader, readerOf } from '#lib/protocol/stream-reader.ts'
import { BLOCK_BYTES, type TarHeader, isZeroBlock, readTarHeader } from '#lib/protocol/tar-header.ts'
import { type SymbolicLink, linkFaults } from '#lib/protocol/tar-links.ts'
import { readPaxRecords } from '#lib/protocol/tar-pax.ts'
import { endsLikeZip } from '#lib/protocol/zip-end.ts'
import { ARCHIVE_MAX_ENTRIES } from '#lib/numbers.ts'

/**
 * What was found: the members' names (a directory's ends in `/`), the one file asked for, and every fault.
 * Where reading had to stop early, `complete` is false and what is missing may only be unseen.
 */
export type TarReading = { names: string[]; kept: Uint8Array | null; complete: boolean; problems: ArchiveProblem[] }

/** The one file whose bytes are wanted, and how large it may be. */
export type Wanted = { name: string; maxBytes: number }

/** Reads a `.tar.gz` from end to end, keeping the bytes of one file. Stops early only where nothing behind can be trusted. */
export async function readTarGz(bytes: Bytes, wanted: Wanted, signal?: AbortSignal): Promise<TarReading> {
  const found: Seen = { names: [], kept: null, complete: false, problems: [], files: new Set(), links: [] }
  if (await endsLikeZip(bytes)) found.problems.push(tarProblem('polyglot', 'File is both a zip and a tar file'))

  const reader = readerOf(gunzip(bytes, (problem) => found.problems.push(problem), signal))
  try {
    await readMembers(reader, wanted, found)
  } finally {
    await reader.close()
  }
  const { files, links, ...reading } = found
  for (const { name, fault } of found.complete ? linkFaults(links, files, wanted.name) : []) found.problems.push(tarProblem('special-member', `${quotedName(name)} ${fault}`))
  for (const name of collidingNames(found.names)) found.problems.push(tarProblem('duplicate-name', `Duplicate filename ${quotedName(name)}`))
  return reading
}

/** What is judged when all members are known. */
type Seen = TarReading & { files: Set<string>; links: SymbolicLink[] }

/** What the headers in front of a member said about it. */
type Announced = { path?: string; size?: string }

const EXTENSION_MAX_BYTES = 64 * 1024
const TYPES: Record<string, string> = {
  '1': 'a hard link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a FIFO',
  S: 'sparse',
}

async function readMembers(reader: StreamReader, wanted: Wanted, found: Seen): Promise<void> {
  let announced: Announced | null = null
  for (;;) {
    // Reading on after a problem of the stream itself would only repeat it as "cut short".
    const before = found.problems.length
    const block = await reader.take(BLOCK_BYTES)
    if (!block) return void (found.problems.length > before || found.problems.push(tarProblem('damaged', 'The archive is cut short')))
    if (isZeroBlock(block)) return readEnd(reader, found, announced)
    if (found.names.length >= ARCHIVE_MAX_ENTRIES) {
      return void found.problems.push(tarProblem('too-many-members', `More than ${ARCHIVE_MAX_ENTRIES} members`))
    }
    const header = readTarHeader(block)
    if (!header) return void found.problems.push(tarProblem('damaged', 'A header is malformed'))

    const step: Step = isExtension(header)
      ? await readExtension(reader, header, announced, found)
      : await readMember(reader, header, announced ?? {}, wanted, found)
    if (step === 'stop') return
    announced = step
  }
}

/** What the next header inherits, or that nothing behind can be trusted. */
type Step = Announced | null | 'stop'

const isExtension = ({ type }: TarHeader) => 'xgLKXN'.includes(type)

async function readExtension(reader: StreamReader, header: TarHeader, announced: Announced | null, found: TarReading): Promise<Step> {
  const stop = (detail: string): Step => {
    found.problems.push(tarProblem('pax-record', detail))
    return 'stop'
  }
  const { type, size } = header
  if (type !== 'x' && type !== 'g' && type !== 'L') return stop(`A header of type ${quotedName(type)} is not allowed`)
  if (announced) return stop('Two extended headers stand before one member')
  if (size > EXTENSION_MAX_BYTES) return stop('An extended header is too long')
  const body = await takePadded(reader, size)
  if (!body) return stop('An extended header is cut short')

  if (type === 'L') {
    const path = longName(body)
    return path === null ? stop('A long name is malformed') : { path }
  }
  const records = readPaxRecords(body, type === 'g' ? 'global' : 'next')
  if (records.fault) return stop(`A member ${records.fault}`)
  return type === 'g' ? null : records
}

async function readMember(
  reader: StreamReader,
  header: TarHeader,
  announced: Announced,
  wanted: Wanted,
  found: Seen,
): Promise<Step> {
  const { type, size } = header
  const name = memberName(announced.path ?? header.name, type)
  const report = (kind: ArchiveProblem['kind'], detail: string) => void found.problems.push(tarProblem(kind, detail))
  found.names.push(name)
  const fault = nameFault(name)
  if (fault) report('member-name', `The name ${quotedName(name)} ${fault}`)

  const isFile = type === '0' && !name.endsWith('/')
  const isDirectory = !isFile && (type === '0' || type === '5')
  const isLink = type === '2'
  if (isFile) found.files.add(name)
  if (isLink) found.links.push({ name, target: header.linkName })
  if (!isFile && !isDirectory && !isLink) report('special-member', `${quotedName(name)} is ${TYPES[type] ?? 'neither a regular file nor a directory'}`)
  // CVE-2025-62518: readers that take the size from different headers see different members behind.
  if (announced.size !== undefined && announced.size !== String(size)) {
    report('size-mismatch', `${quotedName(name)} has two sizes`)
    return 'stop'
  }
  // Readers differ on whether data follow the header of a link, a device or a directory.
  if (!isFile && size > 0) {
    report('special-member', `${quotedName(name)} has contents but is no file`)
    return 'stop'
  }
  return readContents(reader, name, size, wanted, found)
}

async function readContents(reader: StreamReader, name: string, size: number, wanted: Wanted, found: TarReading): Promise<Step> {
  const isWanted = name === wanted.name
  if (isWanted && size > wanted.maxBytes) {
    found.problems.push(tarProblem('file-too-large', `${quotedName(name)} is larger than ${wanted.maxBytes} bytes`))
  }
  const before = found.problems.length
  const keep = isWanted && size <= wanted.maxBytes
  const kept = keep ? await takePadded(reader, size) : null
  if (keep ? kept !== null : await reader.skip(padded(size))) {
    if (kept) found.kept = kept
    return null
  }
  if (found.problems.length === before) found.problems.push(tarProblem('damaged', `${quotedName(name)} is cut short`))
  return 'stop'
}

/** A zero block ends the archive; whatever lies behind it is seen by some readers only, so it must be zeros. */
async function readEnd(reader: StreamReader, found: TarReading, announced: Announced | null): Promise<void> {
  if (announced) found.problems.push(tarProblem('pax-record', 'An extended header stands before no member'))
  found.complete = true
  if (!(await reader.restIsZero())) found.problems.push(tarProblem('surrounding-data', 'Data after the end of the archive'))
}

/** A directory's name ends in a slash whether or not the archive wrote one. */
const memberName = (name: string, type: string) => (type === '5' && !name.endsWith('/') ? `${name}/` : name)

const padded = (size: number) => Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES

async function takePadded(reader: StreamReader, size: number): Promise<Uint8Array | null> {
  const block = await reader.take(padded(size))
  return block && block.subarray(0, size)
}

/** GNU's long name: text with one NUL at its end. */
function longName(body: Uint8Array): string | null {
  const end = body.indexOf(0)
  return end === body.length - 1 ? utf8(body.subarray(0, end)) : null
}
