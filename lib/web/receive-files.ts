// POST from the upload page: a plain form or a script sends files, which are read as they arrive. A server action would hold
// them in memory first.

import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { originOf } from '#lib/origin.ts'
import { uploadFiles } from '#lib/releases/browser-upload.ts'
import { readToEnd } from '#lib/releases/read-to-end.ts'
import { noteUnderstood } from './answer-status.ts'
import { sudoOrDetour } from './guards.ts'
import { isSameOrigin } from './same-origin.ts'

const PAGE = '/manage/projects/upload/'

/**
 * Takes the files in, or with `?check` only looks at them, and sends whoever sent them to the report; a script is told its
 * address. Asks what a page with a form asks: a page of ours, a user, a recent confirmation. Refused before a byte is kept.
 */
export async function receiveFiles(request: Request): Promise<Response> {
  noteUnderstood()
  if (!isSameOrigin(request.headers)) return new Response('403 Forbidden', { status: 403 })
  const user = await sudoOrDetour(PAGE)
  const body = request.body ? Readable.fromWeb(request.body as ReadableStream) : Readable.from([])
  if (!user.ok) {
    await readToEnd(body)
    return goTo(request, user.error)
  }

  const mode = new URL(request.url).searchParams.has('check') ? 'check' : 'publish'
  const type = request.headers.get('content-type') ?? undefined
  const report = await uploadFiles(user.value, type, body, mode, originOf((name) => request.headers.get(name)), new Date())
  return goTo(request, `${PAGE}${report}/`)
}

function goTo(request: Request, path: string): Response {
  const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
  if (request.headers.get('accept') === 'application/json') return Response.json({ location: path }, { headers })
  return new Response(null, { status: 303, headers: { ...headers, Location: path } })
}
