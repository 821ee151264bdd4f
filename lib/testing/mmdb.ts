// Writes files of places in the MaxMind DB format, version 2.0, for tests of what reads them.

import ipaddr from 'ipaddr.js'

export type Writable = string | number | boolean | Writable[] | { [key: string]: Writable }
type Options = { type?: string; version?: 4 | 6; bits?: 24 | 28 | 32 }

/** A file in which each network (`81.2.69.0/24`, `2a02:a300::/32`) has its record. IPv4 networks may stand in a tree of IPv6. */
export function mmdbOf(networks: Record<string, Writable>, { type = 'GeoLite2-City', version = 6, bits = 24 }: Options = {}): Buffer {
  const data = new DataSection()
  const root: Node = [null, null]
  for (const [network, record] of Object.entries(networks)) plant(root, pathOf(network, version), data.place(record))

  const nodes = nodesOf(root)
  const metadata = { binary_format_major_version: 2, binary_format_minor_version: 0, database_type: type, ip_version: version, languages: ['en'], node_count: nodes.length, record_size: bits }
  const tree = nodes.map((node) => packed(node.map((side) => valueOf(side, nodes)), bits))
  return Buffer.concat([...tree, Buffer.alloc(16), data.bytes(), Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encoded(metadata)])
}

/** A node of the tree; a leaf is where its data begins. */
type Side = Node | number | null
type Node = [Side, Side]

function pathOf(network: string, version: 4 | 6): number[] {
  const [address, length] = ipaddr.parseCIDR(network)
  const bits = [...address.toByteArray()].flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1)).slice(0, length)
  const above = version === 6 && address.kind() === 'ipv4' ? 96 : 0
  return [...Array.from({ length: above }, () => 0), ...bits]
}

function plant(node: Node, [bit = 0, ...rest]: number[], leaf: number): void {
  if (rest.length === 0) node[bit] = leaf
  else plant((node[bit] = Array.isArray(node[bit]) ? node[bit] : [null, null]), rest, leaf)
}

const nodesOf = (node: Node): Node[] => [node, ...node.flatMap((side) => (Array.isArray(side) ? nodesOf(side) : []))]

/** The number of the next node; one past the last is "nothing"; behind that, and behind 16 bytes, are the data. */
function valueOf(side: Side, nodes: Node[]): number {
  if (side === null) return nodes.length
  return typeof side === 'number' ? nodes.length + 16 + side : nodes.indexOf(side)
}

function packed([left = 0, right = 0]: number[], bits: 24 | 28 | 32): Buffer {
  const node = Buffer.alloc(bits / 4)
  if (bits === 28) node.writeUInt8((Math.floor(left / 2 ** 24) << 4) | Math.floor(right / 2 ** 24), 3)
  const low = bits === 32 ? 4 : 3
  node.writeUIntBE(left % 256 ** low, 0, low)
  node.writeUIntBE(right % 256 ** low, node.length - low, low)
  return node
}

/** Records one behind the other; a text that was written before becomes a pointer to it, as in real files. */
class DataSection {
  #parts: Buffer[] = []
  #length = 0
  #texts = new Map<string, number>()

  place(record: Writable): number {
    const at = this.#length
    this.#write(record)
    return at
  }

  bytes = () => Buffer.concat(this.#parts)

  #write(value: Writable): void {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value !== 'object') return this.#put(encoded(value))
    this.#put(headOf(value))
    for (const part of Array.isArray(value) ? value : Object.entries(value).flat()) this.#write(part)
  }

  #text(text: string): void {
    const before = this.#texts.get(text)
    this.#texts.set(text, before ?? this.#length)
    this.#put(before === undefined ? encoded(text) : pointerTo(before))
  }

  #put(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }
}

/** The widest kind of pointer: five bytes, for any place. */
function pointerTo(at: number): Buffer {
  const pointer = Buffer.alloc(5, 0x38)
  pointer.writeUInt32BE(at, 1)
  return pointer
}

function encoded(value: Writable): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'boolean') return head(14, value ? 1 : 0)
  if (typeof value === 'number') return Number.isInteger(value) ? encodedInteger(value) : encodedDouble(value)
  return Buffer.concat([headOf(value), ...(Array.isArray(value) ? value : Object.entries(value).flat()).map(encoded)])
}

const headOf = (value: Writable[] | { [key: string]: Writable }) => (Array.isArray(value) ? head(11, value.length) : head(7, Object.keys(value).length))

function encodedInteger(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return Buffer.concat([head(6, 4), bytes])
}

function encodedDouble(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return Buffer.concat([head(3, 8), bytes])
}

/** Type and size. Types beyond 7 stand in a second byte; sizes from 29 on stand behind. */
function head(type: number, size: number): Buffer {
  const [short, more] = size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 255]]
  return Buffer.from(type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more])
}
