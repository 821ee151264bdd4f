// Answers of Next.js on their way out: compressed with what the client takes best, and without scripts where a page needs none.
//
//   files of the build   compressed once, as small as it goes, and kept
//   plain pages          gathered, their scripts left out, compressed whole
//   everything else      compressed as it comes, flushed whenever Next flushes

import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip, type BrotliCompress, type Gzip } from 'node:zlib'
import { isWithoutScripts } from '#lib/web/answer-status.ts'
import { withoutScripts } from './plain-page.ts'
import { tellWhereTo } from './sent-by-script.ts'

type Encoding = 'br' | 'gzip'
type Sink = { gathers: boolean; write: (chunk: Buffer) => boolean; end: () => void; flush: () => void }

const TEXT = /^(?:text\/|image\/svg\+xml|application\/(?:javascript|json|manifest\+json|xml))/
const BUILT = /^\/(?:_next\/static|scripts)\//
/** As small as it goes for what is made once; fast for what is made for each reader. */
const ONCE = 11
const EACH = 4

const kept = new Map<string, Buffer>()

/** Stands between Next.js and the connection: what is written to `response` from here on leaves encoded. */
export function encodeAnswer(request: IncomingMessage, response: ServerResponse): void {
  const accepted = encodingFor(request.headers['accept-encoding'])
  const original = { write: response.write.bind(response), end: response.end.bind(response), writeHead: response.writeHead.bind(response), flushHeaders: response.flushHeaders.bind(response) }
  let sink: Sink | null | undefined
  const decide = (): Sink | null => {
    if (sink !== undefined) return sink
    tellWhereTo(request, response)
    sink = sinkFor(request, response, accepted, original)
    return sink
  }

  const patched = {
    writeHead(status: number, ...rest: unknown[]) {
      const given = rest.find((part) => typeof part === 'object') as Record<string, string> | undefined
      response.statusCode = status
      if (sink === undefined && given) for (const [name, value] of Object.entries(given)) response.setHeader(name, value)
      decide()
      return original.writeHead(response.statusCode)
    },
    write(chunk: unknown, ...rest: unknown[]) {
      const target = decide()
      return target ? target.write(bytesOf(chunk, rest[0])) : Reflect.apply(original.write, null, [chunk, ...rest])
    },
    end(chunk?: unknown, ...rest: unknown[]) {
      const target = decide()
      if (!target) return Reflect.apply(original.end, null, [chunk, ...rest])
      if (chunk && typeof chunk !== 'function') target.write(bytesOf(chunk, rest[0]))
      target.end()
      return response
    },
    // Of a gathered body neither encoding nor length is known before its end.
    flushHeaders() { if (!decide()?.gathers) original.flushHeaders() },
    flush: () => sink?.flush(),
  }
  Object.assign(response, patched)
}

type Original = { write: (chunk: Buffer) => boolean; end: (chunk?: Buffer) => unknown }

function sinkFor(request: IncomingMessage, response: ServerResponse, accepted: Encoding | null, original: Original): Sink | null {
  const type = String(response.getHeader('content-type') ?? '')
  const hasBody = request.method !== 'HEAD' && ![204, 206, 304].includes(response.statusCode)
  if (!hasBody || !TEXT.test(type) || response.hasHeader('content-encoding')) return null
  response.appendHeader('Vary', 'Accept-Encoding')
  const isPlain = type.startsWith('text/html') && isWithoutScripts(response)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (isPlain) return gathered(response, original, async (body) => compressed(Buffer.from(withoutScripts(body.toString())), accepted, EACH), accepted)
  if (!accepted) return null
  if (BUILT.test(path) && response.statusCode === 200) return gathered(response, original, (body) => keptOrMade(`${accepted} ${path}`, body, accepted), accepted)
  return streamed(response, original, accepted)
}

/** Waits for the whole body, because it is changed as a whole or compressed for good. */
function gathered(response: ServerResponse, original: Original, make: (body: Buffer) => Promise<Buffer>, encoding: Encoding | null): Sink {
  const parts: Buffer[] = []
  return {
    gathers: true,
    write: (chunk) => { parts.push(chunk); return true },
    flush: () => {},
    end: () => void make(Buffer.concat(parts)).then((bytes) => {
      if (encoding) response.setHeader('Content-Encoding', encoding)
      response.setHeader('Content-Length', bytes.length)
      original.end(bytes)
    }, (trouble) => response.destroy(trouble)),
  }
}

function streamed(response: ServerResponse, original: Original, encoding: Encoding): Sink {
  const encoder: BrotliCompress | Gzip = encoding === 'br'
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: EACH } })
    : createGzip()
  response.setHeader('Content-Encoding', encoding)
  response.removeHeader('Content-Length')
  encoder.on('data', (chunk: Buffer) => { if (!original.write(chunk)) encoder.pause() })
  encoder.on('end', () => original.end())
  encoder.on('drain', () => response.emit('drain'))
  response.on('drain', () => encoder.resume())
  response.once('close', () => encoder.destroy())
  return { gathers: false, write: (chunk) => encoder.write(chunk), end: () => encoder.end(), flush: () => encoder.flush() }
}

async function keptOrMade(key: string, body: Buffer, encoding: Encoding): Promise<Buffer> {
  const known = kept.get(key)
  if (known) return known
  const made = await compressed(body, encoding, ONCE)
  kept.set(key, made)
  return made
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

async function compressed(body: Buffer, encoding: Encoding | null, quality: number): Promise<Buffer> {
  if (!encoding) return body
  if (encoding === 'gzip') return zip(body, { level: Math.min(quality, 9) })
  return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
}

/** RFC 9110 §12.5.3, as far as our two encodings go: named, and not with weight 0. */
function encodingFor(header: string | string[] | undefined): Encoding | null {
  const offered = String(header ?? '').split(',').map((part) => part.trim().toLowerCase().split(/\s*;\s*q=/))
  const takes = (wanted: Encoding) => offered.some(([name, weight]) => name === wanted && Number(weight ?? 1) > 0)
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null
}

const bytesOf = (chunk: unknown, encoding: unknown): Buffer =>
  typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') : Buffer.from(chunk as Uint8Array)
