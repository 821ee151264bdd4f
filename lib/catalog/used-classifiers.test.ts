import { expect, test } from 'vitest'
import { listUsedClassifiers } from '#lib/catalog/used-classifiers.ts'
import { giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')

test('classifiers of public projects are counted once per project', async () => {
  const owner = await givePublisher()
  const tides = { metadata: { classifiers: ['Topic :: Tides', 'Framework :: Quest'] } }
  const one = await giveProject(owner)
  await giveRelease(one, '1.0', tides)
  await giveRelease(one, '1.1', tides)
  await giveRelease(await giveProject(owner), '1.0', { metadata: { classifiers: ['Topic :: Tides'] } })
  const hidden = { metadata: { classifiers: ['Topic :: Hidden'] } }
  await giveRelease(await giveProject(owner, { isPrivate: true }), '1.0', hidden)
  await giveRelease(await giveProject(owner, { status: 'quarantined' }), '1.0', hidden)
  await giveRelease(await giveProject(owner, { deletedAt: start }), '1.0', hidden)
  await giveRelease(one, '2.0', { ...hidden, deletedAt: start })

  expect(await listUsedClassifiers(start)).toEqual([{ classifier: 'Framework :: Quest', projects: 1 }, { classifier: 'Topic :: Tides', projects: 2 }])
})
