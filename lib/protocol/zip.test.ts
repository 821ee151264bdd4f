import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { openZip, readMember, readWhole } from '#lib/protocol/zip.ts'
import { ARCHIVE_MAX_ENTRIES, INFLATED_MAX_BYTES, MEMBER_NAME_MAX_BYTES, RATIO_JUDGED_FROM_BYTES } from '#lib/numbers.ts'
import { type ZipKnobs, type ZipMember, makeZip, uint, zipExtra } from '#lib/testing/archives.ts'

const open = (members: ZipMember[], knobs?: ZipKnobs) => openZip(bytesOf(makeZip(members, knobs)))

/** Every kind of problem the container has, each once. */
async function kindsOf(members: ZipMember[], knobs?: ZipKnobs): Promise<string[]> {
  const { value, problems } = await open(members, knobs)
  expect(value === null).toBe(problems.length > 0)
  return [...new Set(problems.map(({ kind }) => kind))]
}

const two: ZipMember[] = [
  { name: 'a.py', data: 'print(1)\n' },
  { name: 'b.py', data: 'print(2)\n', method: 'stored' },
]
const [first = { name: '' }, second = { name: '' }] = two
const lying = (where: 'local' | 'central', fields: ZipMember['local']) => [first, { ...second, [where]: fields }]

describe('what build tools write is accepted', () => {
  test('deflated and stored files, directories, names in any script', async () => {
    const { value, problems } = await open([...two, { name: 'pkg/' }, { name: 'pkg/مثال.py', data: '' }])
    expect(problems).toEqual([])
    expect(value?.map(({ name }) => name)).toEqual(['a.py', 'b.py', 'pkg/', 'pkg/مثال.py'])
  })

  test('a mode without a file type, as hatchling, poetry and pdm write it', async () => {
    expect(await kindsOf([{ name: 'a', mode: 0o644 }, { name: 'b', mode: 0 }])).toEqual([])
  })

  test('a central directory in another order than the members', async () => {
    const zip = makeZip([{ ...second, only: 'local' }, first, { ...second, only: 'central', central: { offset: 0 } }])
    expect((await openZip(bytesOf(zip))).problems).toEqual([])
  })

  test("timestamps and owners as Info-ZIP adds them", async () => {
    const extra = Buffer.concat([zipExtra(0x5455, Buffer.alloc(5)), zipExtra(0x7875, Buffer.alloc(11))])
    expect(await kindsOf([{ ...first, local: { extra }, central: { extra: zipExtra(0x5455, Buffer.alloc(5)) } }])).toEqual([])
  })

  test('bits that tell how hard the compressor tried', async () => {
    expect(await kindsOf([{ ...first, local: { flags: 6 }, central: { flags: 6 } }])).toEqual([])
  })
})

