// GET /pypi/<name>/json and /pypi/<name>/<version>/json: PyPI's JSON API.
import { type Context, Hono } from 'hono'
import { findJsonProject, jsonPageOf } from '#lib/catalog/json-api.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { reading } from './reading.ts'
import { CORS, hidden, movedTo } from './refusals.ts'
import { textAnswer } from './text-answer.ts'
import { visibilityOf } from './visibility.ts'

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

  const headers = { 'X-PyPI-Last-Serial': String(project.serial) }
  return textAnswer(c, { text: page, type: 'application/json', cache: 'max-age=900, public', project, headers })
}

const missing = () => new Response('{"message": "Not Found"}', { status: 404, headers: { ...CORS, 'Content-Type': 'application/json' } })
