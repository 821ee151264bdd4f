import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Where the answer to a form leads is read, never sent the form again, as a page would have it that redirects while it is made
 * (307). A form that a script sent (components/scripts/forms.ts) is told the address instead of being taken there: `fetch`
 * would load that page, and the browser once more. Called before the head of an answer leaves.
 */
export function tellWhereTo({ method, headers }: IncomingMessage, response: ServerResponse): void {
  const to = response.getHeader('location')
  if (method !== 'POST' || response.statusCode < 300 || response.statusCode > 399 || !to) return
  response.statusCode = 303
  if (headers['x-sent-by'] !== 'script') return
  response.removeHeader('location')
  response.setHeader('X-Go-To', to)
  response.statusCode = 200
}
