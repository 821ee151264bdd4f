import type { IncomingMessage, ServerResponse } from 'node:http'
import { wasUnderstood } from '#lib/web/answer-status.ts'

/**
 * Next.js answers 500 to a form it cannot read: broken multipart, a damaged Flight payload, arguments that refer to nothing.
 * Whoever sent that made the mistake, not we: 400 and one line, instead of what Next.js would have said. Called within `withAnswer`.
 */
export function refuseUnreadableForms(request: IncomingMessage, response: ServerResponse): void {
  if (!isForm(request)) return
  const { write, end } = response
  let isRefused = false
  const refuse = () => {
    isRefused = true
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding', 'etag', 'vary']) response.removeHeader(name)
    response.statusCode = 400
    response.setHeader('Content-Type', 'text/plain; charset=utf-8')
    response.setHeader('Cache-Control', 'no-store')
    end.call(response, 'This form cannot be read. Load the page again and send it once more.\n', 'utf8')
  }
  const isUnreadable = () => !isRefused && response.statusCode === 500 && !response.headersSent && !wasUnderstood()

  response.write = (...args: unknown[]) => {
    if (isUnreadable()) refuse()
    return isRefused || Reflect.apply(write, response, args)
  }
  response.end = (...args: unknown[]) => {
    if (isUnreadable()) refuse()
    return isRefused ? response : Reflect.apply(end, response, args)
  }
}

/** What calls an action: from a script, or as a form without one. */
const isForm = ({ method, headers }: IncomingMessage) =>
  method === 'POST' && (headers['next-action'] !== undefined || headers['content-type']?.startsWith('multipart/form-data') === true)
