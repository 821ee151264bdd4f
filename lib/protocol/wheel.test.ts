import { describe, expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { inspectWheel } from '#lib/protocol/wheel.ts'
import { METADATA_MAX_BYTES } from '#lib/numbers.ts'
import { type WheelSpec, makeWheel, recordRow } from '#lib/testing/archives.ts'

const INFO = 'sample_project-1.0.dist-info'
const WHEEL = 'sample_project-1.0-py3-none-any.whl'

const inspect = (spec: Partial<WheelSpec> = {}) => {
  const { filename, bytes } = makeWheel({ name: 'Sample.Project', version: '1.0', ...spec })
  return inspectWheel(filename, bytesOf(bytes))
}
const problemsOf = async (spec: Partial<WheelSpec>) => (await inspect(spec)).problems
const detailsOf = async (spec: Partial<WheelSpec>) => (await problemsOf(spec)).map(({ detail }) => detail)
const kindsOf = async (spec: Partial<WheelSpec>) => (await problemsOf(spec)).map(({ kind }) => kind)

describe('what build tools make is accepted', () => {
  test('a plain wheel; METADATA comes out byte for byte', async () => {
    const { filename, bytes, metadata } = makeWheel({ name: 'Sample.Project', version: '1.0.0', description: 'Read me' })
    const inspected = await inspectWheel(filename, bytesOf(bytes))
    expect(inspected.problems).toEqual([])
    expect(Buffer.from(inspected.metadata ?? []).equals(metadata)).toBe(true)
  })

  test('a build number, several tags, entry points, licences', async () => {
    const spec = { build: '1', tag: 'cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64', licenses: { LICENSE: 'MIT', 'vendor/LICENSE': 'MIT' } }
    const fields = { 'License-File': ['LICENSE', 'vendor/LICENSE'] }
    expect(await problemsOf({ ...spec, fields, entryPoints: '[console_scripts]\nsample = sample_project:main\n' })).toEqual([])
  })

  test('directories, which RECORD does not list: auditwheel writes them', async () => {
    expect(await problemsOf({ members: (members) => [{ name: 'sample_project/' }, ...members] })).toEqual([])
  })

  test('signatures beside RECORD, listed or not', async () => {
    const signed = (name: string) => [{ name: `${INFO}/RECORD.${name}`, data: '{}' }]
    expect(await problemsOf({ members: (members) => [...members, ...signed('jws'), ...signed('p7s')] })).toEqual([])
    const record = `${recordRow('a', '')}\n${INFO}/RECORD,,\n${INFO}/RECORD.jws,,\n`
    const files = { a: '' }
    const added = await kindsOf({ files, record, members: (members) => [...members, ...signed('jws')] })
    expect(added).toEqual(['record-mismatch', 'record-mismatch']) // METADATA and WHEEL are not listed; the signature is no matter
  })

  test('SHA-384 and SHA-512 in RECORD', async () => {
    expect(await problemsOf({ files: { a: 'x' }, members: (members) => withRows(members, [recordRow('a', 'x', 'sha512')]) })).toEqual([])
    expect(await problemsOf({ files: { a: 'x' }, members: (members) => withRows(members, [recordRow('a', 'x', 'sha384')]) })).toEqual([])
  })

  test('a .dist-info of a vendored project deeper down', async () => {
    expect(await problemsOf({ files: { 'pkg/_vendor/other-2.0.dist-info/METADATA': '' } })).toEqual([])
  })

  test('licence files where older tools kept them', async () => {
    expect(await problemsOf({ fields: { 'Metadata-Version': '2.1', 'License-File': 'LICENSE' } })).toEqual([])
  })
})

/** The wheel's members with the rows of RECORD that these replace, by path. */
function withRows(members: { name: string; data?: string | Uint8Array }[], rows: string[]) {
  const pathOf = (row: string) => row.split(',')[0]
  return members.map((member) => {
    if (!member.name.endsWith('/RECORD')) return member
    const kept = String(member.data).split('\n').filter((row) => !rows.some((other) => pathOf(other) === pathOf(row)))
    return { ...member, data: [...rows, ...kept].join('\n') }
  })
}
const replacing = (...rows: string[]): Partial<WheelSpec> => ({ files: { a: 'x' }, members: (members) => withRows(members, rows) })

describe('the container', () => {
  test('any fault of it ends the inspection: nothing inside can be trusted', async () => {
    const { metadata, problems } = await inspect({ zip: { after: 'x' }, record: null })
    expect({ metadata, kinds: problems.map(({ kind }) => kind) }).toEqual({ metadata: null, kinds: ['surrounding-data'] })
  })

  test('every fault of a member is named', async () => {
    const spoil = (name: string) => ({ name, data: 'x', local: { crc: 1 }, central: { crc: 1 } })
    const details = await detailsOf({ record: null, members: (members) => [...members, spoil('a'), spoil('b')] })
    expect(details.filter((detail) => detail.includes('CRC'))).toEqual([
      "Invalid distribution file. ZIP archive not accepted: Bad CRC-32 for 'a'",
      "Invalid distribution file. ZIP archive not accepted: Bad CRC-32 for 'b'",
    ])
  })

  test('a name that is no wheel name is refused unread', async () => {
    const inspected = await inspectWheel('sample.zip', bytesOf(Buffer.alloc(0)))
    expect(inspected.problems.map(({ kind }) => kind)).toEqual(['file-name'])
  })
})

describe('.dist-info', () => {
  const without = (file: string): Partial<WheelSpec> => ({
    record: [recordRow('a', '')].join('\n'),
    files: { a: '' },
    members: (members) => members.filter(({ name }) => name !== `${INFO}/${file}`),
  })

  test('without METADATA, RECORD or WHEEL it is refused in the words of PyPI', async () => {
    expect(await detailsOf(without('METADATA'))).toContain(`Wheel '${WHEEL}' does not contain the required METADATA file: ${INFO}/METADATA`)
    expect(await detailsOf({ record: null })).toEqual([`Wheel '${WHEEL}' does not contain the required RECORD file: ${INFO}/RECORD`])
    expect(await detailsOf(without('WHEEL'))).toContain(`Invalid distribution file. WHEEL not found at ${INFO}/WHEEL`)
  })

  test('one that belongs to another project or version is not its own', async () => {
    const { bytes } = makeWheel({ name: 'sample-project', version: '1.1' })
    const { metadata, problems } = await inspectWheel(WHEEL, bytesOf(bytes))
    expect(metadata).toBeNull()
    expect(problems.map(({ kind }) => kind)).toEqual(['top-level', 'missing-file', 'missing-file', 'missing-file'])
  })

  test('a second one is refused, however it is spelled', async () => {
    expect(await kindsOf({ files: { 'other-2.0.dist-info/METADATA': '' } })).toEqual(['top-level'])
    expect(await kindsOf({ files: { 'other-2.0.DIST-INFO/METADATA': '' } })).toEqual(['top-level'])
  })

  test('METADATA larger than the limit is refused unread', async () => {
    const { metadata, problems } = await inspect({ metadata: Buffer.alloc(METADATA_MAX_BYTES + 1, 'x') })
    expect({ metadata, kinds: problems.map(({ kind }) => kind) }).toEqual({ metadata: null, kinds: ['file-too-large'] })
  })
})

describe('RECORD', () => {
  test('a file that it does not list is refused', async () => {
    expect(await detailsOf({ members: (members) => [...members, { name: 'evil.pth', data: 'import os' }] })).toEqual([
      `Wheel '${WHEEL}' has a RECORD that does not list 'evil.pth'`,
    ])
  })

  test('a file that it lists and the archive lacks is refused', async () => {
    expect(await detailsOf(replacing(recordRow('gone.py', 'x')))).toEqual([
      `Wheel '${WHEEL}' has a RECORD that lists 'gone.py', which is not in the archive`,
    ])
  })

  test('another hash is refused', async () => {
    expect(await detailsOf(replacing(recordRow('a', 'y')))).toEqual([`Wheel '${WHEEL}' has a RECORD that gives another hash for 'a'`])
    expect(await detailsOf(replacing(recordRow('a', 'y', 'sha512')))).toEqual([`Wheel '${WHEEL}' has a RECORD that gives another hash for 'a'`])
  })

  test('another size is refused', async () => {
    expect(await detailsOf(replacing(recordRow('a', 'x').replace(/1$/, '2')))).toEqual([
      `Wheel '${WHEEL}' has a RECORD that gives another size for 'a'`,
    ])
  })

  test('a file without a hash is refused', async () => {
    expect(await detailsOf(replacing('a,,'))).toEqual([`Wheel '${WHEEL}' has a RECORD that gives no hash for 'a'`])
  })

  test.each(['md5', 'sha1', 'sha224'])('%s is refused', async (algorithm) => {
    expect(await kindsOf(replacing(recordRow('a', 'x', algorithm)))).toEqual(['record-weak-hash'])
  })

  test.each(['../a', '/a', 'a\\b'])('the path %j is refused', async (path) => {
    expect(await kindsOf(replacing(recordRow(path, 'x')))).toEqual(['record-invalid'])
  })

  test('what is no CSV, or no text, is refused', async () => {
    expect(await kindsOf({ record: '"a,,\n' })).toEqual(['record-invalid'])
    expect(await kindsOf({ members: (members) => members.map((member) => (member.name === `${INFO}/RECORD` ? { ...member, data: Buffer.from([0xff]) } : member)) })).toEqual(['record-invalid'])
  })
})

describe('entry points', () => {
  test.each(['[console_scripts]\n../evil = a:b\n', '[console_scripts]\na\\b = a:b\n', '[gui_scripts]\n/bin/sh = a:b\n', 'no group\n'])('%j is refused', async (entryPoints) => {
    const details = await detailsOf({ entryPoints })
    expect(details.length).toBe(1)
    expect(details[0]?.startsWith(`Wheel '${WHEEL}' has invalid entry points: line `)).toBe(true)
  })

  test('a file that is no text is refused', async () => {
    const files = { [`${INFO}/entry_points.txt`]: Buffer.from([0xff]) }
    expect(await kindsOf({ files })).toEqual(['entry-points'])
  })

  test('a file without end is refused unread', async () => {
    expect(await kindsOf({ entryPoints: '#'.repeat(METADATA_MAX_BYTES + 1) })).toEqual(['file-too-large'])
  })
})

test('a licence file that METADATA names must be under licenses/', async () => {
  const fields = { 'License-File': ['LICENSE', '../../evil'] }
  expect(await detailsOf({ fields, files: { [`${INFO}/LICENSE`]: 'MIT' } })).toEqual([
    `License-File 'LICENSE' does not exist in distribution file '${WHEEL}' at '${INFO}/licenses/LICENSE'`,
    `License-File '../../evil' does not exist in distribution file '${WHEEL}' at '${INFO}/licenses/../../evil'`,
  ])
})
