// The one HTTP server in front of both faces. Each request, in this order:
//
//   an id
//   is it at hand?          a page that installers ask for, in memory, goes out at once
//   a line in the log when it is over
//   is it for us?           another Host → 421, and which setting is wrong; files may come by FILES_ORIGIN, health checks by any name
//   safe headers
//   whose is it?            the client's address from the trusted hop; what clients claim is dropped
//   to whom?                programs' paths → Hono, everything else → Next.js
//   did a page of ours ask? what would change a page and was not sent by one gets no further than here

import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { QuickAnswer } from '#lib/api/simple.ts'
import type { Environment } from '#lib/env.ts'
import { UPLOAD_MAX_MINUTES } from '#lib/numbers.ts'
import { type Origin, originOf } from '#lib/origin.ts'
import { cameInTheClear, clientAddress } from '#lib/server/client-address.ts'
import { encodeAnswer } from '#lib/server/encode.ts'
import type { ForeignForm } from '#lib/server/foreign-forms.ts'
import type { Log } from '#lib/server/log.ts'
import { tellMisdirected } from '#lib/server/misdirected.ts'
import { rewriteHeaders } from '#lib/server/request-headers.ts'
import { safeHeaders } from '#lib/server/response-headers.ts'
import { type Misdirected, standingBy } from '#lib/server/which-host.ts'
import { refuseUnreadableForms } from '#lib/server/unreadable-forms.ts'
import { withAnswer } from '#lib/web/answer-status.ts'
import { isOwnPage } from '#lib/web/own-page.ts'

export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown
export type Faces = { isMachinePath: (path: string, accept: string | undefined) => boolean; machine: Listener; human: Listener; quick?: QuickAnswer }
/** Told of each form that was refused because no page of ours sent it. */
type Noting = (form: ForeignForm, origin: Origin) => unknown
type Settings = Pick<Environment, 'origin' | 'filesOrigin' | 'https' | 'dev' | 'trustedProxies' | 'siteName'>

const HEADERS_SECONDS = 15
const BODY_SECONDS = 30
const IDLE_SECONDS = 120
/** Longer than the minute that load balancers keep a connection, so they never send into one that we just closed. */
const KEEP_ALIVE_SECONDS = 65
const TOLD_MAX_CHARS = 200
/** The upload page sends its files there (app/manage/projects/upload); like uploads of programs they may take longer than a form. */
const FILES_COME_TO = '/manage/projects/upload/send/'
const ANY_HOST = new Set(['/healthz', '/readyz', '/metrics'])

/** A server with limits on slow clients; nothing listens and nobody answers yet. */
export function openHttpServer(dev: boolean): Server {
  const server = createServer({
    headersTimeout: HEADERS_SECONDS * 1000,
    requestTimeout: UPLOAD_MAX_MINUTES * 60_000,
    keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
    connectionsCheckingInterval: 5000,
    // Only the development server speaks over web sockets. Next.js would leave every other upgraded connection open for ever.
    shouldUpgradeCallback: () => dev,
  })
  if (!dev) server.setTimeout(IDLE_SECONDS * 1000)
  return server
}

/** The listener that stands in front of both faces. */
export function receive(settings: Settings, faces: Faces, log: Log, noteForeignForm: Noting): Listener {
  const origin = new URL(settings.origin)
  const standingOf = standingBy(settings)
  const everywhere = Object.entries(safeHeaders(settings))
  return (request, response) => {
    const [requestId, path, start] = [newRequestId(), pathOf(request), performance.now()]
    const standing = standingOf(request, path)
    if (standing === 'site' && faces.quick?.(request, response, requestId)) return noteRequest(log, request, response.statusCode, { requestId, path, start })
    noteWhenOver(log, request, response, { requestId, path, start })
    const fault = faultOf(request, path, settings)
    for (const [name, value] of everywhere) response.setHeader(name, value)
    response.setHeader('X-Request-Id', requestId)
    if (fault) return refuse(request, response, ...fault)
    if (standing !== 'site' && standing !== 'file' && !ANY_HOST.has(path)) return misdirect(request, response, standing, settings)

    const inTheClear = settings.https && cameInTheClear(request, settings.trustedProxies)
    rewriteHeaders(request, { client: clientOf(request, settings), requestId, origin, inTheClear, ofFilesHost: standing === 'file' })
    const isMachine = faces.isMachinePath(path, request.headers.accept)
    if (isMachine) return faces.machine(request, response)
    if (isForeignForm(request, settings.origin)) {
      noteForeignForm(...tellOf(request, path))
      return refuse(request, response, 403, 'A page is changed by its own forms only.')
    }
    if (path !== FILES_COME_TO) refuseSlowBody(request, response)
    encodeAnswer(request, response)
    return withAnswer(response, () => {
      refuseUnreadableForms(request, response)
      return faces.human(request, response)
    })
  }
}

