// What programs are told when the answer is no, or when something is wrong with us. (Uploads: lib/releases/upload-refusals.ts.)
import type { Context } from 'hono'
import { isDatabaseDown } from '#lib/db/client.ts'
import { environment } from '#lib/env.ts'
import { answerPath } from '#lib/help.ts'
import type { Visibility } from './visibility.ts'

/** Any origin may read what anyone may read. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since',
  'Access-Control-Allow-Methods': 'GET',
  'Access-Control-Max-Age': '86400',
  'Access-Control-Expose-Headers': 'X-PyPI-Last-Serial',
}

const RETRY_SECONDS = '10'

export const notFound = (): Response => line(404, '404 Not Found', CORS)

/** For a project that cannot be seen: who gave no good token is asked for one, who gave one learns nothing that it does not say itself. */
export function hidden(visibility: Exclude<Visibility, 'shown'>): Response {
  if (visibility === 'hidden') return notFound()
  // RFC 9110 §15.5.4: known, and not enough. A 401 would have clients ask for another password.
  if (visibility === 'publish-only') return line(403, PUBLISH_ONLY(), { 'Cache-Control': 'no-store' })
  return line(401, `401 Unauthorized. For a project that is private, the user name is __token__ and the password an API token of a member. See ${help()}`, { 'WWW-Authenticate': 'Basic realm="Wheelkeep", charset="UTF-8"', 'Cache-Control': 'no-store' })
}

const PUBLISH_ONLY = () => `403 Forbidden: this API token publishes and does not install. Make one that installs at ${environment().origin}/manage/account/token/. See ${help()}`
const help = () => `${environment().origin}${answerPath('asks')}`

/** RFC 9110 §15.5.6: a 405 says what is allowed. */
export const methodNotAllowed = (allow: string): Response => line(405, '405 Method Not Allowed', { Allow: allow })

/** 301, never cached for strangers' sake longer than a page is. */
export function movedTo(path: string): Response {
  return new Response(null, { status: 301, headers: { ...CORS, Location: path } })
}

/** Trouble: the log has the story under the request's id, the client gets the id. */
export function trouble(error: unknown, c: Context): Response {
  const id = c.req.header('x-request-id') ?? '-'
  const what = `${c.req.method} ${c.req.path.slice(0, 300)} failed (request ${id})`
  if (isDatabaseDown(error)) {
    console.error(`${what}: the database cannot be reached`)
    return line(503, `503 Service Unavailable: the database cannot be reached. Request id: ${id}`, { 'Retry-After': RETRY_SECONDS })
  }
  console.error(what, error)
  return line(500, `500 Internal Server Error. Request id: ${id}`, {})
}

function line(status: number, text: string, headers: Record<string, string>): Response {
  const cache: Record<string, string> = status >= 500 ? { 'Cache-Control': 'no-store' } : {}
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8', ...cache, ...headers } })
}
