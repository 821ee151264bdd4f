/** Exact amounts out of a stream of pieces of any size; never holds more than what is asked for and one piece. */
export type StreamReader = {
  /** The next `length` bytes, or null where the stream ends before that many. */
  take(length: number): Promise<Uint8Array | null>
  /** Passes over `length` bytes; false where the stream ends before. */
  skip(length: number): Promise<boolean>
  /** Reads to the end; true when every byte was zero. */
  restIsZero(): Promise<boolean>
  /** Lets go of the source. */
  close(): Promise<void>
}

/** Reads a stream in exact amounts. */
export function readerOf(chunks: AsyncGenerator<Uint8Array>): StreamReader {
  let held: Uint8Array = new Uint8Array()

  /** Up to `length` bytes, at least one; null at the end of the stream. */
  async function some(length: number): Promise<Uint8Array | null> {
    while (held.length === 0) {
      const next = await chunks.next()
      if (next.done) return null
      held = next.value
    }
    const piece = held.subarray(0, length)
    held = held.subarray(length)
    return piece
  }

  async function take(length: number): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = []
    for (let missing = length; missing > 0; ) {
      const piece = await some(missing)
      if (!piece) return null
      pieces.push(piece)
      missing -= piece.length
    }
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
  }

  async function skip(length: number): Promise<boolean> {
    for (let missing = length; missing > 0; ) {
      const piece = await some(missing)
      if (!piece) return false
      missing -= piece.length
    }
    return true
  }

  async function restIsZero(): Promise<boolean> {
    for (let piece = await some(Infinity); piece; piece = await some(Infinity)) {
      if (piece.some((byte) => byte !== 0)) return false
    }
    return true
  }

  return { take, skip, restIsZero, close: async () => void (await chunks.return(undefined)) }
}