describe('the end of the file', () => {
  test('an archive comment is refused', async () => {
    expect(await kindsOf(two, { end: { comment: 'hello' } })).toEqual(['comment'])
  })

  test('a comment that is announced and not there is refused', async () => {
    const zip = makeZip(two)
    zip.writeUInt16LE(7, zip.length - 2)
    expect((await openZip(bytesOf(zip))).problems.map(({ kind }) => kind)).toEqual(['damaged'])
  })

  test('data behind the end record are refused', async () => {
    const { problems } = await open(two, { after: 'x' })
    expect(problems).toEqual([{ kind: 'surrounding-data', detail: 'Invalid distribution file. ZIP archive not accepted: Trailing data' }])
  })

  test('a second end record is refused, wherever it points', async () => {
    const end = makeZip(two).subarray(-22)
    expect(await kindsOf(two, { after: end })).toEqual(['gap-or-overlap'])
    expect(await kindsOf(two, { after: makeZip([]) })).toEqual(['gap-or-overlap'])
    expect(await kindsOf(two, { after: makeZip([first]) })).toEqual(['gap-or-overlap'])
  })

  test.each([
    ['more records than there are', { entries: 3, entriesHere: 3 }, 'header-mismatch'],
    ['fewer records', { entries: 1, entriesHere: 1 }, 'header-mismatch'],
    ['two counts', { entriesHere: 1 }, 'damaged'],
    ['another offset', { offset: 1 }, 'gap-or-overlap'],
    ['another size', { size: 1 }, 'gap-or-overlap'],
  ])('an end record that tells %s is refused', async (_, end, kind) => {
    expect(await kindsOf(two, { end })).toEqual([kind])
  })

  test('a directory that begins elsewhere and ends right is refused', async () => {
    const whole = makeZip(two)
    const offset = whole.readUInt32LE(whole.length - 6)
    const size = whole.readUInt32LE(whole.length - 10)
    expect(await kindsOf(two, { end: { offset: offset + 1, size: size - 1 } })).toEqual(['damaged'])
    expect(await kindsOf(two, { end: { offset: offset - 1, size: size + 1 } })).toEqual(['damaged'])
  })

  test('a directory that ends within a record is refused', async () => {
    const whole = makeZip(two)
    const size = whole.readUInt32LE(whole.length - 10)
    for (const torn of ['P', 'PK\x01\x02']) {
      expect(await kindsOf(two, { beforeEnd: torn, end: { entries: 3, entriesHere: 3, size: size + torn.length } })).toEqual(['damaged'])
    }
  })

  test('a file without an end record is no ZIP file', async () => {
    expect((await openZip(bytesOf(Buffer.from('PK\x03\x04')))).problems.map(({ kind }) => kind)).toEqual(['wrong-format'])
    expect((await openZip(bytesOf(Buffer.alloc(0)))).problems.map(({ kind }) => kind)).toEqual(['wrong-format'])
  })

  test('an empty archive holds nothing to publish', async () => {
    expect(await kindsOf([])).toEqual(['missing-file'])
  })

  test('an archive split over disks is refused', async () => {
    const zip = makeZip(two)
    zip.writeUInt16LE(1, zip.length - 18)
    expect((await openZip(bytesOf(zip))).problems.map(({ kind }) => kind)).toEqual(['damaged'])

    const memberElsewhere = makeZip(two)
    memberElsewhere.writeUInt16LE(1, memberElsewhere.indexOf('PK\x01\x02') + 34)
    expect((await openZip(bytesOf(memberElsewhere))).problems.map(({ kind }) => kind)).toEqual(['damaged'])
  })
})

describe('the beginning of the file', () => {
  test.each(['\xff\xd8\xff\xe0 a picture', '<!DOCTYPE html><p>', '%PDF-1.7\n', 'MZ', '\0'])('%j in front is refused', async (before) => {
    expect(await kindsOf(two, { before })).toEqual(['surrounding-data'])
  })

  test('data in front are refused also where every offset counts them', async () => {
    expect(await kindsOf([{ ...first, gap: Buffer.from('GIF89a') }, second])).toEqual(['surrounding-data'])
  })

  test('a first member that only looks like the beginning is refused', async () => {
    expect(await kindsOf([{ ...first, gap: Buffer.from('PK\x03\x04') }, second])).toEqual(['surrounding-data'])
  })

  test('a ZIP file that is a tar archive too is refused', async () => {
    const zip = makeZip([{ name: 'a', local: { extra: zipExtra(0x9999, Buffer.alloc(600)) } }])
    expect((await openZip(bytesOf(zip))).problems).toEqual([])

    zip.fill(' ', 148, 156)
    const sum = zip.subarray(0, 512).reduce((total, byte) => total + byte, 0)
    zip.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const { problems } = await openZip(bytesOf(zip))
    expect(problems.map(({ detail }) => detail)).toEqual(['Invalid distribution file. ZIP archive not accepted: File is both a zip and a tar file'])
  })
})

