import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { answerWithoutScripts, withAnswer } from '#lib/web/answer-status.ts'
import { encodeAnswer } from './encode.ts'

type Answer = { status: number; headers: IncomingMessage['headers']; bytes: Buffer }
let make: (response: ServerResponse) => void = () => {}
const server = createServer((request, response) => {
  encodeAnswer(request, response)
  withAnswer(response, () => make(response))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => { server.close() })

const LONG = 'a line that comes again and again\n'.repeat(500)

async function get(path: string, accept: string, method = 'GET'): Promise<Answer> {
  const asked = ask({ port: (server.address() as AddressInfo).port, path, method, headers: accept ? { 'accept-encoding': accept } : {} }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(await answer.toArray()) }
}

const text = ({ headers, bytes }: Answer): string =>
  (headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString()

const page = (body: string) => (response: ServerResponse) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.flushHeaders()
  response.write(body.slice(0, 40))
  response.end(body.slice(40))
}

test.each([['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['br;q=0, gzip;q=0.5', 'gzip'], ['', undefined], ['identity', undefined]])(
  'who takes "%s" gets %s, and the same text', async (accept, encoding) => {
    make = page(LONG)
    const answer = await get('/', accept)
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers.vary).toContain('Accept-Encoding')
    expect(text(answer)).toBe(LONG)
  })

test('what is written arrives before the end, for pages that come in parts', async () => {
  const parts: ServerResponse[] = []
  make = (response) => {
    response.setHeader('Content-Type', 'text/html')
    response.write(LONG)
    ;(response as ServerResponse & { flush: () => void }).flush()
    parts.push(response)
  }
  const asked = ask({ port: (server.address() as AddressInfo).port, headers: { 'accept-encoding': 'br' } }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const [first] = (await once(answer, 'data')) as [Buffer]
  expect(first.length).toBeGreaterThan(0)
  parts[0]?.end('the end')
  const rest = await answer.toArray()
  expect(brotliDecompressSync(Buffer.concat([first, ...rest])).toString()).toBe(`${LONG}the end`)
})

test.each(['br', 'gzip', ''])('a plain page arrives whole and without scripts (%s)', async (accept) => {
  const html = '<head><link rel="preload" as="script" href="/a.js"/><link rel="stylesheet" href="/a.css"/><script src="/a.js" async=""></script></head><p>&lt;script></p><script data-own="true" nonce="n">own()</script><script nonce="n">self.x=1</script>'
  make = (response) => { answerWithoutScripts(); page(html)(response) }
  const answer = await get('/', accept)
  expect(text(answer)).toBe('<head><link rel="stylesheet" href="/a.css"/></head><p>&lt;script></p><script data-own="true" nonce="n">own()</script>')
  expect(answer.headers['content-length']).toBe(String(answer.bytes.length))
})

test.each(['<p><!--$?--><template id="B:0"></template></p><script>later()</script>', '<html id="__next_error__"><script>fill()</script>'])(
  'a page that only its scripts complete keeps them: %s', async (html) => {
    make = (response) => { answerWithoutScripts(); page(html)(response) }
    expect(text(await get('/', 'br'))).toBe(html)
  })

test('files of the build are compressed as small as it goes, once', async () => {
  make = (response) => { response.setHeader('Content-Type', 'application/javascript; charset=UTF-8'); response.end(LONG) }
  const first = await get('/_next/static/chunks/a.js', 'br')
  make = (response) => { response.setHeader('Content-Type', 'application/javascript; charset=UTF-8'); response.end('another file by the same name') }
  expect(text(await get('/_next/static/chunks/a.js?v=2', 'br'))).toBe(text(first))
  expect(text(await get('/_next/static/chunks/a.js', 'gzip'))).toBe('another file by the same name')
})

test('pictures, empty answers, answers to HEAD and what is encoded already stay as they are', async () => {
  make = (response) => { response.setHeader('Content-Type', 'font/woff2'); response.end('font') }
  expect((await get('/', 'br')).bytes.toString()).toBe('font')
  make = (response) => { response.writeHead(304, { 'Content-Type': 'text/html' }).end() }
  expect(await get('/', 'br')).toMatchObject({ status: 304, headers: expect.not.objectContaining({ 'content-encoding': 'br' }) })
  make = page(LONG)
  expect((await get('/', 'br', 'HEAD')).headers['content-encoding']).toBeUndefined()
  make = (response) => { response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'x-own' }).end('own') }
  expect((await get('/', 'br')).bytes.toString()).toBe('own')
})
