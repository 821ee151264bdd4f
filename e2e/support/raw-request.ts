import { once } from 'node:events'
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

export type RawReply = { status: number; headers: IncomingHttpHeaders; body: string }

/** A request exactly as written: no redirects followed, no header added but Host, no path tidied. */
export async function rawRequest(site: string, path: string, headers: Record<string, string> = {}, { method = 'GET', body = '', port }: { method?: string; body?: string; port?: number } = {}): Promise<RawReply> {
  const { host, port: ours } = new URL(site)
  const sent = request({ port: port ?? ours, host: '127.0.0.1', method, path, headers: { host, ...headers }, timeout: 20_000 })
  sent.on('timeout', () => sent.destroy(new Error(`${path} was not answered.`)))
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}
