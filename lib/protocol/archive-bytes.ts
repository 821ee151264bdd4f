const CHUNK_BYTES = 64 * 1024

/** A file that can be read anywhere without being held in memory, such as an open file handle. */
export type Bytes = { size: number; read(offset: number, length: number): Promise<Uint8Array> }

/** Bytes already in memory, read as if they were a file. */
export const bytesOf = (buffer: Uint8Array): Bytes => ({
  size: buffer.length,
  read: async (offset, length) => buffer.subarray(offset, offset + length),
})

const WINDOW_BYTES = 256 * 1024

/** The same file read a window at a time: archives ask for many small pieces, nearly all in order. */
export function readAhead(bytes: Bytes): Bytes {
  let start = 0
  let held: Uint8Array = new Uint8Array()
  async function read(offset: number, length: number): Promise<Uint8Array> {
    if (length > WINDOW_BYTES) return bytes.read(offset, length)
    if (offset < start || offset + length > start + held.length) {
      held = await bytes.read(offset, Math.min(WINDOW_BYTES, bytes.size - offset))
      start = offset
    }
    return held.subarray(offset - start, offset - start + length)
  }
  return { size: bytes.size, read }
}

/** Exactly `length` bytes at `offset`; null where the file does not have them. */
export async function readAt(bytes: Bytes, offset: number, length: number): Promise<Uint8Array | null> {
  if (offset < 0 || length < 0 || offset + length > bytes.size) return null
  const read = await bytes.read(offset, length)
  return read.length === length ? read : null
}

/** A stretch of the file in pieces, in order. Throws where the file ends early: that is trouble, not a refusal. */
export async function* chunksOf(bytes: Bytes, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const end = offset + length
  for (let at = offset; at < end; at += CHUNK_BYTES) {
    const chunk = await readAt(bytes, at, Math.min(CHUNK_BYTES, end - at))
    if (!chunk) throw new Error(`the file ends before byte ${end}`)
    yield chunk
  }
}

/** Little-endian fields of a record, by their offset in it. */
export function fieldsOf(record: Uint8Array) {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  return {
    uint16: (at: number) => view.getUint16(at, true),
    uint32: (at: number) => view.getUint32(at, true),
    /** Beyond 2^53 the number is rounded, which no bound on a file's size lets through. */
    uint64: (at: number) => Number(view.getBigUint64(at, true)),
  }
}
