import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { gunzip } from '#lib/protocol/gzip.ts'
import { RATIO_JUDGED_FROM_BYTES } from '#lib/numbers.ts'

const text = Buffer.from('many words\n'.repeat(10_000))
const packed = gzipSync(text)

async function inflate(file: Uint8Array): Promise<{ data: Buffer; kinds: string[] }> {
  const kinds: string[] = []
  const chunks: Uint8Array[] = []
  for await (const chunk of gunzip(bytesOf(file), ({ kind }) => kinds.push(kind))) chunks.push(chunk)
  return { data: Buffer.concat(chunks), kinds }
}

/** A gzip file with these flags and header fields, around the same data. */
const withHeader = (flags: number, fields: string) =>
  Buffer.concat([Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]), Buffer.from(fields), packed.subarray(10)])

test('one member comes out whole, with or without a file name', async () => {
  expect(await inflate(packed)).toEqual({ data: text, kinds: [] })
  expect(await inflate(withHeader(8, 'dist/sample-1.0.tar\0'))).toEqual({ data: text, kinds: [] })
  expect(await inflate(gzipSync(''))).toEqual({ data: Buffer.alloc(0), kinds: [] })
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a ZIP file', Buffer.from('PK\x03\x04 and more than ten bytes')],
  ['bytes in front', Buffer.concat([Buffer.from('x'), packed])],
  ['another first byte', Buffer.concat([Buffer.from([0x1e]), packed.subarray(1)])],
  ['another second byte', Buffer.concat([Buffer.from([0x1f, 0x8a]), packed.subarray(2)])],
  ['a method that is not DEFLATE', Buffer.concat([Buffer.from([0x1f, 0x8b, 7]), packed.subarray(3)])],
])('%s is no gzip file', async (_, file) => {
  expect((await inflate(file)).kinds).toEqual(['wrong-format'])
})

test.each([
  ['an extra field', withHeader(4, '\x02\0zz')],
  ['a comment', withHeader(16, 'hello\0')],
  ['a header checksum', withHeader(2, 'zz')],
  ['a reserved flag', withHeader(32, '')],
  ['a name without an end', withHeader(8, 'a'.repeat(2000))],
])('%s in the header is refused', async (_, file) => {
  expect((await inflate(file)).kinds).toEqual(['surrounding-data'])
})

test.each([
  ['a byte', Buffer.from('x')],
  ['zeros', Buffer.alloc(512)],
  ['a second member', packed],
  ['an empty second member', gzipSync('')],
  ['a ZIP file', Buffer.from('PK\x05\x06'.padEnd(22, '\0'))],
])('%s behind the first member is refused', async (_, tail) => {
  expect((await inflate(Buffer.concat([packed, tail]))).kinds).toEqual(['surrounding-data'])
})

test('data that are cut short or damaged are refused', async () => {
  expect((await inflate(packed.subarray(0, 12))).kinds).toEqual(['damaged'])
  expect((await inflate(packed.subarray(0, -1))).kinds).not.toEqual([])
  expect((await inflate(packed.subarray(0, 30))).kinds).toEqual(['damaged'])
  expect((await inflate(Buffer.concat([packed.subarray(0, 10), Buffer.alloc(50, 0xff)]))).kinds).toEqual(['damaged'])
})

test.each([-8, -4])('a trailer that is wrong at byte %i is refused', async (at) => {
  const wrong = Buffer.from(packed)
  wrong.writeUInt32LE(7, wrong.length + at)
  expect((await inflate(wrong)).kinds).toEqual(['damaged'])
})

test('a bomb ends at the limit, not at its own', async () => {
  const zeros = Buffer.alloc(1024 * 1024)
  const bomb = Buffer.concat([gzipSync('').subarray(0, 10), ...Array<Buffer>(100).fill(openBlock(zeros)), deflateRawSync(''), Buffer.alloc(8)])
  let inflated = 0
  const kinds: string[] = []
  for await (const chunk of gunzip(bytesOf(bomb), ({ kind }) => kinds.push(kind))) inflated += chunk.length
  expect(kinds).toEqual(['ratio'])
  expect(inflated).toBeLessThanOrEqual(RATIO_JUDGED_FROM_BYTES)
})

/** Compressed data that others may follow. */
const openBlock = (data: Buffer) => deflateRawSync(data, { finishFlush: 2 })
