import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { browserScripts } from '#lib/web/browser-scripts.ts'
import { answerScript, makeBrowserScripts } from './browser-scripts.ts'

const server = createServer((request, response) => {
  if (!answerScript(request, response)) response.end('something else')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
await makeBrowserScripts()
afterAll(() => { server.close() })

const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })

test('every script is kept by browsers for good, and stands under the name of what is in it', async () => {
  expect(browserScripts.address).toMatch(/^\/scripts\/main-[A-Z0-9]{8}\.js$/)
  const before = [...browserScripts.files.keys()]
  for (const address of before) {
    const answer = await get(address)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await answer.text()).toBe(browserScripts.files.get(address)?.toString())
  }
  await makeBrowserScripts()
  expect([...browserScripts.files.keys()]).toEqual(before)
})

test('what is no script of ours is not there, and nothing is posted to one', async () => {
  for (const path of ['/scripts/', '/scripts/main.js', '/scripts/constructor', '/scripts/__proto__']) expect((await get(path)).status, path).toBe(404)
  expect((await get(browserScripts.address, 'POST')).status).toBe(404)
  expect((await get('/scripts/main.js')).headers.get('cache-control')).toBe('no-store')
  expect(await (await get('/')).text()).toBe('something else')
})

test('the part that every page loads stays small', () => {
  expect(browserScripts.files.get(browserScripts.address)?.length).toBeLessThan(12_000)
})
