// GET /simple/ and /simple/<name>/: what pip and uv read (PEP 503, 691).
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { findSimplePage, type PackedRendering, type Page, peekSimplePage, type ProjectSimplePage, type Rendering, renderingOf, type SimpleType, type StoredPage } from '#lib/catalog/simple.ts'
import { findSimpleIndex, type SimpleIndex } from '#lib/catalog/simple-index.ts'
import { namesEtag } from '#lib/protocol/conditional.ts'
import { acceptsGzip, negotiate } from '#lib/protocol/media-types.ts'
import { isProjectName, normalizeName } from '#lib/protocol/names.ts'
import { SIMPLE_TYPES, SIMPLE_V1_JSON } from '#lib/protocol/simple-page.ts'
import { remembered } from '#lib/remembered.ts'
import { reading } from './reading.ts'
import { CORS, hidden, movedTo, notFound } from './refusals.ts'
import { cacheControl, visibilityOf } from './visibility.ts'

export const simple = new Hono()

reading(simple, '/simple', () => movedTo('/simple/'))
reading(simple, '/simple/', async (c) => send(c, await findSimpleIndex(), 'simple-index'))

reading(simple, '/simple/:name', (c) => {
  const name = c.req.param('name') ?? ''
  return isProjectName(name) ? movedTo(pathOf(name)) : notFound()
})
reading(simple, '/simple/:name/', async (c) => {
  const name = c.req.param('name') ?? ''
  const normalized = normalizeName(name)
  if (!isProjectName(name)) return notFound()
  if (name !== normalized) return movedTo(pathOf(name))

  const page = await findSimplePage(normalized)
  if (!page) return notFound()
  const visibility = await visibilityOf(c, page.project)
  return visibility === 'shown' ? send(c, page, `project/${normalized}`, page.project) : hidden(visibility)
})

const pathOf = (name: string) => `/simple/${normalizeName(name)}/`

function send(c: Context, page: StoredPage | SimpleIndex, key: string, project = { isPrivate: false }): Response {
  const asked = { accept: c.req.header('accept'), acceptEncoding: c.req.header('accept-encoding'), ifNoneMatch: c.req.header('if-none-match') }
  const { status, headers, rendering } = answerOf<Rendering | PackedRendering>(asked, page, key, project)
  return new Response(rendering && c.req.method !== 'HEAD' ? bodyOf(rendering) : null, { status, headers })
}

const bodyOf = (rendering: Rendering | PackedRendering) => ('bytes' in rendering ? rendering.bytes : unpacked(rendering.packed))

/** A piece at a time, as the client takes them. */
const unpacked = (packed: Uint8Array) => Readable.toWeb(pipeline(Readable.from([packed]), createGunzip(), () => {})) as ReadableStream

type Asked = Record<'accept' | 'acceptEncoding' | 'ifNoneMatch', string | undefined>
type Answer<Plain> = { status: 200 | 304; headers: Record<string, string>; rendering: Rendering | Plain | null }

function answerOf<Plain extends Rendering | PackedRendering>(
  { accept, acceptEncoding, ifNoneMatch }: Asked, page: Page<Plain>, key: string, project: { isPrivate: boolean },
): Answer<Plain> {
  const type = negotiate(accept, SIMPLE_TYPES)
  const gzipped = acceptsGzip(acceptEncoding)
  const rendering = renderingOf(page, type, gzipped)
  const headers = {
    ...(project.isPrivate ? {} : CORS),
    'Cache-Control': cacheControl(project, 'max-age=600, public'),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox allow-top-navigation",
    ETag: rendering.etag,
    'Surrogate-Key': key,
    Vary: project.isPrivate ? 'Accept, Accept-Encoding, Authorization' : 'Accept, Accept-Encoding',
    'X-PyPI-Last-Serial': String(page.serial),
  }
  if (namesEtag(ifNoneMatch, rendering.etag)) return { status: 304, headers, rendering: null }
  const encoding: Record<string, string> = gzipped ? { 'Content-Encoding': 'gzip' } : {}
  const length = 'bytes' in rendering ? rendering.bytes.length : rendering.length
  return { status: 200, headers: { ...headers, ...encoding, 'Content-Type': contentType(type), 'Content-Length': String(length) }, rendering }
}

/** Sends a request's answer at once, or answers false with nothing sent. */
export type QuickAnswer = (request: IncomingMessage, response: ServerResponse, requestId: string) => boolean

/**
 * What sends the page of a public project straight onto Node's response where it lies in memory, which is nearly always: the
 * answer that the route below Hono would give, for a fraction of its cost. `everywhere` are the headers of every answer.
 */
export function keptPageSender(everywhere: Record<string, string>): QuickAnswer {
  /** Answers that are ready but for the request's id, by type and encoding, for as long as their page is kept. */
  const ready = new WeakMap<StoredPage, Map<string, Ready>>()
  const answerTo = (asked: Asked, page: ProjectSimplePage): Ready => {
    const answer = answerOf(asked, page, `project/${page.project.normalizedName}`, page.project)
    return { ...answer, head: Object.entries({ ...everywhere, ...answer.headers }).flat() }
  }
  return (request, response, requestId) => {
    const page = keptPageOf(request)
    if (!page) return false
    const asked = askedOf(request)
    const known = ready.get(page) ?? new Map<string, Ready>()
    const key = asked.ifNoneMatch === undefined ? `${negotiated(asked.accept ?? '*/*')} ${gzipAccepted(asked.acceptEncoding ?? '')}` : null
    const answer = (key !== null && known.get(key)) || answerTo(asked, page)
    if (key !== null) ready.set(page, known.set(key, answer))
    response.writeHead(answer.status, [...answer.head, 'X-Request-Id', requestId]).end(answer.rendering?.bytes)
    return true
  }
}

type Ready = Answer<Rendering> & { head: string[] }

function keptPageOf({ method, url = '' }: IncomingMessage): ProjectSimplePage | null {
  const name = method === 'GET' ? PROJECT_PATH.exec(url)?.[1] : undefined
  const page = name === undefined ? null : peekSimplePage(name)
  return page && !page.project.isPrivate ? page : null
}

function askedOf({ headers }: IncomingMessage): Asked {
  return { accept: headers.accept, acceptEncoding: headers['accept-encoding']?.toString(), ifNoneMatch: headers['if-none-match'] }
}

const negotiated = remembered(200, (accept) => negotiate(accept, SIMPLE_TYPES))
const gzipAccepted = remembered(200, acceptsGzip)

/** A normalized name and nothing behind it; everything else takes the long way. */
const PROJECT_PATH = /^\/simple\/([a-z0-9]+(?:-[a-z0-9]+)*)\/$/

/** JSON is UTF-8 by definition; the others say so. */
const contentType = (type: SimpleType) => (type === SIMPLE_V1_JSON ? type : `${type}; charset=UTF-8`)
