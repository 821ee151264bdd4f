import type { IncomingMessage } from 'node:http'
import { CLIENT_HEADER, FILES_HOST_HEADER, IN_THE_CLEAR_HEADER, REQUEST_ID_HEADER } from '#lib/origin.ts'
import { remembered } from '#lib/remembered.ts'

export type Facts = { client: string | null; requestId: string; origin: URL; /** The client spoke plain HTTP, where it should not. */ inTheClear: boolean; /** It was asked of the files' own host. */ ofFilesHost: boolean }

/**
 * Headers by which a client could speak for our proxy, for us, or for Next.js's own machinery. What its router sends while people
 * move about (`RSC`, `Next-Router-*`) stays, and so do the two ids of its development server.
 */
const NOT_FROM_CLIENTS = /^(?:x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-wheelkeep-.*|x-request-id|x-middleware-.*|x-invoke-.*|x-nextjs-(?!(?:html-)?request-id$).*|x-next-.*|next-resume|x-prerender-.*|x-now-route-matches|x-matched-path|x-original-url|x-rewrite-url|x-http-method-override|x-page|x-search|content-security-policy(?:-report-only)?)$/i

/**
 * From here on both faces read what this server knows, and never what a client claims. Node keeps headers twice, parsed for
 * Next.js and raw for Hono: both are rewritten.
 */
export function rewriteHeaders(request: IncomingMessage, { client, requestId, origin, inTheClear, ofFilesHost }: Facts): void {
  const ours = {
    host: origin.host,
    'x-forwarded-host': origin.host,
    'x-forwarded-proto': origin.protocol.slice(0, -1),
    'x-forwarded-port': origin.port || (origin.protocol === 'https:' ? '443' : '80'),
    ...(client && { 'x-forwarded-for': client, [CLIENT_HEADER]: client }),
    [REQUEST_ID_HEADER]: requestId,
    ...(inTheClear && { [IN_THE_CLEAR_HEADER]: '1' }),
    ...(ofFilesHost && { [FILES_HOST_HEADER]: '1' }),
  }
  const isDropped = ofFilesHost ? isDroppedFromFiles : isClaim
  for (const name of Object.keys(request.headers)) if (isDropped(name)) delete request.headers[name]
  Object.assign(request.headers, ours)
  request.rawHeaders = keptRaw(request.rawHeaders, isDropped)
  for (const [name, value] of Object.entries(ours)) request.rawHeaders.push(name, value)
}

const isClaim = remembered(500, (name) => NOT_FROM_CLIENTS.test(name) || name.toLowerCase() === 'host')
/** Nobody is anybody at the files' own host: what was sent there by mistake goes no further. */
const isDroppedFromFiles = (name: string) => isClaim(name) || /^(?:cookie|authorization)$/i.test(name)

function keptRaw(raw: string[], isDropped: (name: string) => boolean): string[] {
  const kept: string[] = []
  for (let at = 0; at < raw.length; at += 2) if (!isDropped(raw[at] ?? '')) kept.push(raw[at] ?? '', raw[at + 1] ?? '')
  return kept
}