/** Every other protocol may be offered and is passed over (RFC 9110 §7.8). */
const wantsWebSocket = ({ headers }: IncomingMessage) => /\bwebsocket\b/i.test(headers.upgrade ?? '')

/** Why a request is for nobody here. */
function faultOf(request: IncomingMessage, path: string, { dev }: Settings): [status: number, line: string] | null {
  if (!path.startsWith('/')) return [400, 'A request names a path.']
  if (wantsWebSocket(request) && !dev) return [400, 'There are no web sockets here.']
  if (!isReadable(path)) return [400, 'This path cannot be read.']
  return null
}

/** From a pool of random bytes: asking the system for each request's few costs more than all else here. */
function newRequestId(): string {
  if (pool.at >= pool.bytes.length) Object.assign(pool, { bytes: randomBytes(ID_BYTES * 500), at: 0 })
  return pool.bytes.toString('base64url', pool.at, (pool.at += ID_BYTES))
}
const ID_BYTES = 9
const pool = { bytes: Buffer.alloc(0), at: 0 }

/** What is percent-encoded must be UTF-8, and no name of anything has a zero byte, which Postgres takes for trouble. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

/** Without the query string, which may carry a secret. */
const pathOf = (request: IncomingMessage) => (request.url ?? '').split(/[?#]/, 1)[0] ?? ''

function clientOf(request: IncomingMessage, { trustedProxies }: Settings): string | null {
  const told = request.headers['x-forwarded-for']
  return clientAddress(request.socket.remoteAddress, typeof told === 'string' ? told : undefined, trustedProxies)
}

/** Each action asks too; here nothing of a foreign request is even read (security bar e.4 W6). */
const isForeignForm = ({ method, headers }: IncomingMessage, ours: string) =>
  method !== 'GET' && method !== 'HEAD' && !isOwnPage({ origin: headers.origin, site: headers['sec-fetch-site'] as string | undefined }, ours)

/** After our own headers replaced the client's. What it says itself is cut short. */
function tellOf({ method = '', headers }: IncomingMessage, path: string): [ForeignForm, Origin] {
  const said = (name: string) => headers[name]?.toString()
  const short = (text = 'nothing') => text.slice(0, TOLD_MAX_CHARS)
  return [{ method, path: short(path), from: short(said('origin')), site: short(said('sec-fetch-site')) }, originOf(said)]
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, line: string): void {
  refuseWith(request, response, status, { body: `${line}\n`, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}

function misdirect(request: IncomingMessage, response: ServerResponse, why: Misdirected, settings: Settings): void {
  refuseWith(request, response, 421, tellMisdirected(request.headers, why, settings))
}

function refuseWith(request: IncomingMessage, response: ServerResponse, status: number, { body, headers }: { body: string; headers: Record<string, string> }): void {
  if (!request.complete) response.setHeader('Connection', 'close')
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store' }).end(body)
}

/** Forms are small. Files have the server's own, longer limit. */
function refuseSlowBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return
  const timer = setTimeout(() => {
    if (!request.complete && !response.headersSent) refuse(request, response, 408, 'The request took too long to arrive.')
    if (!request.complete) request.socket.destroySoon()
  }, BODY_SECONDS * 1000)
  response.once('close', () => clearTimeout(timer))
}

type Known = { requestId: string; path: string; start: number }

function noteWhenOver(log: Log, request: IncomingMessage, response: ServerResponse, known: Known): void {
  // 499: the client left first.
  response.once('close', () => noteRequest(log, request, response.writableFinished ? response.statusCode : 499, known))
}

function noteRequest(log: Log, { method = '' }: IncomingMessage, status: number, { requestId, path, start }: Known): void {
  const level = ANY_HOST.has(path) || path.startsWith('/_next/') || path.startsWith('/scripts/') ? 'debug' : 'info'
  const ms = Math.round((performance.now() - start) * 10) / 10
  log[level]('request', { id: requestId, method, path: path.slice(0, 300), status, ms })
}

/** Stops accepting and lets what is under way finish, for `seconds` at most. */
export async function closeHttpServer(server: Server, seconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), seconds * 1000)
  await closed
  clearInterval(sweep)
  clearTimeout(late)
}
