import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { readTarGz } from '#lib/protocol/tar.ts'
import { ARCHIVE_MAX_ENTRIES } from '#lib/numbers.ts'
import { type TarMember, makeTar, makeTarGz, makeZip, paxHeader } from '#lib/testing/archives.ts'

const wanted = { name: 's/PKG-INFO', maxBytes: 1000 }
const read = (members: TarMember[], end?: Uint8Array) => readTarGz(bytesOf(makeTarGz(members, end)), wanted)

async function kindsOf(members: TarMember[], end?: Uint8Array): Promise<string[]> {
  const { problems } = await read(members, end)
  return [...new Set(problems.map(({ kind }) => kind))]
}

const top: TarMember = { name: 's/', type: '5' }
const info: TarMember = { name: 's/PKG-INFO', data: 'Name: s\n' }
const LONG = `s/${'long/'.repeat(40)}a.py`

describe('what build tools write is accepted', () => {
  test('files and directories; the wanted file is kept', async () => {
    const { names, kept, complete, problems } = await read([top, info, { name: 's/empty', data: '' }, { name: 's/pkg', type: '5' }])
    expect({ names, complete, problems }).toEqual({ names: ['s/', 's/PKG-INFO', 's/empty', 's/pkg/'], complete: true, problems: [] })
    expect(Buffer.from(kept ?? []).toString()).toBe('Name: s\n')
  })

  test('long names, in all three ways of writing them', async () => {
    const posix: TarMember = { name: 'a.py', prefix: LONG.slice(0, 100).replace(/\/$/, '') }
    const cases: [TarMember[], string][] = [
      [[paxHeader({ path: LONG, mtime: '1.5' }), { name: 's/cut', data: 'x' }], LONG],
      [[{ name: '././@LongLink', type: 'L', data: `${LONG}\0`, magic: 'ustar  \0' }, { name: 's/cut', data: 'x', magic: 'ustar  \0' }], LONG],
      [[posix], `${posix.prefix}/a.py`],
    ]
    for (const [members, name] of cases) {
      const { names, problems } = await read([top, ...members])
      expect({ names, problems }).toEqual({ names: ['s/', name], problems: [] })
    }
  })

  test('a pax name is for one member only', async () => {
    const { names } = await read([paxHeader({ path: 's/b' }), { name: 's/a' }, { name: 's/c' }])
    expect(names).toEqual(['s/b', 's/c'])
  })

  test("git's comment for the whole archive, and dates for each member", async () => {
    expect(await kindsOf([paxHeader({ comment: 'a'.repeat(40) }, 'g'), top, paxHeader({ mtime: '1700000000.123', atime: '1.0' }), info])).toEqual([])
  })

  test('a size that pax repeats, attributes in any bytes, archives without magic', async () => {
    const attribute = { ...paxHeader({}), data: Buffer.from('25 SCHILY.xattr.user.a=\xff\n', 'latin1') }
    expect(await kindsOf([paxHeader({ size: '8' }), info, attribute, { name: 's/a', magic: '\0' }])).toEqual([])
  })

  test('a symbolic link to a file of the archive, before or behind it', async () => {
    const { names, problems } = await read([{ name: 's/a/link.css', type: '2', linkName: '../b/file.css' }, { name: 's/b/file.css' }, { name: 's/b/also.css', type: '2', linkName: 'file.css' }])
    expect({ names, problems }).toEqual({ names: ['s/a/link.css', 's/b/file.css', 's/b/also.css'], problems: [] })
  })

  test('one zero block at the end, or many', async () => {
    expect(await kindsOf([top], Buffer.alloc(512))).toEqual([])
    expect(await kindsOf([top], Buffer.alloc(10_240))).toEqual([])
  })
})

