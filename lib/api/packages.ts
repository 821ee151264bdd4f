// GET /packages/ab/cd/…/<file> and …/<file>.metadata: bytes that never change under their address, in whole or in part.
import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { countDownload } from '#lib/catalog/downloads.ts'
import { type Download, findDownload } from '#lib/catalog/files.ts'
import { FILES_HOST_HEADER } from '#lib/origin.ts'
import { namesEtag, parseRange, type Slice } from '#lib/protocol/conditional.ts'
import { readBlob, sizeOfBlob } from '#lib/storage/storage.ts'
import { reading } from './reading.ts'
import { CORS, hidden, notFound } from './refusals.ts'
import { cacheControl, visibilityOf } from './visibility.ts'

export const packages = new Hono()

reading(packages, '/packages/:a{[0-9a-f]{2}}/:b{[0-9a-f]{2}}/:rest{[0-9a-f]{60}}/:filename', async (c) => {
  const { a, b, rest, filename } = c.req.param()
  const download = await findDownload(`${a}${b}${rest}`, filename ?? '')
  if (!download || isElsewhere(c, download)) return notFound()
  const visibility = await visibilityOf(c, download.project)
  return visibility === 'shown' ? send(c, download) : hidden(visibility)
})

/** The files' own host knows no reader, so that nobody learns there to send a token: private files are downloaded here. */
const isElsewhere = (c: Context, { project }: Download) => project.isPrivate && c.req.header(FILES_HOST_HEADER) !== undefined

async function send(c: Context, download: Download): Promise<Response> {
  const etag = `"${download.sha256}"`
  const headers = headersOf(download, etag)
  if (namesEtag(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })

  const size = download.size ?? (await sizeOfBlob(download.sha256))
  if (size === null) throw missing(download)
  const slice = c.req.method === 'HEAD' ? 'whole' : sliceFor(c, etag, size)
  if (slice === 'unsatisfiable') return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
  if (c.req.method === 'GET' && download.kind === 'file' && isWhole(slice, size)) countDownload(download.project.id, new Date())
  if (slice === 'whole') return new Response(await bytesOf(c, download), { headers: { ...headers, 'Content-Length': String(size) } })

  const part = { 'Content-Range': `bytes ${slice.start}-${slice.end}/${size}`, 'Content-Length': String(slice.end - slice.start + 1) }
  return new Response(await bytesOf(c, download, slice), { status: 206, headers: { ...headers, ...part } })
}

/** A look at the end of an archive, or the rest of a file that broke off, is no download of its own. */
const isWhole = (slice: Slice | 'whole', size: number) => slice === 'whole' || (slice.start === 0 && slice.end === size - 1)

/** RFC 9110 §13.1.5: with If-Range, a part is only sent of the very file that the client has begun. */
function sliceFor(c: Context, etag: string, size: number): Slice | 'whole' | 'unsatisfiable' {
  const ifRange = c.req.header('if-range')
  return ifRange === undefined || ifRange === etag ? parseRange(c.req.header('range'), size) : 'whole'
}

/** Nothing a browser would run, sniff or show: always a download, named as the row says and not as the URL does. */
function headersOf({ filename, uploadedAt, project }: Download, etag: string): Record<string, string> {
  return {
    ...(project.isPrivate ? { Vary: 'Authorization' } : CORS),
    'Accept-Ranges': 'bytes',
    'Cache-Control': cacheControl(project, 'max-age=31536000, immutable, public'),
    'Content-Disposition': `attachment; filename="${filename.replace(/[^\w.+!-]/g, '_')}"`,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Content-Type': 'application/octet-stream',
    ETag: etag,
    'Last-Modified': uploadedAt.toUTCString(),
    'X-Content-Type-Options': 'nosniff',
  }
}

async function bytesOf(c: Context, download: Download, slice?: Slice): Promise<ReadableStream | null> {
  if (c.req.method === 'HEAD') return null
  const blob = await readBlob(download.sha256, slice)
  if (!blob) throw missing(download)
  return Readable.toWeb(blob.stream) as ReadableStream
}

/** A row never points at nothing; if one does, someone has to know. */
const missing = ({ filename, sha256 }: Download) => new Error(`The bytes of ${filename} (${sha256}) are not in the storage.`)