describe('ZIP64', () => {
  const ones = 0xffff_ffff

  test('its end records are accepted where they say the same', async () => {
    expect(await kindsOf(two, { zip64: {} })).toEqual([])
    expect(await kindsOf(two, { zip64: {}, end: { entries: 0xffff, entriesHere: 0xffff, size: ones, offset: ones } })).toEqual([])
  })

  test.each([
    ['another count', { zip64: { entries: 1, entriesHere: 1 } }],
    ['another size', { zip64: { size: 1 } }],
    ['another offset', { zip64: { offset: 1 } }],
    ['two counts', { zip64: { entriesHere: 1 } }],
    ['a longer record', { zip64: { sizeField: 45 } }],
    ['extensible data', { zip64: { sizeField: 48, extension: 'data' } }],
    ['a locator that points elsewhere', { zip64: { recordOffset: 0 } }],
  ] satisfies [string, ZipKnobs][])('%s is refused', async (_, knobs) => {
    expect(await kindsOf(two, knobs)).toEqual(['zip64'])
  })

  test('a locator without its record is refused', async () => {
    const zip = makeZip(two, { zip64: {} })
    zip.write('XX', zip.length - 22 - 20 - 56)
    expect((await openZip(bytesOf(zip))).problems.map(({ kind }) => kind)).toEqual(['zip64'])
  })

  test.each([
    ['the disk', -22 - 16],
    ['the number of disks', -22 - 4],
  ])('a locator that gives another number for %s is refused', async (_, at) => {
    const zip = makeZip(two, { zip64: {} })
    zip.writeUInt32LE(2, zip.length + at)
    expect((await openZip(bytesOf(zip))).problems.map(({ kind }) => kind)).toEqual(['zip64'])
  })

  test('all ones without ZIP64 records are refused', async () => {
    expect(await kindsOf(two, { end: { offset: ones } })).toEqual(['gap-or-overlap'])
  })

  const sizes = (size: number, compressedSize: number) => zipExtra(1, Buffer.concat([uint(size, 8), uint(compressedSize, 8)]))
  const data = 'print(2)\n'
  const stored = (local: ZipMember['local'], central: ZipMember['central'] = {}): ZipMember[] => [
    { name: 'b', data, method: 'stored', local, central },
  ]

  test('sizes may move to an extra field, in one header or both', async () => {
    const moved = { size: ones, compressedSize: ones, extra: sizes(9, 9) }
    expect(await kindsOf(stored(moved))).toEqual([])
    expect(await kindsOf(stored(moved, moved))).toEqual([])
    expect(await kindsOf(stored({ size: ones, extra: zipExtra(1, uint(9, 8)) }))).toEqual([])
  })

  test("sizes may be said twice, as Bazel's wheels do, where they are equal", async () => {
    expect(await kindsOf(stored({ extra: sizes(9, 9) }))).toEqual([])
    expect(await kindsOf(stored({ extra: sizes(9, 8) }))).toEqual(['extra-field', 'gap-or-overlap'])
    expect(await kindsOf(stored({ extra: sizes(8, 9) }))).toEqual(['extra-field', 'gap-or-overlap'])
  })

  test('the offset may move too', async () => {
    expect(await kindsOf(stored({}, { offset: ones, extra: zipExtra(1, uint(0, 8)) }))).toEqual([])
    expect(await kindsOf(stored({}, { offset: ones, extra: zipExtra(1, uint(1, 8)) }))).toContain('header-mismatch')
  })

  test.each([
    ['no field', { size: ones }],
    ['an empty field', { size: ones, extra: zipExtra(1, Buffer.alloc(0)) }],
    ['a field that is too long', { size: ones, extra: sizes(9, 9) }],
    ['a field for nothing', { extra: zipExtra(1, Buffer.alloc(0)) }],
    ['a field of one size for nothing', { extra: zipExtra(1, uint(9, 8)) }],
  ])('%s where sizes moved is refused', async (_, header) => {
    expect(await kindsOf(stored(header))).toContain('extra-field')
    expect(await kindsOf(stored({}, header))).toContain('extra-field')
  })

  test('moved sizes that are others are refused', async () => {
    expect(await kindsOf(stored({ size: ones, compressedSize: ones, extra: sizes(10, 9) }))).toEqual(['header-mismatch'])
  })
})

