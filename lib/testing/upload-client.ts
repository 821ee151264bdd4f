// An index on a free port, and a client that uploads to it as twine does: for tests that need real sockets.

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { db } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { closeStorage, openStorage } from '#lib/storage/storage.ts'
import { createToken, type TokenWish } from '#lib/tokens/tokens.ts'
import { type Distribution, makeSdist, makeWheel, type WheelSpec } from './archives.ts'
import { givePublisher, type Publisher } from './publishing.ts'

export type Answer = { status: number; reason: string; body: string; headers: IncomingMessage['headers'] }
export type Fields = Record<string, string | string[] | null>
export type Sent = { fields: [string, string][]; file?: { filename: string; bytes: Uint8Array; type?: string | null; name?: string } }
type Options = { auth?: string | undefined; accept?: string; path?: string; headers?: Record<string, string>; boundary?: string }

const place: { dir: string; server: Server | null } = { dir: '', server: null }

/** Call at the top of a test file, after `useDatabase()`. */
export function useIndex(): void {
  beforeAll(async () => {
    place.dir = await mkdtemp(join(tmpdir(), 'wheelkeep-index-'))
    await openStorage({ kind: 'disk', dir: place.dir }, place.dir, new Date())
    place.server = createServer(getRequestListener(machineFace.fetch)).listen(0)
    await once(place.server, 'listening')
  })
  afterAll(async () => {
    place.server?.closeAllConnections()
    place.server?.close()
    closeStorage()
    await rm(place.dir, { recursive: true, force: true })
  })
}

export const portOfIndex = () => (place.server!.address() as AddressInfo).port

/** Temporary files that lie about now. */
export const temporaryFiles = () => readdir(join(place.dir, 'incoming'))

/** A header with a new token of this user. */
export async function giveToken(user: Publisher, wish: Partial<TokenWish> = {}): Promise<string> {
  const made = await createToken(user, { name: randomBytes(4).toString('hex'), scope: 'user', ...wish }, nowhere, new Date())
  if (!made.ok) throw new Error(made.error)
  return `Basic ${Buffer.from(`__token__:${made.value.token}`).toString('base64')}`
}

/** The form that twine makes of a distribution; a field changed to null is left out. */
export function formOf(dist: Distribution, about: { name: string; version: string }, change: Fields = {}): Sent {
  const filetype = dist.filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist'
  const fields: Fields = {
    ':action': 'file_upload', protocol_version: '1', metadata_version: '2.4', ...about, filetype,
    pyversion: filetype === 'sdist' ? 'source' : 'py3', sha256_digest: createHash('sha256').update(dist.bytes).digest('hex'), ...change,
  }
  const pairs = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [value].flat().map((v): [string, string] => [name, v])))
  return { fields: pairs, file: { filename: dist.filename, bytes: dist.bytes } }
}

/** Posts a form and reads the whole answer. */
export async function send(sent: Sent, options: Options = {}): Promise<Answer> {
  const boundary = options.boundary ?? `b${randomBytes(8).toString('hex')}`
  return sendBytes(bodyOf(sent, boundary), { ...options, headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...options.headers } })
}

export async function sendBytes(bytes: Uint8Array, { auth, accept, path = '/legacy/', headers }: Options): Promise<Answer> {
  const all = { 'content-length': bytes.length, ...(auth && { authorization: auth }), ...(accept && { accept }), 'x-request-id': 'req-1', 'x-wheelkeep-client': newAddress(), ...headers }
  const asked = request({ port: portOfIndex(), method: 'POST', path, headers: all })
  asked.end(bytes)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, reason: answer.statusMessage ?? '', body: await text(answer), headers: answer.headers }
}

/** Limits per network are not what these tests are about. */
const newAddress = () => `10.${[...randomBytes(3)].join('.')}`

export function bodyOf({ fields, file }: Sent, boundary: string): Buffer {
  const texts = fields.map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  const type = file?.type === undefined ? 'application/octet-stream' : file.type
  const head = file && `--${boundary}\r\nContent-Disposition: form-data; name="${file.name ?? 'content'}"; filename="${file.filename}"\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`
  return Buffer.concat([...texts, ...(file && head ? [Buffer.from(head), file.bytes, Buffer.from('\r\n')] : []), Buffer.from(`--${boundary}--\r\n`)])
}

/** A name that no other test has. */
export const newName = (): string => `lancelot-${randomBytes(4).toString('hex')}`

/** Somebody with a token, and the forms of their project's files. */
export async function givePublishing(name = newName(), user?: Publisher) {
  const publisher = user ?? (await givePublisher())
  const auth = await giveToken(publisher)
  const wheel = (spec: Partial<WheelSpec> = {}, change: Fields = {}) =>
    formOf(makeWheel({ name, version: '1.0', ...spec }), { name, version: spec.version ?? '1.0' }, change)
  const sdist = (version = '1.0', change: Fields = {}) => formOf(makeSdist({ name, version }), { name, version }, change)
  return { publisher, auth, name, wheel, sdist, send: (sent: Sent, accept?: string) => send(sent, { auth, ...(accept && { accept }) }) }
}

/** The project of that name, however it is spelled, as the database holds it. */
export const projectOf = async (name: string) => (await db().select().from(projects).where(eq(projects.normalizedName, normalizeName(name))))[0]

/** A plain wheel of that name, and its form. */
export const plainWheel = (name: string, spec: Partial<WheelSpec> = {}): Sent => formOf(makeWheel({ name, version: '1.0', ...spec }), { name, version: '1.0' })

/** The same under another file name. */
export const renamed = (sent: Sent, filename: string): Sent => ({ ...sent, file: { bytes: Buffer.alloc(0), ...sent.file, filename } })
