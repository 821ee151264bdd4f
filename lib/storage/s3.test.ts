// Against a bucket in memory that answers as S3 does to the few requests we make, or, where TEST_FILES_URL names one, a real one:
//   TEST_FILES_URL='s3://bucket/prefix?endpoint=http://127.0.0.1:8000' AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… npm run unit -- lib/storage

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEnvironment, type FilesPlace } from '#lib/env.ts'
import { closeStorage, dropBlob, isStorageWell, openStorage, readBlob, readWholeBlob, sizeOfBlob, stageUpload } from './storage.ts'

const objects = new Map<string, Buffer>()
const asked: string[] = []
let dir = ''
let server: Server | null = null

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wheelkeep-s3-'))
  await openStorage(process.env.TEST_FILES_URL ? placeOf(process.env.TEST_FILES_URL) : await bucketInMemory(), dir, new Date())
})

afterAll(async () => {
  closeStorage()
  server?.close()
  await rm(dir, { recursive: true, force: true })
})

test('a file is found in the bucket once it is committed, whole or in part, and its temporary file is gone', async () => {
  const bytes = randomBytes(3_000_000)
  const staged = await stageUpload(Readable.from([bytes]), bytes.length)
  if (!staged.ok) throw new Error(staged.error)
  const { sha256 } = staged.value
  expect(await readBlob(sha256)).toBeNull()
  expect(await staged.value.commit()).toEqual({ ok: true, value: undefined })

  expect(await sizeOfBlob(sha256)).toBe(3_000_000)
  expect((await readWholeBlob(sha256))?.equals(bytes)).toBe(true)
  const part = await readBlob(sha256, { start: 10, end: 2_000_009 })
  expect(part?.size).toBe(3_000_000)
  expect(part && (await buffer(part.stream)).equals(bytes.subarray(10, 2_000_010))).toBe(true)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
  await dropBlob(sha256)
  expect(await sizeOfBlob(sha256)).toBeNull()
})

test('what is there already is not sent again', async () => {
  for (let n = 0; n < 2; n++) {
    const staged = await stageUpload(Readable.from([Buffer.from('once')]), 100)
    if (staged.ok) await staged.value.commit()
  }
  const key = createHash('sha256').update('once').digest('hex')
  expect(asked.filter((line) => line.startsWith('PUT') && line.includes(key)).length).toBe(server ? 1 : 0)
  await dropBlob(key)
})

test('the bucket is well while it can be reached', async () => {
  expect(await isStorageWell()).toBe(true)
})

test('keys lie under the prefix, spread over folders', () => {
  for (const line of asked.filter((line) => line.startsWith('PUT'))) expect(line).toMatch(/^PUT \/wheels\/some\/prefix\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}/)
})

function placeOf(filesUrl: string): FilesPlace {
  const { AWS_ACCESS_KEY_ID = 'key', AWS_SECRET_ACCESS_KEY = 'secret' } = process.env
  const parsed = parseEnvironment({ FILES_URL: filesUrl, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value.files
}

async function bucketInMemory(): Promise<FilesPlace> {
  server = createServer((request, response) => void answer(request, response)).listen(0)
  await once(server, 'listening')
  return placeOf(`s3://wheels/some/prefix?endpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const key = (request.url ?? '').split('?')[0] ?? ''
  asked.push(`${request.method} ${key}`)
  const stored = objects.get(key)
  if (request.method === 'PUT') {
    const bytes = await buffer(request)
    const sent = request.headers['x-amz-checksum-sha256']
    const right = sent === createHash('sha256').update(bytes).digest('base64') && request.headers['content-encoding'] === undefined
    if (right) objects.set(key, bytes)
    return void response.writeHead(right ? 200 : 400).end()
  }
  if (request.method === 'DELETE') return void response.writeHead(204).end(objects.delete(key) ? '' : '')
  if (request.method === 'HEAD' && /^\/wheels\/?$/.test(key)) return void response.writeHead(200).end()
  if (!stored) return void response.writeHead(404, { 'content-type': 'application/xml' }).end(request.method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code></Error>')
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  const part = from === undefined ? stored : stored.subarray(Number(from), Number(to) + 1)
  const headers = { 'content-length': part.length, ...(from !== undefined && { 'content-range': `bytes ${from}-${to}/${stored.length}` }) }
  response.writeHead(from === undefined ? 200 : 206, headers).end(request.method === 'HEAD' ? '' : part)
}