describe('local headers and the central directory', () => {
  test.each([
    ['name', { name: 'c.py' }],
    ['set of flags', { flags: 2 }],
    ['compression method', { method: 8 }],
    ['checksum', { crc: 1 }],
    ['compressed size', { compressedSize: 1 }],
    ['size', { size: 1 }],
  ])('another %s in the local header is refused', async (field, local) => {
    const { problems } = await open(lying('local', local))
    expect(problems.map(({ detail }) => detail)).toEqual([
      `Invalid distribution file. ZIP archive not accepted: The local header of 'b.py' has another ${field}`,
    ])
  })

  test('a member that only readers of the directory see is refused', async () => {
    expect(await kindsOf([first, { ...second, only: 'central' }])).toEqual(['header-mismatch', 'gap-or-overlap'])
  })

  test('a member that only readers of the stream see is refused', async () => {
    expect(await kindsOf([first, { ...second, only: 'local' }])).toEqual(['gap-or-overlap'])
    expect(await kindsOf([{ ...first, only: 'local' }, second])).toEqual(['surrounding-data'])
  })

  test('members that share bytes are refused', async () => {
    expect(await kindsOf([first, { ...second, name: first.name, only: 'central', central: { offset: 0 } }])).toContain('gap-or-overlap')
    expect(await kindsOf([{ ...first, local: { compressedSize: 60 }, central: { compressedSize: 60 } }, second])).toContain('gap-or-overlap')
  })

  test('bytes between members are refused', async () => {
    expect(await kindsOf([first, { ...second, gap: Buffer.from('?') }])).toEqual(['gap-or-overlap'])
    expect(await kindsOf(two, { beforeDirectory: '?' })).toEqual(['gap-or-overlap'])
    expect(await kindsOf(two, { beforeEnd: '?' })).toEqual(['gap-or-overlap'])
  })

  test('an offset outside of the file is refused', async () => {
    expect(await kindsOf(lying('central', { offset: 0xffff_fffe }))).toEqual(['gap-or-overlap', 'header-mismatch'])
  })

  test('a comment on a member is refused', async () => {
    expect(await kindsOf(lying('central', { comment: 'hello' }))).toEqual(['comment'])
  })
})

describe('features that are refused', () => {
  const both = (header: ZipMember['local']) => [{ ...first, local: header, central: header }, second]

  test.each([0x0001, 0x0040, 0x2000])('encryption (flag %i)', async (flags) => {
    expect(await kindsOf(both({ flags }))).toEqual(['encrypted'])
  })

  test('data descriptors', async () => {
    const { problems } = await open(both({ flags: 8 }))
    expect(problems.map(({ detail }) => detail)).toEqual(['Invalid distribution file. ZIP archive not accepted: ZIP contains a data descriptor'])
  })

  test.each([0x0010, 0x0020, 0x1000, 0x8000])('whatever else flag %i means', async (flags) => {
    expect(await kindsOf(both({ flags }))).toEqual(['damaged'])
  })

  test.each([1, 9, 12, 14, 93, 98, 99])('compression method %i', async (method) => {
    expect(await kindsOf(both({ method }))).toEqual(['compression-method'])
  })

  test.each([0o120777, 0o020666, 0o060666, 0o010666, 0o140777, 0o040755])('a file of mode %o', async (mode) => {
    expect(await kindsOf([{ name: 'link', data: '/etc/passwd', mode }])).toEqual(['special-member'])
  })

  test('a directory that is a link, or has contents', async () => {
    expect(await kindsOf([{ name: 'd/', mode: 0o120777 }])).toEqual(['special-member'])
    expect(await kindsOf([{ name: 'd/', data: 'contents' }])).toEqual(['special-member'])
  })

  test('a stored member with two sizes', async () => {
    expect(await kindsOf([{ ...second, local: { size: 8 }, central: { size: 8 } }])).toEqual(['size-mismatch'])
  })
})

