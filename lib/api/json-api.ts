// GET /pypi/<name>/json and /pypi/<name>/<version>/json: PyPI's JSON API.
import { type Context, Hono } from 'hono'
import { findJsonProject, jsonPageOf } from '#lib/catalog/json-api.ts'
import { etagOf } from '#lib/projects/simple-page.ts'
import { namesEtag } from '#lib/protocol/conditional.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { reading } from './reading.ts'
import { CORS, hidden, movedTo } from './refusals.ts'
import { cacheControl, visibilityOf } from './visibility.ts'

export const jsonApi = new Hono()

for (const path of ['/pypi/:name/json', '/pypi/:name/json/']) reading(jsonApi, path, (c) => answer(c, null))
for (const path of ['/pypi/:name/:version/json', '/pypi/:name/:version/json/']) reading(jsonApi, path, (c) => answer(c, c.req.param('version') ?? ''))

// Addresses of long ago, still in many a README.
for (const path of ['/pypi/:name', '/pypi/:name/']) reading(jsonApi, path, (c) => movedTo(`/project/${encodeURIComponent(c.req.param('name') ?? '')}/`))
for (const path of ['/pypi/:name/:version', '/pypi/:name/:version/'])
  reading(jsonApi, path, (c) => movedTo(`/project/${encodeURIComponent(c.req.param('name') ?? '')}/${encodeURIComponent(c.req.param('version') ?? '')}/`))

async function answer(c: Context, version: string | null): Promise<Response> {
  const name = c.req.param('name') ?? ''
  const normalized = normalizeName(name)
  const rest = version === null ? '/json' : `/${encodeURIComponent(version)}/json`
  if (name !== normalized) return movedTo(`/pypi/${encodeURIComponent(normalized)}${rest}`)

  const project = await findJsonProject(normalized)
  if (!project) return missing()
  const visibility = await visibilityOf(c, project)
  if (visibility !== 'shown') return visibility === 'hidden' ? missing() : hidden(visibility)
  const page = await jsonPageOf(project, version)
  if (page === null) return missing()

  const etag = etagOf(Buffer.from(page))
  const headers = {
    ...(project.isPrivate ? { Vary: 'Authorization' } : CORS),
    'Cache-Control': cacheControl(project, 'max-age=900, public'),
    ETag: etag,
    'X-PyPI-Last-Serial': String(project.serial),
  }
  if (namesEtag(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return json(page, { headers })
}

const missing = () => json('{"message": "Not Found"}', { status: 404, headers: CORS })

const json = (body: string, { status = 200, headers }: { status?: number; headers: Record<string, string> }) =>
  new Response(body, { status, headers: { ...headers, 'Content-Type': 'application/json' } })
