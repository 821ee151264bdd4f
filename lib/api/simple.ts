// GET /simple/ and /simple/<name>/: what pip and uv read (PEP 503, 691).
import { type Context, Hono } from 'hono'
import { findSimpleIndex, findSimplePage, renderingOf, type SimpleType, type StoredPage } from '#lib/catalog/simple.ts'
import { namesEtag } from '#lib/protocol/conditional.ts'
import { acceptsGzip, negotiate } from '#lib/protocol/media-types.ts'
import { isProjectName, normalizeName } from '#lib/protocol/names.ts'
import { SIMPLE_TYPES, SIMPLE_V1_JSON } from '#lib/protocol/simple-page.ts'
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

function send(c: Context, page: StoredPage, key: string, project = { isPrivate: false }): Response {
  const type = negotiate(c.req.header('accept'), SIMPLE_TYPES)
  const gzipped = acceptsGzip(c.req.header('accept-encoding'))
  const { bytes, etag } = renderingOf(page, type, gzipped)
  const headers = {
    ...(project.isPrivate ? {} : CORS),
    'Cache-Control': cacheControl(project, 'max-age=600, public'),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox allow-top-navigation",
    ETag: etag,
    'Surrogate-Key': key,
    Vary: project.isPrivate ? 'Accept, Accept-Encoding, Authorization' : 'Accept, Accept-Encoding',
    'X-PyPI-Last-Serial': String(page.serial),
  }
  if (namesEtag(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const encoding: Record<string, string> = gzipped ? { 'Content-Encoding': 'gzip' } : {}
  return new Response(bytes, { headers: { ...headers, ...encoding, 'Content-Type': contentType(type), 'Content-Length': String(bytes.length) } })
}

/** JSON is UTF-8 by definition; the others say so. */
const contentType = (type: SimpleType) => (type === SIMPLE_V1_JSON ? type : `${type}; charset=UTF-8`)
