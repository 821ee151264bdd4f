import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { setAnswerStatus, withAnswer } from './answer-status.ts'

test('a page says its own status, also after waiting and beside others; outside of any nothing happens', async () => {
  setAnswerStatus(404)
  const server = createServer((request, response) => withAnswer(response, async () => {
    const status = Number(request.url?.slice(1))
    await new Promise((go) => setTimeout(go, status === 404 ? 20 : 5))
    setAnswerStatus(status)
    response.end()
    setAnswerStatus(500)
  }))
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const statusOf = async (path: string) => (await fetch(`http://localhost:${port}/${path}`)).status
  expect(await Promise.all(['404', '429', '200'].map(statusOf))).toEqual([404, 429, 200])
  server.close()
})
