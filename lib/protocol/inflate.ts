// DEFLATE data (RFC 1951), inflated so that it is known how many compressed bytes the stream really took: whatever is left over
// would be invisible to this reader and perhaps not to another.
import { Readable, pipeline } from 'node:stream'
import { createInflateRaw, inflateRawSync } from 'node:zlib'

const OUTPUT_CHUNK_BYTES = 64 * 1024

/** Compressed data that do not inflate: cut short, or not DEFLATE at all. */
export class DamagedData extends Error {}

/** Inflated pieces as they come, and the compressed bytes taken, known once the pieces are through. */
export type Inflation = { chunks: AsyncGenerator<Uint8Array>; consumed: () => number }

/** Inflates piece by piece, in constant memory, and stops at the end of the stream. Throws DamagedData. */
export function inflateRaw(input: AsyncIterable<Uint8Array>): Inflation {
  const inflate = createInflateRaw({ chunkSize: OUTPUT_CHUNK_BYTES })
  return { chunks: drain(input, inflate), consumed: () => inflate.bytesWritten }
}

/**
 * Inflates small data in one step: a stream for each of twenty thousand files costs more than the files.
 * Where they grow beyond `maxBytes` nothing comes out and nothing was taken. Throws DamagedData.
 */
export function inflateAtOnce(input: AsyncIterable<Uint8Array>, maxBytes: number): Inflation {
  let consumed = 0
  async function* inflate(): AsyncGenerator<Uint8Array> {
    const whole = inflateWhole(Buffer.concat(await Array.fromAsync(input)), maxBytes)
    consumed = whole.consumed
    yield whole.data
  }
  return { chunks: inflate(), consumed: () => consumed }
}

async function* drain(input: AsyncIterable<Uint8Array>, inflate: ReturnType<typeof createInflateRaw>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(input, { objectMode: true })
  pipeline(source, inflate, () => {})
  try {
    for await (const chunk of inflate) yield chunk
  } catch (error) {
    throw codeOf(error).startsWith('Z_') ? new DamagedData('the compressed data are damaged') : error
  } finally {
    // After the last block zlib takes no more input, and the pipeline would wait for it forever.
    inflate.destroy()
    source.destroy()
  }
}

function inflateWhole(data: Uint8Array, maxBytes: number): { data: Uint8Array; consumed: number } {
  try {
    const result: unknown = inflateRawSync(data, { maxOutputLength: Math.max(maxBytes, 1), info: true })
    if (hasEngine(result)) return { data: result.buffer, consumed: result.engine.bytesWritten }
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return { data: new Uint8Array(), consumed: 0 }
    throw codeOf(error).startsWith('Z_') ? new DamagedData('the compressed data are damaged') : error
  }
  throw new Error('zlib did not say how much it read')
}

/** What `info: true` asks zlib for; its types do not tell. */
function hasEngine(result: unknown): result is { buffer: Uint8Array; engine: { bytesWritten: number } } {
  return typeof result === 'object' && result !== null && 'engine' in result
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')
