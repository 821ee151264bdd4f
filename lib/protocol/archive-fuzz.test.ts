// Archives put together at random from parts that are right and parts that lie. Bytes changed at random (distribution.test.ts)
// seldom get past a checksum; these have good checksums and say strange things. No reader throws, and what is taken is safe.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { collidingNames, nameFault } from '#lib/protocol/member-names.ts'
import { inspectDistribution } from '#lib/protocol/distribution.ts'
import { readTarGz } from '#lib/protocol/tar.ts'
import { makeSdist, makeTarGz, makeWheel, paxHeader, type TarMember, zipExtra, type ZipKnobs, type ZipMember } from '#lib/testing/archives.ts'

const project = { name: 'sample-project', version: '1.0' }
const TOP = 'sample_project-1.0'

const name = fc.oneof(
  fc.constantFrom(`${TOP}/`, `${TOP}/PKG-INFO`, `${TOP}/a`, `${TOP}/A`, `${TOP}/a/b`, `${TOP}/sub/a`, `${TOP}/../a`, `${TOP}/nul`, '/etc/passwd', 'a\\b', '', '.', '../../x'),
  fc.string({ unit: fc.constantFrom(...'ab/.\\ :é\0\u202e', `${TOP}/`), maxLength: 12 }),
)
const target = fc.oneof(fc.constantFrom('a', '../a', '../../a', '..', '.', '/etc/passwd', 'PKG-INFO', './a', 'sub/../a', ''), name)
const number = fc.oneof(fc.nat({ max: 3000 }), fc.constantFrom('77777777777\0', '-0000000001\0', 'zzz', '\x80\0\0\0\0\0\0\0\0\0\0\x01'))

const member: fc.Arbitrary<TarMember> = fc.record(
  {
    name, data: fc.string({ maxLength: 40 }), type: fc.constantFrom(...'01234567SVxgLKXN\0'), linkName: target, prefix: fc.constantFrom('', 'p', TOP),
    magic: fc.constantFrom('ustar\x0000', 'ustar  \0', '\0'), size: number, checksum: fc.constantFrom('0', '777777'),
  },
  { requiredKeys: ['name'] },
)
const pax = fc.dictionary(fc.constantFrom('path', 'size', 'linkpath', 'mtime', 'GNU.sparse.name', 'hdrcharset', 'x'), fc.oneof(name, fc.constantFrom('0', '1', '99999999999999999999')), { maxKeys: 3 })
  .chain((records) => fc.constantFrom('x' as const, 'g' as const).map((type) => paxHeader(records, type)))
/** Mostly members that a reader gets past, for what stands behind them. */
const members = fc.array(fc.oneof({ weight: 4, arbitrary: fc.record({ name, data: fc.string({ maxLength: 40 }), type: fc.constantFrom('0', '0', '2', '5'), linkName: target }).map((one) => (one.type === '0' ? one : { ...one, data: '' })) }, { weight: 1, arbitrary: member }, { weight: 1, arbitrary: pax }), { maxLength: 8 })

/** By its own field, or by a record before it: a reader then takes the next header for data, and the link in it is none. */
const mayLieAboutSize = ({ size, type }: TarMember) => size !== undefined || type === 'x' || type === 'g' || type === 'X'

test('tar archives of strange members are read to an end, and what is taken stays in its folder', async () => {
  await fc.assert(
    fc.asyncProperty(members, async (list) => {
      const { names, problems } = await readTarGz(bytesOf(makeTarGz(list)), { name: `${TOP}/PKG-INFO`, maxBytes: 1000 })
      if (problems.length > 0) return
      expect(names.map(nameFault).filter(Boolean)).toEqual([])
      expect(collidingNames(names)).toEqual([])
      if (list.some(mayLieAboutSize)) return
      for (const { type, name: from, linkName } of list) if (type === '2') expect(new URL(linkName ?? '', `x://h/${from}`).pathname.slice(1).split('/').length).toBeGreaterThan(1)
    }),
    { numRuns: 1500 },
  )
})

test('a right source distribution with strange members beside is refused or says what it said', async () => {
  await fc.assert(
    fc.asyncProperty(members, async (list) => {
      const whole = makeSdist({ ...project, members: (own) => [...own, ...list] })
      const { metadata, problems } = await inspectDistribution({ filename: whole.filename, filetype: 'sdist', bytes: bytesOf(whole.bytes) })
      expect(problems.map(({ kind }) => kind)).not.toContain('unreadable')
      if (problems.length === 0) expect(Buffer.from(metadata ?? []).equals(whole.metadata)).toBe(true)
    }),
    { numRuns: 700 },
  )
})

const header = fc.record(
  {
    name: fc.constantFrom('a', 'b', '../c', ''), flags: fc.constantFrom(0, 1, 8, 0x800, 0xffff), method: fc.constantFrom(0, 8, 9, 99), crc: fc.nat(), compressedSize: fc.constantFrom(0, 1, 0xffffffff),
    size: fc.constantFrom(0, 5, 0xffffffff), extra: fc.tuple(fc.constantFrom(1, 0x7075, 0x5455), fc.uint8Array({ maxLength: 30 })).map(([id, data]) => zipExtra(id, data)),
    comment: fc.constantFrom('', 'x'), mode: fc.constantFrom(0o100644, 0o120777, 0), offset: fc.nat({ max: 5000 }),
  },
  { requiredKeys: [] },
)
const entry: fc.Arbitrary<ZipMember> = fc.record(
  { name: fc.constantFrom('a.py', 'A.py', 'pkg/', '../x', 'sample_project-1.0.dist-info/METADATA', 'é'), data: fc.string({ maxLength: 30 }), method: fc.constantFrom('stored' as const, 'deflated' as const), packed: fc.uint8Array({ maxLength: 20 }), local: header, central: header, gap: fc.uint8Array({ maxLength: 5 }), only: fc.constantFrom('local' as const, 'central' as const) },
  { requiredKeys: ['name'] },
)
const few = fc.uint8Array({ maxLength: 6 })
const end = fc.record({ entries: fc.nat({ max: 9 }), entriesHere: fc.nat({ max: 9 }), size: fc.nat({ max: 9000 }), offset: fc.nat({ max: 9000 }), comment: few }, { requiredKeys: [] })
const knobs: fc.Arbitrary<ZipKnobs> = fc.record(
  { before: few, after: few, beforeDirectory: few, beforeEnd: few, end, zip64: fc.record({ sizeField: fc.constantFrom(0, 44, 1e6), recordOffset: fc.nat({ max: 9000 }), extension: few, entries: fc.nat({ max: 9 }) }, { requiredKeys: [] }) },
  { requiredKeys: [] },
)

test('a right wheel with strange members and records is refused or says what it said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 3 }), fc.option(knobs, { nil: {} }), async (list, zip) => {
      const whole = makeWheel({ ...project, members: (own) => [...own, ...list], zip })
      const { metadata, problems } = await inspectDistribution({ filename: whole.filename, filetype: 'bdist_wheel', bytes: bytesOf(whole.bytes) })
      expect(problems.map(({ kind }) => kind)).not.toContain('unreadable')
      if (problems.length === 0) expect(Buffer.from(metadata ?? []).equals(whole.metadata)).toBe(true)
    }),
    { numRuns: 1500 },
  )
})
