import { expect, test } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { inspectSdist } from '#lib/protocol/sdist.ts'
import { METADATA_MAX_BYTES } from '#lib/numbers.ts'
import { type SdistSpec, makeSdist } from '#lib/testing/archives.ts'

const inspect = (spec: Partial<SdistSpec> = {}) => {
  const { filename, bytes } = makeSdist({ name: 'Sample.Project', version: '1.0', ...spec })
  return inspectSdist(filename, bytesOf(bytes))
}
const detailsOf = async (spec: Partial<SdistSpec>) => (await inspect(spec)).problems.map(({ detail }) => detail)

test('PKG-INFO comes out byte for byte', async () => {
  const { filename, bytes, metadata } = makeSdist({ name: 'Sample.Project', version: '1.0', files: { LICENSE: 'MIT' }, fields: { 'License-File': 'LICENSE' } })
  const inspected = await inspectSdist(filename, bytesOf(bytes))
  expect(inspected.problems).toEqual([])
  expect(Buffer.from(inspected.metadata ?? []).equals(metadata)).toBe(true)
})

test('the top directory need not be a member of its own: flit and hatchling leave it out', async () => {
  expect(await detailsOf({ members: (members) => members.filter(({ type }) => type !== '5') })).toEqual([])
})

test.each(['sample_project-1.0.zip', 'sample_project-1.0.tar.bz2', 'sample_project.tar.gz', 'sample_project-1.0-py3-none-any.whl'])(
  'the name %s is refused unread',
  async (filename) => {
    const { problems } = await inspectSdist(filename, bytesOf(makeSdist({ name: 'sample-project', version: '1.0' }).bytes))
    expect(problems.map(({ kind }) => kind)).toEqual(['file-name'])
  },
)

test('two top directories are refused in the words of PyPI', async () => {
  expect(await detailsOf({ members: (members) => [...members, { name: 'other/a' }] })).toEqual([
    'Invalid distribution file. Incorrect number of top-level directories in sdist',
  ])
  expect(await detailsOf({ members: (members) => [...members, { name: 'setup.py' }] })).toEqual([
    'Invalid distribution file. Incorrect number of top-level directories in sdist',
  ])
})

test('a top directory of another name is refused', async () => {
  const { bytes } = makeSdist({ name: 'other', version: '1.0' })
  const { metadata, problems } = await inspectSdist('sample_project-1.0.tar.gz', bytesOf(bytes))
  expect(metadata).toBeNull()
  expect(problems.map(({ detail }) => detail)).toEqual([
    "Invalid distribution file. The top-level directory should be 'sample_project-1.0'",
    'Invalid distribution file. PKG-INFO not found at sample_project-1.0/PKG-INFO',
  ])
})

test('a file in place of the top directory is refused', async () => {
  expect(await detailsOf({ members: () => [{ name: 'sample_project-1.0' }] })).toContain(
    "Invalid distribution file. The top-level directory should be 'sample_project-1.0'",
  )
})

test('PKG-INFO is missed only where everything was seen', async () => {
  const withoutInfo = (spec: Partial<SdistSpec>) => detailsOf({ ...spec, members: (members) => members.filter(({ name }) => !name.endsWith('/PKG-INFO')) })
  expect(await withoutInfo({})).toEqual(['Invalid distribution file. PKG-INFO not found at sample_project-1.0/PKG-INFO'])
  expect(await detailsOf({ members: () => [{ name: 'sample_project-1.0/a', checksum: '0' }] })).toEqual([
    'Invalid distribution file. tar archive not accepted: A header is malformed',
  ])
})

test('PKG-INFO larger than the limit is refused', async () => {
  const { metadata, problems } = await inspect({ metadata: 'x'.repeat(METADATA_MAX_BYTES + 1) })
  expect({ metadata, kinds: problems.map(({ kind }) => kind) }).toEqual({ metadata: null, kinds: ['file-too-large'] })
})

test('a licence file that PKG-INFO names must be there', async () => {
  expect(await detailsOf({ fields: { 'License-File': ['LICENSE', 'AUTHORS'] }, files: { AUTHORS: 'us' } })).toEqual([
    "License-File 'LICENSE' does not exist in distribution file 'sample_project-1.0.tar.gz' at 'sample_project-1.0/LICENSE'",
  ])
  expect(await detailsOf({ fields: { 'Metadata-Version': '2.2', 'License-File': 'LICENSE' } })).toEqual([])
})

test('links are named one by one, and the rest is still inspected', async () => {
  const { metadata, problems } = await inspect({ members: (members) => [{ name: 'sample_project-1.0/a', type: '2', linkName: '/etc/passwd' }, ...members] })
  expect(metadata).not.toBeNull()
  expect(problems.map(({ kind }) => kind)).toEqual(['special-member'])
})