describe('names', () => {
  test.each(['../a', '/a', 'a\\b', 'a\nb', 'a\u202eb', 'aux.py', 'a ', 'a'.repeat(MEMBER_NAME_MAX_BYTES + 1)])('%j is refused', async (name) => {
    expect(await kindsOf([{ name }])).toEqual(['member-name'])
  })

  test('names that are not UTF-8, or not marked so, are refused', async () => {
    const latin1 = { name: Buffer.from([0x66, 0xfc]) }
    expect(await kindsOf([{ name: 'f', local: latin1, central: latin1 }])).toEqual(['member-name'])
    expect(await kindsOf([{ name: 'für', local: { flags: 0 }, central: { flags: 0 } }])).toEqual(['member-name'])
  })

  test('duplicates are refused, exact or levelled', async () => {
    expect(await kindsOf([first, first])).toEqual(['duplicate-name'])
    expect(await kindsOf([first, { ...first, name: 'A.PY' }])).toEqual(['duplicate-name'])
    expect(await kindsOf([first, { ...first, name: 'a.py/b' }])).toEqual(['duplicate-name'])
  })

  test("Info-ZIP's second name must be the first", async () => {
    const named = (name: string) => zipExtra(0x7075, Buffer.concat([Buffer.alloc(5), Buffer.from(name)]))
    expect(await kindsOf(lying('local', { extra: named('b.py') }))).toEqual([])
    expect(await kindsOf(lying('local', { extra: named('c.py') }))).toEqual(['extra-field'])
    expect(await kindsOf(lying('central', { extra: named('c.py') }))).toEqual(['extra-field'])
    expect(await kindsOf(lying('local', { extra: zipExtra(0x7075, Buffer.alloc(1)) }))).toEqual(['extra-field'])
  })

  test('extra fields that do not add up, or come twice where it counts, are refused', async () => {
    const twice = (id: number) => Buffer.concat([zipExtra(id, Buffer.from('\0\0\0\0\0b.py')), zipExtra(id, Buffer.from('\0\0\0\0\0b.py'))])
    for (const extra of [Buffer.from([1]), Buffer.from([0x55, 0x54, 9, 0]), twice(0x7075), twice(0x0001)]) {
      expect(await kindsOf(lying('local', { extra }))).toContain('extra-field')
      expect(await kindsOf(lying('central', { extra }))).toContain('extra-field')
    }
  })
})

describe('bombs', () => {
  test('more members than allowed are refused unread', async () => {
    expect(await kindsOf(two, { end: { entries: ARCHIVE_MAX_ENTRIES + 1, entriesHere: ARCHIVE_MAX_ENTRIES + 1 } })).toEqual(['too-many-members'])
  })

  test('a directory larger than its members could make it is refused unread', async () => {
    const size = 10_000_000
    const hollow = makeZip(two, { end: { offset: 0, size } }).subarray(-22)
    const file = { size: size + 22, read: async (offset: number, length: number) => tailOf(hollow, size, offset, length) }
    expect((await openZip(file)).problems.map(({ kind }) => kind)).toEqual(['too-many-members'])
  })

  test('declared sizes are added up before anything is inflated', async () => {
    const declared = (size: number) => kindsOf([{ ...first, local: { size }, central: { size } }])
    expect(await declared(RATIO_JUDGED_FROM_BYTES)).toEqual([])
    expect(await declared(RATIO_JUDGED_FROM_BYTES + 1)).toEqual(['ratio'])
    expect(await declared(INFLATED_MAX_BYTES + 1)).toEqual(['too-large-inflated'])
  })

  /** A file that is a local signature, then nothing, then this tail. */
  function tailOf(tail: Buffer, tailOffset: number, offset: number, length: number): Buffer {
    const piece = Buffer.alloc(length)
    if (offset === 0) piece.write('PK\x03\x04')
    if (offset + length > tailOffset) tail.copy(piece, Math.max(tailOffset - offset, 0), Math.max(offset - tailOffset, 0))
    return piece
  }
})

