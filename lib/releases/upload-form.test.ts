import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { METADATA_MAX_BYTES, UPLOAD_FIELDS_MAX } from '#lib/numbers.ts'
import { closeStorage, openStorage } from '#lib/storage/storage.ts'
import type { UploadForm } from './upload.ts'
import { discardContent, readUploadForm } from './upload-form.ts'

const BOUNDARY = 'wheelkeep-boundary'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const LIMIT = 1_000_000
const head = (name: string, filename: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`
let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wheelkeep-form-'))
  await openStorage({ kind: 'disk', dir }, dir, new Date())
})

afterEach(async () => {
  closeStorage()
  await rm(dir, { recursive: true, force: true })
})

test('fields are collected in order, and the file is staged with its digests', async () => {
  const form = await read([text('name', 'six'), text('classifiers', 'a'), text('classifiers', 'b'), file('content', 'six.whl', 'abc')])
  expect([...form.fields]).toEqual([['name', ['six']], ['classifiers', ['a', 'b']]])
  expect(form.content).toMatchObject({ filename: 'six.whl', mimeType: 'application/octet-stream', limitBytes: LIMIT })
  expect(form.content?.arrived).toMatchObject({
    ok: true, value: { size: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  })
  await discardContent(form)
  expect(await leftovers()).toEqual([])
})

test('UNKNOWN and empty fields count as left out, and NUL becomes text', async () => {
  const form = await read([text('author', ' UNKNOWN '), text('requires_python', ''), text('summary', 'a\0b'), text('license', 'UNKNOWN-1')])
  expect([...form.fields]).toEqual([['summary', ['a\\x00b']], ['license', ['UNKNOWN-1']]])
})

test('a file in a text field is told by the name of the field; a signature is let through', async () => {
  const form = await read([file('name', 'x.txt', 'six'), file('gpg_signature', 'x.asc', 'sig')])
  expect(form.problems.map((p) => p.message)).toEqual([expect.stringMatching(/^name: Should not be a tuple\./)])
})

test('a second file is a problem, and only the first is staged', async () => {
  const form = await read([file('content', 'a.whl', 'a'), file('content', 'b.whl', 'b')])
  expect(form.problems.map((p) => p.rule)).toEqual(['one-file'])
  expect(form.content?.filename).toBe('a.whl')
  expect(await leftovers()).toHaveLength(1)
})

test('the name of the file is read whole, with folders and letters of any script', async () => {
  const form = await read([file('content', '../größe\\x.whl'.replaceAll('\\', '\\\\'), 'a')])
  expect(form.content?.filename).toBe('../größe\\x.whl')
})

test.each([undefined, 'application/json', 'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=x', ''])(
  'a body of content type %j is refused, not crashed on', async (type) => {
    expect(await readUploadForm(type, Readable.from(['x']), limit)).toEqual({ ok: false, error: 'not-multipart' })
  })

test.each([
  ['nothing', ''],
  ['no end', `--${BOUNDARY}\r\ncontent-disposition: form-data; name="name"\r\n\r\nsix`],
  ['a file without end', `--${BOUNDARY}\r\ncontent-disposition: form-data; name="content"; filename="a"\r\n\r\n${'x'.repeat(200_000)}`],
  ['rubbish behind a whole file', `${head('content', 'a')}abc\r\n--${BOUNDARY}\r\n${'rubbish\r\n'.repeat(5)}`],
  ['no colon in a header', `--${BOUNDARY}\r\nrubbish\r\n\r\nx\r\n--${BOUNDARY}--\r\n`],
])('a body with %s is malformed and leaves no file', async (_what, body) => {
  const got = await readUploadForm(TYPE, Readable.from([Buffer.from(body)]), limit)
  expect(got.ok ? [...got.value.fields] : got.error).toEqual(got.ok ? [] : 'malformed')
  expect(await leftovers()).toEqual([])
})

test('a file over the limit ends the reading at once, whatever the length was said to be', async () => {
  const endless = new PassThrough()
  endless.write(head('content', 'a.whl'))
  const pump = setInterval(() => endless.write(Buffer.alloc(100_000)), 1)
  const got = await readUploadForm(TYPE, endless, limit)
  clearInterval(pump)
  expect(got.ok && got.value.content?.arrived).toEqual({ ok: false, error: 'too-large' })
  expect(endless.destroyed).toBe(false)
  expect(await leftovers()).toEqual([])
})

test('the limit may depend on the fields that came before the file', async () => {
  const asked = async (fields: Map<string, string[]>) => (fields.get('name')?.[0] === 'small' ? 10 : 1000)
  for (const [name, arrives] of [['small', false], ['large', true]] as const) {
    const got = await readUploadForm(TYPE, Readable.from([body([text('name', name), file('content', 'a', 'x'.repeat(100))])]), asked)
    expect(got.ok && got.value.content?.arrived.ok).toBe(arrives)
  }
})

test('too many fields, or too much text in them, end the reading', async () => {
  const many = Array.from({ length: UPLOAD_FIELDS_MAX + 1 }, (_, i) => text('classifiers', String(i)))
  expect(await readParts(many)).toEqual({ ok: false, error: 'too-many-fields' })
  const large = Array.from({ length: 5 }, () => text('description', 'x'.repeat(METADATA_MAX_BYTES / 4)))
  expect(await readParts(large)).toEqual({ ok: false, error: 'too-many-fields' })
})

test('trouble of our own is thrown, and leaves no file and no waiting client', async () => {
  const source = Readable.from([body([file('content', 'a.whl', 'x'.repeat(300_000))])])
  await expect(readUploadForm(TYPE, source, async () => { throw new Error('database away') })).rejects.toThrow('database away')
  expect(await leftovers()).toEqual([])
})

test('text fields arrive as they were sent, however the body is cut into chunks', async () => {
  const field = fc.tuple(fc.stringMatching(/^[a-z_]{1,20}$/), fc.string({ unit: 'grapheme', minLength: 1 }).filter((v) => v.trim() !== 'UNKNOWN' && !v.includes('\0') && !v.includes(BOUNDARY) && v.isWellFormed()))
  await fc.assert(fc.asyncProperty(fc.array(field, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), async (fields, step) => {
    const bytes = body([...fields.map(([name, value]) => text(name, value)), file('content', 'a', randomBytes(99))])
    const got = await readUploadForm(TYPE, Readable.from(cut(bytes, step)), limit)
    if (!got.ok) throw new Error(got.error)
    await discardContent(got.value)
    const wanted = new Map<string, string[]>()
    for (const [name, value] of fields) wanted.set(name, [...(wanted.get(name) ?? []), value])
    expect(got.value.fields).toEqual(wanted)
  }), { numRuns: 60 })
  expect(await leftovers()).toEqual([])
})

test('an upload cut off anywhere is told from a whole one, leaves no file and rejects nothing behind our back', async () => {
  const whole = body([text('name', 'six'), file('content', 'six.whl', randomBytes(2000))])
  await fc.assert(fc.asyncProperty(fc.nat(whole.length - 10), async (length) => {
    const source = new PassThrough()
    const reading = readUploadForm(TYPE, source, limit)
    source.write(whole.subarray(0, length))
    setImmediate(() => source.destroy())
    expect(await reading).toEqual({ ok: false, error: 'aborted' })
  }), { numRuns: 40 })
  expect(await leftovers()).toEqual([])
})

test('a client that hangs up in the middle leaves no file and the server lives', async () => {
  let outcome: Promise<unknown> | undefined
  const server = await listen((incoming) => { outcome = readUploadForm(incoming.headers['content-type'], incoming, limit) })
  const client = request({ port: portOf(server), method: 'POST', headers: { 'content-type': TYPE, 'content-length': 10_000_000 } })
  client.on('error', () => {})
  client.write(head('content', 'a.whl'))
  client.write(randomBytes(200_000))
  await until(async () => (await leftovers()).length === 1)
  client.destroy()
  await until(async () => outcome !== undefined)
  expect(await outcome).toEqual({ ok: false, error: 'aborted' })
  expect(await leftovers()).toEqual([])
  server.close()
})

const limit = async () => LIMIT
const leftovers = () => readdir(join(dir, 'incoming'))
const text = (name: string, value: string) => Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
const file = (name: string, filename: string, bytes: string | Uint8Array) =>
  Buffer.concat([Buffer.from(head(name, filename)), Buffer.from(bytes), Buffer.from('\r\n')])
const body = (parts: Buffer[]) => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])
const readParts = (parts: Buffer[]) => readUploadForm(TYPE, Readable.from([body(parts)]), limit)

async function read(parts: Buffer[]): Promise<UploadForm> {
  const got = await readParts(parts)
  if (!got.ok) throw new Error(got.error)
  return got.value
}

function* cut(bytes: Buffer, step: number) {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

async function listen(see: (incoming: IncomingMessage) => void): Promise<Server> {
  const server = createServer((incoming) => see(incoming)).listen(0)
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function until(true_: () => Promise<boolean>): Promise<void> {
  while (!(await true_())) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('what follows the closing delimiter is refused, and nobody waits for the end of a file that begins there', async () => {
  const whole = body([text('name', 'six'), file('content', 'six.whl', 'abc')])
  const closed = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  expect(await readUploadForm(TYPE, Readable.from([Buffer.concat([closed, whole])]), limit)).toEqual({ ok: false, error: 'malformed' })
  expect(await leftovers()).toEqual([])
})

test('a file behind a part whose header cannot be read is not waited for', async () => {
  const broken = Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\0\r\n\r\nx\r\n`)
  const whole = body([text('name', 'six'), file('content', 'six.whl', 'abc')])
  expect(await readUploadForm(TYPE, Readable.from([Buffer.concat([broken, whole])]), limit)).toEqual({ ok: false, error: 'malformed' })
  expect(await leftovers()).toEqual([])
})

test('a body damaged anywhere is read to an end', async () => {
  const whole = body([text('name', 'six'), text('version', '1.0'), file('content', 'six.whl', randomBytes(300)), text('summary', 'x')])
  const put = fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom('\r\n', `--${BOUNDARY}`, `\r\n--${BOUNDARY}--\r\n`, '"', '\0').map((piece) => Buffer.from(piece)))
  const damage = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 60 }), put }), { minLength: 1, maxLength: 5 })
  await fc.assert(fc.asyncProperty(damage, fc.integer({ min: 50, max: 2000 }), async (edits, step) => {
    const bytes = edits.reduce((all, edit) => Buffer.concat([all.subarray(0, edit.at % all.length), edit.put, all.subarray((edit.at % all.length) + edit.cut)]), whole)
    const got = await readUploadForm(TYPE, Readable.from(cut(bytes, step)), limit)
    if (got.ok) await discardContent(got.value)
  }), { numRuns: 500 })
  expect(await leftovers()).toEqual([])
})
