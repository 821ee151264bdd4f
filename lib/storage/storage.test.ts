import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAt } from '#lib/protocol/archive-bytes.ts'
import { digestsOf } from './digests.ts'
import {
  closeStorage, dropBlob, isStorageWell, keepBytes, openStorage, readBlob, readWholeBlob, sizeOfBlob, stageUpload, sweepStaging,
  type StagedFile,
} from './storage.ts'

const now = new Date()
let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wheelkeep-storage-'))
  await openStorage({ kind: 'disk', dir }, dir, now)
})

afterEach(async () => {
  closeStorage()
  await rm(dir, { recursive: true, force: true })
})

test('digests agree with the vectors of RFC 1321, FIPS 180-4 and the BLAKE2 reference', async () => {
  expect(await digestsOf(Buffer.from('abc'))).toEqual({
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    md5: '900150983cd24fb0d6963f7d28e17f72',
    blake2b256: 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319',
  })
})

test('a file is found by its SHA-256 once it is committed, and not before', async () => {
  const bytes = randomBytes(300_000)
  const staged = await stage(bytes)
  expect(staged).toMatchObject({ size: 300_000, ...(await digestsOf(bytes)) })
  expect(await readBlob(staged.sha256)).toBeNull()

  await staged.commit()
  expect(await readWholeBlob(staged.sha256)).toEqual(bytes)
  expect(await sizeOfBlob(staged.sha256)).toBe(300_000)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
  const { sha256 } = staged
  expect(await readdir(join(dir, sha256.slice(0, 2), sha256.slice(2, 4)))).toEqual([sha256])
})

test('any range of a blob is sent, with the size of the whole', async () => {
  const bytes = randomBytes(5000)
  const sha256 = await keep(bytes)
  const whole = fc.tuple(fc.nat(4999), fc.nat(4999)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
  await fc.assert(fc.asyncProperty(whole, async (range) => {
    const blob = await readBlob(sha256, range)
    expect(blob?.size).toBe(5000)
    expect(blob && (await buffer(blob.stream))).toEqual(bytes.subarray(range.start, range.end + 1))
  }))
})

test('a staged file can be read anywhere, and no further than its end', async () => {
  const bytes = randomBytes(200_000)
  const staged = await stage(bytes)
  const [tail, beyond] = await staged.inspect(async (file) => [await readAt(file, 199_000, 1000), await readAt(file, 199_500, 1000)])
  expect(tail && Buffer.from(tail)).toEqual(bytes.subarray(199_000))
  expect(beyond).toBeNull()
  await staged.discard()
})

test('what is there already is never overwritten', async () => {
  const sha256 = await keep(Buffer.from('once'))
  const path = join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  await utimes(path, 1, 1)
  await keep(Buffer.from('once'))
  expect((await stat(path)).mtimeMs).toBe(1000)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('twenty at once with the same bytes leave one blob and no temporary file', async () => {
  const bytes = randomBytes(100_000)
  const names = await Promise.all(Array.from({ length: 20 }, () => keep(bytes)))
  expect(new Set(names).size).toBe(1)
  expect(await readWholeBlob(names[0] ?? '')).toEqual(bytes)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('a stream that is larger than allowed is refused while it arrives, and nothing stays', async () => {
  let sent = 0
  async function* endless() {
    for (;;) {
      sent += 1000
      yield Buffer.alloc(1000)
    }
  }
  expect(await stageUpload(endless(), 5000)).toEqual({ ok: false, error: 'too-large' })
  expect(sent).toBe(6000)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('a file of exactly the limit is taken', async () => {
  expect((await stageUpload(Readable.from([Buffer.alloc(5000)]), 5000)).ok).toBe(true)
})

test('a stream that breaks off leaves nothing and is said aloud', async () => {
  async function* broken() {
    yield Buffer.alloc(1000)
    throw new Error('connection lost')
  }
  await expect(stageUpload(broken(), 5000)).rejects.toThrow('connection lost')
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test.each(['ENOSPC', 'EDQUOT'])('a full disk (%s) is a refusal and leaves nothing half', async (code) => {
  async function* full() {
    yield Buffer.alloc(1000)
    throw Object.assign(new Error('no space'), { code })
  }
  expect(await stageUpload(full(), 5000)).toEqual({ ok: false, error: 'disk-full' })
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('bytes in memory are kept and dropped by their SHA-256', async () => {
  const kept = await keepBytes(Buffer.from('Metadata-Version: 2.1'))
  const sha256 = createHash('sha256').update('Metadata-Version: 2.1').digest('hex')
  expect(kept).toEqual({ ok: true, value: sha256 })
  await dropBlob(sha256)
  await dropBlob(sha256)
  expect(await readBlob(sha256)).toBeNull()
})

test('a name that is no SHA-256 never reaches the file system', async () => {
  for (const name of ['', '../../etc/passwd', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`]) {
    await expect(readBlob(name)).rejects.toThrow('SHA-256')
  }
})

test('a process killed in the middle of an upload leaves one temporary file, which is swept when it is old', async () => {
  await killWhileStaging(dir)
  expect(await readdir(join(dir, 'incoming'))).toHaveLength(1)
  expect((await readdir(dir)).filter((name) => name !== 'incoming')).toEqual([])

  expect(await sweepStaging(now)).toBe(0)
  expect(await sweepStaging(new Date(now.getTime() + 3 * 3_600_000))).toBe(1)
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('opening the storage sweeps what is old, and leaves alone what another process is receiving', async () => {
  await writeFile(join(dir, 'incoming', 'old.part'), 'x')
  await writeFile(join(dir, 'incoming', 'new.part'), 'x')
  await utimes(join(dir, 'incoming', 'old.part'), 1, 1)
  await openStorage({ kind: 'disk', dir }, dir, now)
  expect(await readdir(join(dir, 'incoming'))).toEqual(['new.part'])
})

test('storage is well while files can be written, and says so when they cannot', async () => {
  expect(await isStorageWell()).toBe(true)
  await rm(join(dir, 'incoming'), { recursive: true })
  expect(await isStorageWell()).toBe(false)
  closeStorage()
  expect(await isStorageWell()).toBe(false)
})

async function stage(bytes: Uint8Array): Promise<StagedFile> {
  const staged = await stageUpload(Readable.from([bytes]), bytes.length)
  if (!staged.ok) throw new Error(staged.error)
  return staged.value
}

async function keep(bytes: Uint8Array): Promise<string> {
  const staged = await stage(bytes)
  expect((await staged.commit()).ok).toBe(true)
  return staged.sha256
}

/** Another Node process receives a file that never ends, and is killed once its temporary file is there. */
async function killWhileStaging(folder: string): Promise<void> {
  const storage = pathToFileURL(join(import.meta.dirname, 'storage.ts')).href
  const script = `
    import { openStorage, stageUpload } from '${storage}'
    await openStorage({ kind: 'disk', dir: process.argv[1] }, process.argv[1], new Date())
    async function* slow() { for (;;) { yield Buffer.alloc(65536); console.log('.'); await new Promise((r) => setTimeout(r, 5)) } }
    await stageUpload(slow(), 1e9)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
}
