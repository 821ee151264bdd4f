import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { until } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { bodyOf, givePublishing, portOfIndex, projectOf, send, sendBytes, type Sent, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

const MIB = 1024 * 1024

test('POST /legacy is sent on to /legacy/ by 308, so that the method stays', async () => {
  const { auth, wheel } = await givePublishing()
  const answer = await send(wheel(), { auth, path: '/legacy' })
  expect(answer).toMatchObject({ status: 308, reason: expect.stringMatching(/^An upload was attempted to \/legacy/) })
  expect(answer.headers.location).toBe('http://localhost:3000/legacy/')
  expect(answer.body).toContain('<a href="http://localhost:3000/help/problems/#slash">')
})

test.each([['/simple/', 405], ['/simple', 405], ['/pypi', 410], ['/pypi/', 410]])('a file that is sent to %s is not taken, and the status line says where to send it', async (path, status) => {
  const { auth, name, wheel } = await givePublishing()
  const answer = await send(wheel(), { auth, path })
  expect(answer).toMatchObject({ status, reason: 'Uploads go to http://localhost:3000/legacy/ and not here. Give that to twine or uv as the repository URL. See http://localhost:3000/help/problems/#slash' })
  expect(answer.headers.allow).toBe(status === 405 ? 'GET, HEAD, OPTIONS' : undefined)
  expect(await projectOf(name)).toBeUndefined()
})

test('only POST brings files', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH']) {
    const answer = await machineFace.request('/legacy/', { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  }
})

test.each([
  ['submit', /^Project pre-registration is no longer /], ['submit_pkg_info', /^Project pre-registration is no longer /],
  ['doc_upload', /^Uploading documentation is no longer /],
])('the action %s is gone, whoever asks and wherever it is said', async (action, opening) => {
  const { auth } = await givePublishing()
  const inBody: Sent = { fields: [[':action', action]] }
  for (const answer of [await send(inBody, { auth }), await send(inBody), await send({ fields: [] }, { path: `/legacy/?:action=${action}` })]) {
    expect(answer).toMatchObject({ status: 410, reason: expect.stringMatching(opening) })
  }
})

test('any other action gets a page that says what the address is for', async () => {
  const { auth } = await givePublishing()
  const answer = await send({ fields: [[':action', 'browse']] }, { auth })
  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('made for programs') })
})

test('the action may stand in the query', async () => {
  const { auth, name, wheel } = await givePublishing()
  expect((await send(wheel({}, { ':action': null }), { auth, path: '/legacy/?:action=file_upload' })).status).toBe(200)
  expect(await projectOf(name)).toBeDefined()
})

test.each(['application/json', 'multipart/form-data', 'text/plain', undefined])('a body of type %j is refused with 400', async (type) => {
  const { auth } = await givePublishing()
  const answer = await sendBytes(Buffer.from('{}'), { auth, headers: type === undefined ? {} : { 'content-type': type } })
  expect(answer).toMatchObject({ status: 400, reason: expect.stringMatching(/^The body is not a form/) })
})

test('a client that hangs up in the middle leaves nothing, and the next one is served', async () => {
  const { auth, name, wheel, send } = await givePublishing()
  const bytes = bodyOf(wheel({ files: { 'a.bin': randomBytes(3 * MIB) } }), 'cut')
  const asked = request({ port: portOfIndex(), method: 'POST', path: '/legacy/', headers: { authorization: auth, 'content-type': 'multipart/form-data; boundary=cut', 'content-length': bytes.length } })
  asked.on('error', () => {})
  asked.write(bytes.subarray(0, 2 * MIB))
  await until(async () => (await temporaryFiles()).length === 1)
  asked.destroy()
  await until(async () => (await temporaryFiles()).length === 0)
  expect(await projectOf(name)).toBeUndefined()
  expect((await send(wheel())).status).toBe(200)
})

test('a body that is longer than it was said to be is cut there, and nothing is stored', async () => {
  const { auth, name, wheel } = await givePublishing()
  const bytes = bodyOf(wheel(), 'lie')
  const socket = connect(portOfIndex())
  socket.write(`POST /legacy/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${auth}\r\nContent-Type: multipart/form-data; boundary=lie\r\nContent-Length: ${bytes.length - 5}\r\n\r\n`)
  socket.write(bytes)
  const [head] = (await once(socket, 'data')) as [Buffer]
  expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 400 /)
  socket.destroy()
  await until(async () => (await temporaryFiles()).length === 0)
  expect(await projectOf(name)).toBeUndefined()
})

test('fields by the names of something every object has do no harm', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel()
  for (const name of ['__proto__', 'constructor', 'toString', '__proto__[polluted]']) sent.fields.push([name, 'polluted'])
  expect((await send(sent)).status).toBe(200)
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
})
