// A cache that many people share, as stands before many sites (RFC 9111), as greedy as the RFC lets it be: what says nothing
// about its freshness is kept for a minute (§4.2.2), whatever its status; only what forbids it is not.

import { once } from 'node:events'
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

type Kept = { status: number; headers: IncomingHttpHeaders; body: Buffer; asked: IncomingHttpHeaders; until: number }

const HEURISTIC_SECONDS = 60

/** Listens on a port of its own and forwards to `site`, under the name of `site`. */
export async function startSharedCache(site: string): Promise<{ port: number; keys: () => string[]; close: () => void }> {
  const { port: upstream, host } = new URL(site)
  const shelf = new Map<string, Kept[]>()
  const server: Server = createServer(async (asked, answer) => {
    const key = `${asked.method} ${asked.url}`
    const isSafe = asked.method === 'GET' || asked.method === 'HEAD'
    const hit = isSafe ? shelf.get(key)?.find((kept) => kept.until > Date.now() && sameQuestion(kept, asked.headers)) : undefined
    const kept = hit ?? (await ask(asked, upstream, host).catch(() => null))
    if (!kept) return answer.writeHead(502).end()
    if (!hit && isSafe && mayKeep(kept)) shelf.set(key, [...(shelf.get(key) ?? []), kept])
    if (!isSafe) shelf.delete(`GET ${asked.url}`) // §4.4
    answer.writeHead(kept.status, { ...withoutHops(kept.headers), 'x-cache': hit ? 'hit' : 'miss' }).end(asked.method === 'HEAD' ? undefined : kept.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, keys: () => [...shelf.keys()], close: () => { server.closeAllConnections(); server.close() } }
}

/** §4.1: what `Vary` names must have been asked alike; `*` never matches. */
const sameQuestion = ({ headers, asked }: Kept, now: IncomingHttpHeaders) =>
  (headers.vary ?? '').toLowerCase().split(',').map((name) => name.trim()).filter(Boolean).every((name) => name !== '*' && String(asked[name] ?? '') === String(now[name] ?? ''))

/** §3, §3.5. */
function mayKeep({ status, headers, asked, until }: Kept): boolean {
  const control = headers['cache-control'] ?? ''
  if (/\b(?:no-store|private)\b/i.test(control) || status < 200 || status === 206 || status === 304) return false
  if (asked.authorization !== undefined && !/\b(?:public|s-maxage|must-revalidate)\b/i.test(control)) return false
  return until > Date.now()
}

function freshUntil(headers: IncomingHttpHeaders): number {
  const control = headers['cache-control'] ?? ''
  if (/\bno-cache\b/i.test(control)) return 0
  const seconds = /\bs-maxage=(\d+)/i.exec(control)?.[1] ?? /\bmax-age=(\d+)/i.exec(control)?.[1]
  return Date.now() + (seconds === undefined ? HEURISTIC_SECONDS : Number(seconds)) * 1000
}

async function ask(asked: IncomingMessage, port: string, host: string): Promise<Kept> {
  const sent = request({ port, host: '127.0.0.1', method: asked.method, path: asked.url, headers: { ...asked.headers, host } })
  asked.pipe(sent)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response), asked: asked.headers, until: freshUntil(response.headers) }
}

const HOPS = ['connection', 'keep-alive', 'transfer-encoding']
const withoutHops = (headers: IncomingHttpHeaders) => Object.fromEntries(Object.entries(headers).filter(([name]) => !HOPS.includes(name)))
