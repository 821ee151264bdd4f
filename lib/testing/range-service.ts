// A list of breached passwords, served as Have I Been Pwned serves its own: by the first five digits of a SHA-1.

import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type RangeService = { url: string; asked: string[]; close: () => Promise<void> }

/** Serves a list of passwords on loopback. `answer` may do something else instead. */
export async function startRangeService(passwords: string[], answer?: (response: ServerResponse, body: string) => void): Promise<RangeService> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const prefix = request.url?.split('/').at(-1) ?? ''
    const suffixes = passwords.map(sha1).filter((hash) => hash.startsWith(prefix)).map((hash) => `${hash.slice(5)}:7`)
    const body = ['0018A45C4D1DEF81644B54AB7F969B88D65:0', ...suffixes].join('\r\n')
    if (answer) answer(response, body)
    else response.end(body)
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const close = () => new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`, asked, close }
}

export const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase()