describe('members that are neither files nor directories are refused', () => {
  test.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link to something other than a file of this archive'],
    ['3', 'a character device'],
    ['4', 'a block device'],
    ['6', 'a FIFO'],
    ['S', 'sparse'],
    ['7', 'neither a regular file nor a directory'],
    ['V', 'neither a regular file nor a directory'],
  ])('type %s', async (type, words) => {
    const { problems } = await read([top, { name: 's/a', type, linkName: '/etc/passwd' }])
    expect(problems).toEqual([{ kind: 'special-member', detail: `Invalid distribution file. tar archive not accepted: 's/a' is ${words}` }])
  })

  test('all of them are named, and what lies behind is still read', async () => {
    const { problems, kept, complete } = await read([{ name: 's/a', type: '2' }, { name: 's/b', type: '1' }, info])
    expect(problems.length).toBe(2)
    expect({ kept: kept?.length, complete }).toEqual({ kept: 8, complete: true })
  })

  test.each(['1', '2', '5'])('type %s with contents: readers differ on what follows', async (type) => {
    const { problems, complete } = await read([{ name: 's/a', type, data: makeTar([{ name: 's/hidden' }], Buffer.alloc(0)) }, info])
    expect(problems.at(-1)?.kind).toBe('special-member')
    expect(complete).toBe(false)
  })

  test.each([
    ['an absolute path', 's/a', '/etc/passwd'],
    ['a drive of Windows', 's/a', 'c:/a.py'],
    ['out of the archive', 's/a', '../../a.py'],
    ['beside the top folder', 's/a', '../s/file.py'],
    ['back into the archive from outside', 's/sub/a', '../../s/file.py'],
    ['back and forth', 's/a', 'sub/../file.py'],
    ['a folder', 's/a', 'sub'],
    ['its own folder', 's/sub/a', '.'],
    ['the folder above', 's/sub/a', '..'],
    ['itself', 's/a', 'a'],
    ['nowhere', 's/a', 'gone.py'],
    ['nothing', 's/a', ''],
    ['another link', 's/a', 'link.py'],
    ['a name in another case', 's/a', 'FILE.py'],
    ['a path with a backslash', 's/a', 'sub\\file.py'],
    ['a file, named as a folder', 's/a/', '../file.py'],
    ['a file in place of the wanted one', 's/PKG-INFO', 'file.py'],
  ])('a symbolic link to %s', async (_, name, linkName) => {
    const files: TarMember[] = [top, { name: 's/file.py' }, { name: 's/sub/', type: '5' }, { name: 's/sub/file.py' }, { name: 's/link.py', type: '2', linkName: 'file.py' }]
    const { problems } = await read([...files, { name, type: '2', linkName }])
    expect(problems.map(({ kind }) => kind)).toEqual(['special-member'])
  })

  test('a member below a symbolic link', async () => {
    expect(await kindsOf([{ name: 's/file.py' }, { name: 's/a', type: '2', linkName: 'file.py' }, { name: 's/a/b.py' }])).toEqual(['duplicate-name'])
    expect(await kindsOf([{ name: 's/file.py' }, { name: 's/a', type: '2', linkName: 'file.py' }, { name: 's/a' }])).toEqual(['duplicate-name'])
  })

  test.each(['K', 'X', 'N'])('header type %s', async (type) => {
    for (const data of ['x\0', '12 path=s/a\n']) expect(await kindsOf([{ name: 'x', type, data }, info])).toEqual(['pax-record'])
  })
})

describe('names', () => {
  test.each(['/etc/passwd', '../a', 's/../../a', './s/a', 's/a\\b', 's/nul', 's/a ', 's/a\u202eb'])('%j is refused', async (name) => {
    expect(await kindsOf([{ name }])).toEqual(['member-name'])
    expect(await kindsOf([paxHeader({ path: name }), { name: 's/a' }])).toEqual(['member-name'])
  })

  test('a name that is not UTF-8 is refused', async () => {
    for (const at of [3, 345]) {
      const tar = makeTar([{ name: 's/f' }])
      tar[at] = 0xfc
      tar.fill(' ', 148, 156)
      const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0)
      tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
      expect((await readTarGz(bytesOf(gzipSync(tar)), wanted)).problems.map(({ kind }) => kind)).toEqual(['damaged'])
    }
  })

  test('duplicates are refused, exact, levelled or as a directory', async () => {
    expect(await kindsOf([info, info])).toEqual(['duplicate-name'])
    expect(await kindsOf([info, { name: 's/pkg-info' }])).toEqual(['duplicate-name'])
    expect(await kindsOf([info, { name: 's/PKG-INFO/a' }])).toEqual(['duplicate-name'])
    expect(await kindsOf([info, paxHeader({ path: 's/PKG-INFO' }), { name: 's/b' }])).toEqual(['duplicate-name'])
  })
})

