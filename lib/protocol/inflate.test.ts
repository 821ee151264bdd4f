import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { bytesOf } from '#lib/protocol/archive-bytes.ts'
import { openZip, readMember } from '#lib/protocol/zip.ts'
import { makeZip } from '#lib/testing/archives.ts'

vi.mock('node:zlib', { spy: true })

test('a small member that holds a thousand times more than it declares is never inflated: zlib stops where it was told to', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000))
  const header = { size: 100 }
  const bytes = bytesOf(makeZip([{ name: 'a', data: Buffer.alloc(0), packed: bomb, method: 'deflated', local: header, central: header }]))
  const { value } = await openZip(bytes)
  const [entry] = value ?? []
  if (!entry) throw new Error('no member')
  expect((await readMember(bytes, entry, () => {})).map(({ kind }) => kind)).toEqual(['size-mismatch'])
  const [last] = vi.mocked(inflateRawSync).mock.calls.at(-1)?.slice(1) ?? []
  expect(last).toMatchObject({ maxOutputLength: 100 })
})