describe('the bytes of a member', () => {
  const small = Buffer.from('print(1)\n'.repeat(100))
  const large = Buffer.concat([Buffer.alloc(3_000_000), randomBytes(200_000)])

  async function readOnly(member: Omit<ZipMember, 'name'>): Promise<{ data: Buffer; kinds: string[] }> {
    const bytes = bytesOf(makeZip([{ name: 'a', ...member }]))
    const { value, problems } = await openZip(bytes)
    expect(problems).toEqual([])
    const chunks: Uint8Array[] = []
    const found = value?.[0] ? await readMember(bytes, value[0], (chunk) => chunks.push(Buffer.from(chunk))) : []
    return { data: Buffer.concat(chunks), kinds: found.map(({ kind }) => kind) }
  }
  const withBoth = (data: Buffer, header: ZipMember['local'], packed?: Buffer) =>
    readOnly({ data, local: header, central: header, ...(packed && { packed, method: 'deflated' as const }) })

  test.each([
    ['small', small],
    ['large', large],
    ['empty', Buffer.alloc(0)],
  ])('a %s one comes out whole, deflated or stored', async (_, data) => {
    for (const method of ['deflated', 'stored'] as const) {
      const read = await readOnly({ data, method })
      expect(read.kinds).toEqual([])
      expect(read.data.equals(data)).toBe(true)
    }
  })

  test.each([
    ['small', small],
    ['large', large],
  ])('a %s one with another checksum is refused', async (_, data) => {
    expect((await withBoth(data, { crc: 1 })).kinds).toEqual(['damaged'])
  })

  test.each([
    ['small', small],
    ['large', large],
  ])('a %s one is not read beyond the size it declared', async (_, data) => {
    const { data: read, kinds } = await withBoth(data, { size: data.length - 1 })
    expect(kinds).toEqual(['size-mismatch'])
    expect(read.length).toBeLessThan(data.length)
  })

  test.each([
    ['small', small],
    ['large', large],
  ])('a %s one that is shorter than declared is refused', async (_, data) => {
    expect((await withBoth(data, { size: data.length + 1 })).kinds).toEqual(['size-mismatch'])
  })

  test.each([
    ['small', small],
    ['large', large],
  ])('bytes behind the compressed data of a %s one are refused', async (_, data) => {
    const packed = deflateRawSync(data)
    for (const tail of [Buffer.from('x'), Buffer.alloc(70_000), packed]) {
      const length = packed.length + tail.length
      expect((await withBoth(data, { compressedSize: length }, Buffer.concat([packed, tail]))).kinds).toEqual(['size-mismatch'])
    }
  })

  test('bytes behind compressed data that end with a piece of the file are refused', async () => {
    // Stored blocks of RFC 1951 3.2.4, five bytes of header each: exactly as long as the pieces in which the file is read.
    const contents = Buffer.alloc(65_531, 'x')
    const block = (isLast: boolean) => Buffer.concat([Buffer.from([Number(isLast)]), uint(65_531, 2), uint(0xffff - 65_531, 2), contents])
    const packed = Buffer.concat([...Array<Buffer>(5).fill(block(false)), block(true)])
    const data = Buffer.concat(Array<Buffer>(6).fill(contents))
    expect((await withBoth(data, { compressedSize: packed.length }, packed)).kinds).toEqual([])
    expect((await withBoth(data, { compressedSize: packed.length + 1 }, Buffer.concat([packed, Buffer.from('x')]))).kinds).toEqual(['size-mismatch'])
  })

  test.each([
    ['small', small],
    ['large', large],
  ])('a %s one that is cut short or no DEFLATE is refused', async (_, data) => {
    const packed = deflateRawSync(data)
    expect((await withBoth(data, {}, packed.subarray(0, -1))).kinds).toEqual(['damaged'])
    expect((await withBoth(data, {}, Buffer.alloc(packed.length, 0xff))).kinds).toEqual(['damaged'])
  })

  test('a file that shrinks while it is read is trouble, not a refusal', async () => {
    const zip = makeZip([{ name: 'a', data: large }])
    const { value } = await openZip(bytesOf(zip))
    const shrunk = { size: zip.length, read: async (offset: number, length: number) => zip.subarray(offset, Math.min(offset + length, 100)) }
    await expect(value?.[0] && readMember(shrunk, value[0], () => {})).rejects.toThrow('the file ends before')
  })

  test('a member larger than the reader asked for is refused unread', async () => {
    const bytes = bytesOf(makeZip([{ name: 'a', data: small }]))
    const { value } = await openZip(bytes)
    if (!value?.[0]) throw new Error('no member')
    expect((await readWhole(bytes, value[0], small.length)).value?.length).toBe(small.length)
    expect((await readWhole(bytes, value[0], small.length - 1)).problems.map(({ kind }) => kind)).toEqual(['file-too-large'])
  })

  test('a signal stops the reading', async () => {
    const bytes = bytesOf(makeZip([{ name: 'a', data: large }]))
    const { value } = await openZip(bytes)
    if (!value?.[0]) throw new Error('no member')
    await expect(readMember(bytes, value[0], () => {}, AbortSignal.abort())).rejects.toThrow()
    await expect(openZip(bytes, AbortSignal.abort())).rejects.toThrow()
  })
})
