// The packets of a version-2 macaroon: a type, a length and that many bytes; type 0 stands alone and ends a section.

export type Packet = { type: number; data: Uint8Array }

/** One field as bytes: varint type, varint length, data. */
export function packet(type: number, data: string | Uint8Array): Uint8Array {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data
  return Buffer.concat([varint(type), varint(bytes.length), bytes])
}

/** All packets up to the last byte, or null when a length points past the end or a varint does not stop. */
export function readPackets(bytes: Uint8Array): Packet[] | null {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length; ) {
    const read = readPacket(bytes, at)
    if (read === null) return null
    packets.push(read.packet)
    at = read.next
  }
  return packets
}

function readPacket(bytes: Uint8Array, at: number): { packet: Packet; next: number } | null {
  const type = readVarint(bytes, at)
  if (type === null) return null
  if (type.value === 0) return { packet: { type: 0, data: new Uint8Array() }, next: type.next }

  const length = readVarint(bytes, type.next)
  if (length === null || length.next + length.value > bytes.length) return null
  const next = length.next + length.value
  return { packet: { type: type.value, data: bytes.subarray(length.next, next) }, next }
}

/** LEB128, at most three bytes: more than any field of an allowed token needs. */
function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0
  for (let index = 0; index < 3; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    value |= (byte & 0x7f) << (7 * index)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  return null
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return new Uint8Array([...bytes, value >>> (7 * bytes.length)])
}
