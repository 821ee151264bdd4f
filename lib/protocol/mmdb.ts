// The MaxMind DB file format, version 2.0 (https://maxmind.github.io/MaxMind-DB/): a tree over the bits of addresses, behind it the
// data that its leaves point to, at the end of the file the metadata. Nothing is copied: values are read where they lie.

export type MmdbValue = string | number | boolean | null | Buffer | MmdbValue[] | Map<string, MmdbValue>
/** What a file says about the network of an address (its 4 or 16 bytes); null: nothing, or nothing that can be read. */
export type Mmdb = { type: string; find: (address: number[]) => MmdbValue }

const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')
const METADATA_MAX_BYTES = 128 * 1024
const SEPARATOR_BYTES = 16
/** A record with names in eight languages has some 3 KB. A damaged one may lead in circles. */
const BYTES_MAX_PER_RECORD = 64 * 1024

/** Opens the bytes of a file; null when they are not one of version 2, or not a whole one. */
export function openMmdb(bytes: Buffer): Mmdb | null {
  const end = bytes.subarray(-METADATA_MAX_BYTES)
  const marker = end.lastIndexOf(MARKER)
  const metadata = marker === -1 ? null : mmdbValueAt(end.subarray(marker + MARKER.length), 0)
  if (!(metadata instanceof Map) || metadata.get('binary_format_major_version') !== 2) return null

  const [type, nodes, bits, version] = ['database_type', 'node_count', 'record_size', 'ip_version'].map((name) => metadata.get(name))
  if (typeof type !== 'string' || typeof nodes !== 'number' || (version !== 4 && version !== 6)) return null
  if (bits !== 24 && bits !== 28 && bits !== 32) return null
  const treeBytes = (nodes * bits) / 4
  const dataEnd = bytes.length - end.length + marker
  if (treeBytes + SEPARATOR_BYTES > dataEnd) return null

  const tree: Tree = { bytes: bytes.subarray(0, treeBytes), nodes, bits, version }
  const data = bytes.subarray(treeBytes + SEPARATOR_BYTES, dataEnd)
  return { type, find: (address) => recordOf(tree, data, address) }
}

type Tree = { bytes: Buffer; nodes: number; bits: 24 | 28 | 32; version: 4 | 6 }

function recordOf(tree: Tree, data: Buffer, address: number[]): MmdbValue {
  const leaf = leafOf(tree, address)
  return leaf === null ? null : mmdbValueAt(data, leaf - tree.nodes - SEPARATOR_BYTES)
}

/** A tree of IPv6 has the IPv4 addresses in its first corner, ::/96. One of IPv4 knows nothing of IPv6. */
function leafOf(tree: Tree, address: number[]): number | null {
  if (tree.version === 4 && address.length !== 4) return null
  const path = tree.version === 6 && address.length === 4 ? [...Array.from({ length: 12 }, () => 0), ...address] : address
  let at = 0
  for (let bit = 0; bit < path.length * 8 && at < tree.nodes; bit++) at = step(tree, at, ((path[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
  return at > tree.nodes ? at : null
}

/** The left or right record of a node. Of seven bytes the middle one is shared: its upper half belongs to the left. */
function step({ bytes, bits }: Tree, node: number, side: number): number {
  const at = node * (bits / 4)
  if (bits === 24) return bytes.readUIntBE(at + side * 3, 3)
  if (bits === 32) return bytes.readUInt32BE(at + side * 4)
  const middle = bytes.readUInt8(at + 3)
  return (side === 0 ? middle >> 4 : middle & 0x0f) * 2 ** 24 + bytes.readUIntBE(at + side * 4, 3)
}

type Cursor = { section: Buffer; at: number; left: number }

/** The value that begins there; pointers count from the beginning of the section. Null for what is damaged. */
export function mmdbValueAt(section: Buffer, at: number): MmdbValue {
  try {
    return valueAt({ section, at, left: BYTES_MAX_PER_RECORD })
  } catch {
    return null // An offset beyond the end, an unknown type, a circle.
  }
}

const POINTER = 1

function valueAt(cursor: Cursor): MmdbValue {
  const control = byte(cursor)
  const kind = control >> 5
  if (kind === POINTER) return pointedAt(cursor, control)
  const type = kind === 0 ? byte(cursor) + 7 : kind
  const read = TYPES[type]
  if (!read) throw new TypeError(`no type ${type}`)
  return read(cursor, sizeOf(cursor, control & 0x1f))
}

/** Follows a pointer, and goes on behind it. */
function pointedAt(cursor: Cursor, control: number): MmdbValue {
  const width = (control >> 3) & 3
  const high = width === 3 ? 0 : (control & 7) * 256 ** (width + 1)
  const target = high + unsigned(cursor, width + 1) + ([0, 2048, 526_336, 0][width] ?? 0)
  const behind = cursor.at
  cursor.at = target
  const value = valueAt(cursor)
  cursor.at = behind
  return value
}

function sizeOf(cursor: Cursor, size: number): number {
  if (size === 29) return 29 + unsigned(cursor, 1)
  if (size === 30) return 285 + unsigned(cursor, 2)
  return size === 31 ? 65_821 + unsigned(cursor, 3) : size
}

const TYPES: Record<number, (cursor: Cursor, size: number) => MmdbValue> = {
  2: (cursor, size) => take(cursor, size).toString('utf8'),
  3: (cursor) => take(cursor, 8).readDoubleBE(),
  4: take,
  5: unsigned,
  6: unsigned,
  7: map,
  8: (cursor, size) => unsigned(cursor, size) | 0,
  9: unsigned,
  10: unsigned,
  11: (cursor, size) => Array.from({ length: size }, () => valueAt(cursor)),
  14: (_, size) => size !== 0,
  15: (cursor) => take(cursor, 4).readFloatBE(),
}

function map(cursor: Cursor, size: number): MmdbValue {
  const values = new Map<string, MmdbValue>()
  for (let i = 0; i < size; i++) values.set(String(valueAt(cursor)), valueAt(cursor))
  return values
}

/** Unsigned and big-endian. Beyond 2^53 the last digits are lost; nothing here has so many. */
function unsigned(cursor: Cursor, size: number): number {
  return take(cursor, size).reduce((sum, digit) => sum * 256 + digit, 0)
}

const byte = (cursor: Cursor): number => unsigned(cursor, 1)

function take(cursor: Cursor, size: number): Buffer {
  const { section, at } = cursor
  cursor.at += size
  cursor.left -= size
  if (at < 0 || cursor.at > section.length || cursor.left < 0) throw new RangeError('beyond the end, or too much')
  return section.subarray(at, cursor.at)
}