describe('extended headers', () => {
  test.each([
    ['another target', { linkpath: '/etc' }, 'x'],
    ['another charset', { hdrcharset: 'BINARY' }, 'x'],
    ['a name for all', { path: 's/a' }, 'g'],
    ['a size for all', { size: '1' }, 'g'],
    ['a target for all', { linkpath: 's/a' }, 'g'],
    ['sparse data for all', { 'GNU.sparse.size': '1' }, 'g'],
  ] as const)('%s is refused', async (_, records, type) => {
    expect(await kindsOf([paxHeader({ ...records }, type), info])).toEqual(['pax-record'])
  })

  test('a sparse file is refused in the words PyPI has for it', async () => {
    const { problems } = await read([paxHeader({ 'GNU.sparse.major': '1' }), info])
    expect(problems).toEqual([{ kind: 'pax-record', detail: 'Invalid distribution file. tar archive not accepted: A member is sparse' }])
  })

  test('another size than the header has is refused (CVE-2025-62518)', async () => {
    expect(await kindsOf([paxHeader({ size: '9' }), info])).toEqual(['size-mismatch'])
    expect(await kindsOf([paxHeader({ size: '08' }), info])).toEqual(['size-mismatch'])
  })

  test('two headers before one member, or one before none, are refused', async () => {
    expect(await kindsOf([paxHeader({ path: 's/a' }), paxHeader({ path: 's/b' }), info])).toEqual(['pax-record'])
    expect(await kindsOf([{ name: 'L', type: 'L', data: 's/a\0' }, paxHeader({ mtime: '1' }), info])).toEqual(['pax-record'])
    expect(await kindsOf([info, paxHeader({ path: 's/b' })])).toEqual(['pax-record'])
  })

  test.each([
    ['a length that lies', '99 path=s/a\n'],
    ['a length that is none', 'xx path=s/a\n'],
    ['a length with a leading zero', '013 path=s/a\n'],
    ['no end of line', '12 path=s/a '],
    ['no equals sign', '8 pathx\n'],
    ['no equals sign, though the next record has one', '8 pathx\n12 path=s/a\n'],
    ['no key', '6 =ab\n'],
    ['a key that is not UTF-8', Buffer.from('8 \xff\xff=ab\n', 'latin1')],
    ['no space', '12'],
    ['a path that is not UTF-8', Buffer.from('11 path=s/\xff\n', 'latin1')],
    ['one key twice', '12 path=s/a\n12 path=s/b\n'],
  ])('%s is refused', async (_, data) => {
    expect(await kindsOf([{ name: 'x', type: 'x', data }, info])).toEqual(['pax-record'])
  })

  test.each([
    ['without an end', 's/a'],
    ['with two ends', 's/a\0s/b\0'],
    ['that is not UTF-8', Buffer.from('s/\xff\0', 'latin1')],
  ])('a long name %s is refused', async (_, data) => {
    expect(await kindsOf([{ name: 'L', type: 'L', data }, info])).toEqual(['pax-record'])
  })

  test('a header that is long, or cut short, is refused', async () => {
    expect(await kindsOf([paxHeader({ comment: 'x'.repeat(60_000) }), info])).toEqual([])
    expect(await kindsOf([paxHeader({ comment: 'x'.repeat(70_000) }), info])).toEqual(['pax-record'])
    expect(await kindsOf([{ name: 'x', type: 'x', size: 1024 }], Buffer.alloc(0))).toEqual(['pax-record'])
  })
})

