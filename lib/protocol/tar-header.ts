// One 512-byte header of a tar archive (POSIX.1-2024 pax, "ustar Interchange Format"; GNU's variant beside it).
import { type Bytes, readAt } from '#lib/protocol/archive-bytes.ts'
import { utf8 } from '#lib/protocol/member-names.ts'

export const BLOCK_BYTES = 512

/** A header as it stands; `name` may still be replaced by a long name before it. `linkName` is where a link leads; empty where it is not text. */
export type TarHeader = { name: string; type: string; size: number; linkName: string }

/**
 * Reads a header block. Null where readers would differ or it is none: a wrong checksum, a size that is not octal,
 * a name that is not UTF-8, GNU's dates where POSIX keeps a prefix.
 */
export function readTarHeader(block: Uint8Array): TarHeader | null {
  if (!hasChecksum(block)) return null
  const name = textOf(block, 0, 100)
  const prefix = textOf(block, 345, 155)
  const size = octal(block, 124, 12)
  if (name === null || prefix === null || size === null) return null
  const isPosix = latin1(block, 257, 6) === 'ustar\0'
  if (prefix !== '' && !isPosix) return null

  const type = latin1(block, 156, 1)
  const linkName = textOf(block, 157, 100) ?? ''
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: type === '\0' ? '0' : type, size, linkName }
}

/** Is the first block a tar header? A ZIP file whose first bytes are one would be a tar archive to other tools. */
export async function looksLikeTar(bytes: Bytes): Promise<boolean> {
  const block = await readAt(bytes, 0, BLOCK_BYTES)
  return block !== null && hasChecksum(block)
}

export const isZeroBlock = (block: Uint8Array) => block.every((byte) => byte === 0)

/** The sum of all bytes, the checksum's own eight counted as spaces; some tools once summed signed bytes. */
function hasChecksum(block: Uint8Array): boolean {
  const declared = octal(block, 148, 8)
  const summed = block.map((byte, at) => (at >= 148 && at < 156 ? 0x20 : byte))
  const unsigned = summed.reduce((sum, byte) => sum + byte, 0)
  const signed = summed.reduce((sum, byte) => sum + (byte < 0x80 ? byte : byte - 0x100), 0)
  return declared !== null && (declared === unsigned || declared === signed)
}

const latin1 = (block: Uint8Array, at: number, length: number) => Buffer.from(block.subarray(at, at + length)).toString('latin1')

/** Text up to the first NUL. */
function textOf(block: Uint8Array, at: number, length: number): string | null {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return utf8(end < 0 ? field : field.subarray(0, end))
}

/** Octal digits between spaces, ended by NUL or space. GNU's base 256 is for more than 8 GiB and refused. */
function octal(block: Uint8Array, at: number, length: number): number | null {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(latin1(block, at, length))?.[1]
  return digits === undefined ? null : parseInt(digits || '0', 8)
}
