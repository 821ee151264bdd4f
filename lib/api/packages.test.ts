import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { storeDownloads } from '#lib/catalog/downloads.ts'
import { readDownloads } from '#lib/catalog/statistics.ts'
import { db } from '#lib/db/client.ts'
import { files, projects } from '#lib/db/schema.ts'
import { FILES_HOST_HEADER, nowhere } from '#lib/origin.ts'
import { filePath } from '#lib/projects/file-url.ts'
import { closeStorage, keepBytes, openStorage } from '#lib/storage/storage.ts'
import { giveFile, givePublisher, giveProject, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelkeep-packages-'))
  await openStorage({ kind: 'disk', dir: join(folder, 'files') }, folder, new Date())
})
afterAll(async () => {
  closeStorage()
  await rm(folder, { recursive: true, force: true })
})

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => machineFace.request(path, { method, headers })
const BYTES = 'And now for something completely different'

async function keep(text: string): Promise<string> {
  const kept = await keepBytes(Buffer.from(text))
  if (!kept.ok) throw new Error(kept.error)
  return kept.value
}

async function stored(change: Partial<typeof projects.$inferInsert> = {}, owner?: Publisher) {
  const release = await giveRelease(await giveProject(owner ?? (await givePublisher()), change), '1.0')
  const file = await giveFile(release, { sha256: await keep(BYTES), size: BYTES.length, metadataSha256: await keep('Metadata-Version: 2.4\n') })
  return { file, path: filePath(file) }
}

test('a file is a download that never changes and that no browser runs', async () => {
  const { file, path } = await stored()
  const response = await ask(path)
  expect([response.status, await response.text()]).toEqual([200, BYTES])
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
    'cache-control': 'max-age=31536000, immutable, public',
    'content-disposition': `attachment; filename="${file.filename}"`,
    'content-length': String(BYTES.length),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-type': 'application/octet-stream',
    etag: `"${file.sha256}"`,
    'x-content-type-options': 'nosniff',
  })
})

test('its metadata lies beside it', async () => {
  const { file, path } = await stored()
  const response = await ask(`${path}.metadata`)
  expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([200, 'Metadata-Version: 2.4\n', '22'])
  expect(response.headers.get('etag')).toBe(`"${file.metadataSha256}"`)
  await db().update(files).set({ metadataSha256: null }).where(eq(files.id, file.id))
  expect((await ask(`${path}.metadata`)).status).toBe(404)
})

test.each([
  ['bytes=0-2', 206, 'And', `bytes 0-2/${BYTES.length}`],
  ['bytes=-9', 206, 'different', `bytes ${BYTES.length - 9}-${BYTES.length - 1}/${BYTES.length}`],
  ['bytes=33-', 206, 'different', `bytes 33-41/${BYTES.length}`],
  ['bytes=100-', 416, '', `bytes */${BYTES.length}`],
  ['bytes=0-1,3-4', 200, BYTES, null],
])('Range: %s is %i', async (range, status, body, contentRange) => {
  const response = await ask((await stored()).path, { range })
  expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([status, body, contentRange])
})

test('a part is sent only of the file that the client has begun', async () => {
  const { file, path } = await stored()
  expect((await ask(path, { range: 'bytes=0-2', 'if-range': `"${file.sha256}"` })).status).toBe(206)
  expect((await ask(path, { range: 'bytes=0-2', 'if-range': '"another"' })).status).toBe(200)
})

test('HEAD tells the size, and a client that has the file gets 304', async () => {
  const { file, path } = await stored()
  const head = await ask(path, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(BYTES.length), ''])
  expect((await ask(path, { 'if-none-match': `"${file.sha256}"` })).status).toBe(304)
  expect((await ask(path, {}, 'DELETE')).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
})

test('a download is a whole file that was sent: no look at its head, its end, its metadata, nor what the client has already', async () => {
  const { file, path } = await stored()
  const counted = async () => {
    await storeDownloads()
    return (await readDownloads(file.projectId, new Date())).at(-1)?.downloads
  }
  const no: Record<string, string>[] = [{ range: 'bytes=-9' }, { range: 'bytes=3-' }, { range: 'bytes=0-2' }, { range: 'bytes=100-' }, { 'if-none-match': `"${file.sha256}"` }]
  for (const headers of no) await ask(path, headers)
  await ask(path, {}, 'HEAD')
  await ask(`${path}.metadata`)
  await ask(filePath({ ...file, blake2b256: '0'.repeat(64) }))
  expect(await counted()).toBe(0)
  await ask(path)
  await ask(path, { range: 'bytes=0-' })
  expect(await counted()).toBe(2)
})

test('another digest, a name with a way out, and a file in the bin are not there', async () => {
  const { file, path } = await stored()
  expect((await ask(filePath({ ...file, blake2b256: '0'.repeat(64) }))).status).toBe(404)
  expect((await ask(`${path.slice(0, path.lastIndexOf('/'))}/..%2f..%2fetc%2fpasswd`)).status).toBe(404)
  expect((await ask('/packages/')).status).toBe(404)
  await db().update(files).set({ deletedAt: new Date() }).where(eq(files.id, file.id))
  expect((await ask(path)).status).toBe(404)
})

test('files of quarantined projects are gone, those of private ones ask who is there', async () => {
  expect((await ask((await stored({ status: 'quarantined' })).path)).status).toBe(404)
  const asked = await ask((await stored({ isPrivate: true })).path)
  expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic/)])
})

test('a file of a private project is sent to its members, for themselves; to anybody else with a good token it never was', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const { path } = await stored({ isPrivate: true }, owner)
  const asToken = async (user: Publisher, action: 'read' | 'upload' = 'read') => ({ authorization: `Bearer ${must(await createToken(user, { name: action, scope: 'user', actions: [action] }, nowhere, new Date())).token}` })
  const sent = await ask(path, await asToken(owner))
  expect([sent.status, await sent.text()]).toEqual([200, BYTES])
  const { vary, 'cache-control': control, 'access-control-allow-origin': allowed } = Object.fromEntries(sent.headers)
  expect({ vary, control, allowed }).toEqual({ vary: 'Authorization', control: 'private, no-cache', allowed: undefined })
  expect((await ask(path, await asToken(owner, 'upload'))).status).toBe(403)
  expect((await ask(path, await asToken(stranger))).status).toBe(404)
})

test('by the name of FILES_ORIGIN only public files are there: a token, right or wrong, is not asked for', async () => {
  const owner = await givePublisher()
  const { token } = must(await createToken(owner, { name: 'reader', scope: 'user', actions: ['read'] }, nowhere, new Date()))
  const { path } = await stored({ isPrivate: true }, owner)
  const refused = await ask(path, { [FILES_HOST_HEADER]: '1', authorization: `Bearer ${token}` })
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([404, null])
  expect((await ask((await stored()).path, { [FILES_HOST_HEADER]: '1' })).status).toBe(200)
})

test('a row whose bytes are missing is our trouble, and says so with an id and no story', async () => {
  const { path } = await stored()
  const release = await giveRelease(await giveProject(await givePublisher()), '1.0')
  const lost = filePath(await giveFile(release, { sha256: 'ab'.repeat(32) }))
  const response = await ask(lost, { 'x-request-id': 'r-1' })
  expect([response.status, await response.text()]).toEqual([500, '500 Internal Server Error. Request id: r-1'])
  expect((await ask(path)).status).toBe(200)
})
