import type { Context, Hono } from 'hono'
import { CORS, methodNotAllowed } from './refusals.ts'

/** What can be done with a path that can only be read. */
export const READING = 'GET, HEAD, OPTIONS'

/** A path that can only be read: GET, HEAD and a browser's preflight; anything else is 405. */
export function reading(app: Hono, path: string, read: (c: Context) => Response | Promise<Response>): void {
  app.get(path, read)
  app.options(path, () => new Response(null, { status: 204, headers: { ...CORS, Allow: READING } }))
  app.all(path, () => methodNotAllowed(READING))
}