describe('the stream', () => {
  test.each([
    ['a wrong checksum', { checksum: '0000001\0' }],
    ['no checksum', { checksum: '\0'.repeat(8) }],
    ['a size that is not octal', { size: '9\0' }],
    ['a negative size', { size: '-1\0' }],
    ["GNU's binary size", { size: '\x80\0\0\0\0\0\0\0\0\0\0\x08' }],
    ["GNU's dates where POSIX has a prefix", { magic: 'ustar  \0', prefix: '14700000000' }],
  ])('%s is refused', async (_, fields) => {
    expect(await kindsOf([{ name: 's/a', ...fields }])).toEqual(['damaged'])
  })

  test('archives that are cut short are refused', async () => {
    expect(await kindsOf([info], Buffer.alloc(0))).toEqual(['damaged'])
    expect(await kindsOf([info], Buffer.alloc(100))).toEqual(['damaged'])
    expect(await kindsOf([{ ...info, size: 900 }], Buffer.alloc(0))).toEqual(['damaged'])
    expect(await kindsOf([{ name: 's/other', data: 'x', size: 5000 }])).toEqual(['damaged'])
    expect(await kindsOf([], Buffer.alloc(0))).toEqual(['damaged'])
  })

  test('whatever lies behind the end is refused', async () => {
    const hidden = makeTar([{ name: 's/hidden' }])
    expect(await kindsOf([top], Buffer.concat([Buffer.alloc(512), hidden]))).toEqual(['surrounding-data'])
    expect(await kindsOf([top], Buffer.concat([Buffer.alloc(1024), hidden]))).toEqual(['surrounding-data'])
    expect(await kindsOf([top], Buffer.concat([Buffer.alloc(100_000), Buffer.from('x')]))).toEqual(['surrounding-data'])
  })

  test('a fault of the gzip stream is told once', async () => {
    const file = Buffer.concat([makeTarGz([info]), Buffer.from('x')])
    expect((await readTarGz(bytesOf(file), wanted)).problems.map(({ kind }) => kind)).toEqual(['surrounding-data'])
    expect((await readTarGz(bytesOf(file.subarray(0, 40)), wanted)).problems.map(({ kind }) => kind)).toEqual(['damaged'])
    expect((await readTarGz(bytesOf(makeTar([info])), wanted)).problems.map(({ kind }) => kind)).toEqual(['wrong-format'])
  })

  test('more members than allowed are refused', async () => {
    const many = Array.from({ length: ARCHIVE_MAX_ENTRIES + 1 }, (_, index) => ({ name: `s/${index}` }))
    expect(await kindsOf(many.slice(1))).toEqual([])
    expect(await kindsOf(many)).toEqual(['too-many-members'])
  })

  test('the wanted file is not kept beyond its limit', async () => {
    expect(await kindsOf([{ ...info, data: 'x'.repeat(1000) }])).toEqual([])
    const { kept, problems } = await read([{ ...info, data: 'x'.repeat(1001) }])
    expect({ kept, kinds: problems.map(({ kind }) => kind) }).toEqual({ kept: null, kinds: ['file-too-large'] })
  })

  test('a signal stops the reading', async () => {
    await expect(readTarGz(bytesOf(makeTarGz([info])), wanted, AbortSignal.abort())).rejects.toThrow()
  })
})

describe('a gzip file that is a ZIP file too', () => {
  const stored = (data: Uint8Array) => gzipSync(makeTar([top, { name: 's/a', data }]), { level: 0 })

  test.each([
    ['members', makeZip([{ name: 'evil.py' }])],
    ['members and a comment that covers the rest', makeZip([{ name: 'evil.py' }], { end: { comment: 'x' } })],
  ])('is refused: %s', async (_, zip) => {
    const { problems } = await readTarGz(bytesOf(stored(zip)), wanted)
    expect(problems.map(({ detail }) => detail)).toEqual(['Invalid distribution file. tar archive not accepted: File is both a zip and a tar file'])
  })

  test('is refused: no members, but an end record that covers the rest', async () => {
    const end = Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')
    const file = stored(end)
    file.writeUInt16LE(file.length - file.indexOf('PK\x05\x06') - 22, file.indexOf('PK\x05\x06') + 20)
    expect((await readTarGz(bytesOf(file), wanted)).problems.map(({ kind }) => kind)).toContain('polyglot')
  })

  test.each(['x', '\0'])('is not taken for one because of four bytes before %j', async (filler) => {
    const file = stored(Buffer.from('PK\x05\x06'.padEnd(100, filler), 'latin1'))
    expect((await readTarGz(bytesOf(file), wanted)).problems).toEqual([])
  })
})
