// A text that is made for each answer (JSON, feeds): with a tag, so that who has it already is sent nothing, and compressed for
// whoever takes gzip. What only some may read is sent as it is: its length would tell what is in it (CRIME).

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context } from 'hono'
import { etagOf } from '#lib/projects/simple-page.ts'
import { namesEtag } from '#lib/protocol/conditional.ts'
import { acceptsGzip } from '#lib/protocol/media-types.ts'
import { CORS } from './refusals.ts'
import { cacheControl } from './visibility.ts'

/** Below this a packet is a packet. */
const COMPRESSED_FROM_BYTES = 1000
const compress = promisify(gzip)

export type TextAnswer = { text: string; type: string; cache: string; project?: { isPrivate: boolean }; headers?: Record<string, string> }

/** Answers with the text, or with 304. The tag of a compressed answer is weak: it names the text, not these bytes (RFC 9110 §8.8.1). */
export async function textAnswer(c: Context, { text, type, cache, project = { isPrivate: false }, headers = {} }: TextAnswer): Promise<Response> {
  const bytes = Buffer.from(text)
  const etag = etagOf(bytes)
  const isPacked = !project.isPrivate && bytes.length >= COMPRESSED_FROM_BYTES && acceptsGzip(c.req.header('accept-encoding'))
  const all = {
    ...(project.isPrivate ? { Vary: 'Authorization' } : { ...CORS, Vary: 'Accept-Encoding' }),
    'Cache-Control': cacheControl(project, cache), ETag: isPacked ? `W/${etag}` : etag, ...headers,
  }
  if (namesEtag(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers: all })
  const body = isPacked ? await compress(bytes) : bytes
  return new Response(body, { headers: { ...all, 'Content-Type': type, ...(isPacked && { 'Content-Encoding': 'gzip' }) } })
}
