// One gzip member (RFC 1952), from the first byte of the file to the last.
//
// The format allows several members in a row, and most tools ignore what follows the last one; readers differ there, and other
// formats hide there. Build tools write one member with a plain header, so that is all that is accepted.
import { crc32 } from 'node:zlib'
import { type Bytes, chunksOf, fieldsOf, readAt } from '#lib/protocol/archive-bytes.ts'
import { bombFault } from '#lib/protocol/archive-limits.ts'
import { type ArchiveProblem, type Reading, refused, tarProblem } from '#lib/protocol/archive-problems.ts'
import { DamagedData, inflateRaw } from '#lib/protocol/inflate.ts'

const FIXED_BYTES = 10
const TRAILER_BYTES = 8
const DEFLATE = 8
const TEXT_FLAG = 1
const NAME_FLAG = 8
const NAME_MAX_BYTES = 1024

/**
 * The inflated bytes, piece by piece. The first problem ends them and is told to `report`: not gzip, damaged,
 * a bomb (bytes counted as they come), more than one member, anything behind the trailer.
 */
export async function* gunzip(
  bytes: Bytes,
  report: (problem: ArchiveProblem) => void,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const header = await readHeader(bytes)
  if (!header.value) return header.problems.forEach(report)

  const bodyLength = bytes.size - header.value - TRAILER_BYTES
  const inflation = inflateRaw(chunksOf(bytes, header.value, Math.max(bodyLength, 0)))
  let size = 0
  let crc = 0
  try {
    for await (const chunk of inflation.chunks) {
      signal?.throwIfAborted()
      size += chunk.length
      const bomb = bombFault(size, bytes.size)
      if (bomb) return report(tarProblem(bomb.kind, bomb.words))
      crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    if (error instanceof DamagedData) return report(tarProblem('damaged', error.message))
    throw error
  }
  const ending = await trailerProblem(bytes, { size, crc, left: bodyLength - inflation.consumed() })
  if (ending) report(ending)
}

async function readHeader(bytes: Bytes): Promise<Reading<number>> {
  const fixed = await readAt(bytes, 0, FIXED_BYTES)
  if (!fixed || fixed[0] !== 0x1f || fixed[1] !== 0x8b || fixed[2] !== DEFLATE) {
    return refused(tarProblem('wrong-format', 'File is not a gzip file'))
  }
  const flags = fixed[3] ?? 0
  if (flags & ~(TEXT_FLAG | NAME_FLAG)) return refused(tarProblem('surrounding-data', 'The gzip header carries more than a file name'))
  if (!(flags & NAME_FLAG)) return { value: FIXED_BYTES, problems: [] }

  const name = await readAt(bytes, FIXED_BYTES, Math.min(NAME_MAX_BYTES, bytes.size - FIXED_BYTES))
  const nameLength = name ? name.indexOf(0) : -1
  if (nameLength < 0) return refused(tarProblem('surrounding-data', 'The file name in the gzip header does not end'))
  return { value: FIXED_BYTES + nameLength + 1, problems: [] }
}

async function trailerProblem(bytes: Bytes, seen: { size: number; crc: number; left: number }): Promise<ArchiveProblem | null> {
  if (seen.left !== 0) return tarProblem('surrounding-data', 'Data after the end of the gzip stream')
  const trailer = await readAt(bytes, bytes.size - TRAILER_BYTES, TRAILER_BYTES)
  if (!trailer) return tarProblem('damaged', 'The gzip stream is cut short')
  const { uint32 } = fieldsOf(trailer)
  // RFC 1952 2.3.1: the size is kept modulo 2^32; the limit above is far below.
  const whole = uint32(0) === seen.crc && uint32(4) === seen.size
  return whole ? null : tarProblem('damaged', 'The checksum at the end of the gzip stream is wrong')
}
