import { expect, test } from 'vitest'
import { readStatistics } from '#lib/catalog/statistics.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()
const tuesday = new Date('2026-11-24T12:00:00Z')

test('sizes and weeks count what everyone may see', async () => {
  const owner = await givePublisher()
  const big = await giveRelease(await giveProject(owner, { name: 'big' }), '1.0')
  await giveFile(big, { size: 5_000_000_000, uploadedAt: new Date('2026-11-23T00:00:00Z') })
  await giveFile(big, { size: 1, uploadedAt: new Date('2026-11-22T23:59:59Z') })
  await giveFile(big, { size: 1, deletedAt: tuesday })
  const small = await giveRelease(await giveProject(owner, { name: 'small' }), '1.0')
  await giveFile(small, { size: 7, uploadedAt: new Date('2026-09-06T23:59:59Z') })
  const hidden = await giveRelease(await giveProject(owner, { name: 'hidden', isPrivate: true }), '1.0')
  await giveFile(hidden, { size: 99 })

  const { weeks, ...rest } = await readStatistics(tuesday)
  expect(rest).toEqual({
    projects: 2, releases: 2, files: 3, bytes: 5_000_000_008,
    largest: [{ name: 'big', bytes: 5_000_000_001, files: 2 }, { name: 'small', bytes: 7, files: 1 }],
  })
  expect(weeks.map(({ files }) => files)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
  expect([weeks[0]?.from, weeks[11]?.from]).toEqual([new Date('2026-09-07T00:00:00Z'), new Date('2026-11-23T00:00:00Z')])
})

test('on a Monday the week has just begun', async () => {
  const { weeks } = await readStatistics(new Date('2026-11-23T00:00:00Z'))
  expect(weeks[11]?.from).toEqual(new Date('2026-11-23T00:00:00Z'))
})
