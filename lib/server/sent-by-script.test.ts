import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { encodeAnswer } from './encode.ts'

const server = createServer((request, response) => {
  encodeAnswer(request, response)
  response.setHeader('Set-Cookie', 'session=new')
  response.statusCode = Number(request.headers['x-status'] ?? 303)
  response.setHeader('Location', '/manage/account/?done=x#two-factor')
  response.end()
}).listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => { server.close() })

const send = (headers: Record<string, string>, method = 'POST') =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method, headers, redirect: 'manual' })

test('a form that a script sent is told where to go, with the part of the page, and its cookies are set', async () => {
  const answer = await send({ 'x-sent-by': 'script' })
  expect([answer.status, answer.headers.get('x-go-to'), answer.headers.get('location')]).toEqual([200, '/manage/account/?done=x#two-factor', null])
  expect(answer.headers.getSetCookie()).toEqual(['session=new'])
})

test('a form that a browser sent, and whoever only reads, are taken there', async () => {
  for (const answer of [await send({}), await send({ 'x-sent-by': 'something' }), await send({ 'x-sent-by': 'script' }, 'GET')])
    expect([answer.status, answer.headers.get('location'), answer.headers.get('x-go-to')]).toEqual([303, '/manage/account/?done=x#two-factor', null])
})

test('no answer has a browser send a form once more, to another page', async () => {
  for (const status of ['301', '302', '307', '308']) expect((await send({ 'x-status': status })).status).toBe(303)
  expect((await send({ 'x-status': '308' }, 'GET')).status).toBe(308)
})
