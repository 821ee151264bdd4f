import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bytes, bytesOf } from '#lib/protocol/archive-bytes.ts'
import { inspectDistribution } from '#lib/protocol/distribution.ts'
import { makeSdist, makeWheel } from '#lib/testing/archives.ts'

const project = { name: 'sample-project', version: '1.0' }
const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`pkg/${index}.py`, `x = ${index}\n`.repeat(index * 10)]))
const wheel = { ...makeWheel({ ...project, files }), filetype: 'bdist_wheel' as const }
const sdist = { ...makeSdist({ ...project, files }), filetype: 'sdist' as const }

const inspect = ({ filename, filetype }: typeof wheel | typeof sdist, bytes: Bytes, signal?: AbortSignal) =>
  inspectDistribution({ filename, filetype, bytes, ...(signal && { signal }) })

test.each([wheel, sdist])('$filename is taken, and its metadata comes out as they are', async (file) => {
  const { metadata, problems } = await inspect(file, bytesOf(file.bytes))
  expect(problems).toEqual([])
  expect(Buffer.from(metadata ?? []).equals(file.metadata)).toBe(true)
})

test('each kind of file is refused as the other', async () => {
  expect((await inspectDistribution({ ...wheel, filetype: 'sdist', bytes: bytesOf(wheel.bytes) })).problems.map(({ kind }) => kind)).toEqual(['file-name'])
  expect((await inspect(wheel, bytesOf(sdist.bytes))).problems.map(({ kind }) => kind)).toEqual(['wrong-format'])
  expect((await inspect(sdist, bytesOf(wheel.bytes))).problems.map(({ kind }) => kind)).toContain('wrong-format')
})

test('a file that cannot be read, or not in time, is refused', async () => {
  const broken: Bytes = { size: 1000, read: () => Promise.reject(new Error('EIO')) }
  for (const file of [wheel, sdist]) {
    expect((await inspect(file, broken)).problems.map(({ kind }) => kind)).toEqual(['unreadable'])
    expect((await inspect(file, bytesOf(file.bytes), AbortSignal.abort())).problems.map(({ kind }) => kind)).toEqual(['took-too-long'])
  }
})

test('a file that gives fewer bytes than its size is refused', async () => {
  for (const file of [wheel, sdist]) {
    const shrunk: Bytes = { size: file.bytes.length, read: async (offset, length) => file.bytes.subarray(offset, offset + length - 1) }
    expect((await inspect(file, shrunk)).problems.length).toBeGreaterThan(0)
  }
})

test('the answer has an end', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`pkg/${index}`, '']))
  const { filename, bytes } = makeWheel({ ...project, files: many, record: 'sample_project-1.0.dist-info/RECORD,,\n' })
  const { problems } = await inspectDistribution({ filename, filetype: 'bdist_wheel', bytes: bytesOf(bytes) })
  expect(problems.length).toBe(100)
})

test('whatever bytes come, the answer is a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(wheel, sdist), fc.constantFrom('', 'PK\x03\x04', '\x1f\x8b\x08\0\0\0\0\0\0\x03'), fc.uint8Array({ maxLength: 2000 }), async (file, magic, noise) => {
      const { metadata, problems } = await inspect(file, bytesOf(Buffer.concat([Buffer.from(magic, 'latin1'), noise])))
      expect(metadata).toBeNull()
      expect(problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

/** Bytes overwritten, cut out or put in, anywhere in a file that was right. */
const damage = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 4 }), put: fc.uint8Array({ maxLength: 4 }) }), { minLength: 1, maxLength: 4 })

function damaged(whole: Buffer, edits: { at: number; cut: number; put: Uint8Array }[]): Buffer {
  return edits.reduce((bytes, { at, cut, put }) => {
    const start = at % bytes.length
    return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + cut)])
  }, whole)
}

test('a damaged file is refused, or says what the whole one said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(wheel, sdist), damage, async (file, edits) => {
      const { metadata, problems } = await inspect(file, bytesOf(damaged(file.bytes, edits)))
      expect(problems.map(({ kind }) => kind)).not.toContain('unreadable')
      if (problems.length === 0) expect(Buffer.from(metadata ?? []).equals(file.metadata)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
