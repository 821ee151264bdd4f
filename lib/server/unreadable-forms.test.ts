import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { noteUnderstood, withAnswer } from '#lib/web/answer-status.ts'
import { refuseUnreadableForms } from './unreadable-forms.ts'

const opened: Server[] = []
afterEach(() => { for (const server of opened.splice(0)) server.close() })

/** A face that answers as Next.js does: the status first, then a stream. */
async function open(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => withAnswer(response, () => {
    refuseUnreadableForms(request, response)
    answer(response)
  }))
  opened.push(server)
  server.listen(0)
  await once(server, 'listening')
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

const fails = (response: ServerResponse) => {
  response.setHeader('Content-Type', 'text/x-component')
  response.setHeader('Content-Length', '9')
  response.statusCode = 500
  response.write('at secret')
  response.end('s.ts:1:1')
}
const ACTION = { method: 'POST', headers: { 'next-action': 'abc', 'content-type': 'text/plain' }, body: '["$' }
const FORM = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'no form' }

test.each([ACTION, FORM])('a form that Next.js could not read is the mistake of whoever sent it, and nothing of its answer is told (%#)', async (sent) => {
  const answer = await fetch(await open(fails), sent)
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await answer.text()).toBe('This form cannot be read. Load the page again and send it once more.\n')
  const short = await fetch(await open((response) => { response.statusCode = 500; response.end('Internal Server Error') }), sent)
  expect([short.status, await short.text()]).toEqual([400, expect.stringMatching(/^This form/)])
})

test('trouble in an action of ours stays trouble, and so does that of a page', async () => {
  const understood = await fetch(await open((response) => { noteUnderstood(); fails(response) }), ACTION)
  expect(understood.status).toBe(500)
  expect((await fetch(await open(fails))).status).toBe(500)
  expect((await fetch(await open(fails), { method: 'POST', body: 'a=b' })).status).toBe(500)
})

test('an answer that is no trouble passes as it is, piece by piece', async () => {
  const answer = await fetch(await open((response) => { response.write('one '); response.write('two '); response.end('three') }), ACTION)
  expect([answer.status, await answer.text()]).toEqual([200, 'one two three'])
})
