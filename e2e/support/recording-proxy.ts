import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = { path: string; status: number; headers: IncomingHttpHeaders; type: string }
export type RecordingProxy = { url: string; seen: Seen[]; close: () => void }

/** Stands between a client and the site, changes nothing but to add `headers`, and remembers what was asked and what came back. */
export async function openRecordingProxy(site: string, headers: Record<string, string> = {}): Promise<RecordingProxy> {
  const { hostname, port, host } = new URL(site)
  const seen: Seen[] = []
  const server = createServer((asked, answer) => {
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers: { ...asked.headers, ...headers, host } })
    onward.on('response', (got) => {
      seen.push({ path: asked.url ?? '', status: got.statusCode ?? 0, headers: asked.headers, type: got.headers['content-type'] ?? '' })
      answer.writeHead(got.statusCode ?? 502, got.statusMessage, got.headers)
      got.pipe(answer)
    })
    onward.on('error', () => answer.writeHead(502).end())
    asked.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, seen, close: () => void server.close() }
}
