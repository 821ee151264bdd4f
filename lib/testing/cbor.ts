// Just enough CBOR (RFC 8949) to speak like an authenticator.

export type Cbor = number | string | Uint8Array | Cbor[] | Map<number | string, Cbor>

/** Definite lengths, shortest heads: the CTAP2 canonical form, if the map is given in its order. */
export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)])
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(encodeCbor)])
}

function head(major: number, length: number): Buffer {
  const type = major << 5
  if (length < 24) return Buffer.of(type | length)
  if (length < 0x100) return Buffer.of(type | 24, length)
  const bytes = Buffer.alloc(3, type | 25)
  bytes.writeUInt16BE(length, 1)
  return bytes
}
