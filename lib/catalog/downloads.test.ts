import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { closeDatabase, databaseUrl, db, openDatabase } from '#lib/db/client.ts'
import { downloadCounts } from '#lib/db/schema.ts'
import { DOWNLOAD_DAYS_KEPT, DOWNLOAD_DAYS_SHOWN } from '#lib/numbers.ts'
import { giveProject, givePublisher } from '#lib/testing/publishing.ts'
import { sideBySide } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { countDownload, storeDownloads, sweepDownloads } from './downloads.ts'
import { readDownloads } from './statistics.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const daysBack = (days: number) => new Date(now.getTime() - days * 86_400_000)
const count = (projectId: string, at: Date, times: number) => { for (let n = 0; n < times; n++) countDownload(projectId, at) }

test('what was counted is added to its project and day, and shown oldest first', async () => {
  const project = await giveProject(await givePublisher())
  const other = await giveProject(await givePublisher())
  count(project.id, now, 3)
  count(project.id, daysBack(29), 2)
  count(project.id, daysBack(30), 7)
  count(other.id, now, 9)
  await storeDownloads()
  count(project.id, now, 4)
  await storeDownloads()
  const days = await readDownloads(project.id, now)
  expect(days).toHaveLength(DOWNLOAD_DAYS_SHOWN)
  expect(days.map(({ downloads }) => downloads)).toEqual([2, ...Array.from({ length: 28 }, () => 0), 7])
  expect([days[0]?.day, days.at(-1)?.day]).toEqual([new Date('2026-10-26T00:00:00Z'), new Date('2026-11-24T00:00:00Z')])
})

test('nothing is written before it is stored, and nothing twice, however many store at once', async () => {
  const project = await giveProject(await givePublisher())
  count(project.id, now, 100)
  expect(await db().$count(downloadCounts, eq(downloadCounts.projectId, project.id))).toBe(0)
  await sideBySide(20, () => storeDownloads())
  expect((await readDownloads(project.id, now)).at(-1)?.downloads).toBe(100)
})

test('while the database is away nothing is lost', async () => {
  const project = await giveProject(await givePublisher())
  const url = databaseUrl()
  count(project.id, now, 5)
  await closeDatabase()
  openDatabase('postgres://postgres@127.0.0.1:1/nowhere')
  await expect(storeDownloads()).rejects.toThrow()
  await closeDatabase()
  openDatabase(url)
  await storeDownloads()
  expect((await readDownloads(project.id, now)).at(-1)?.downloads).toBe(5)
})

test('days that are long over are forgotten', async () => {
  const project = await giveProject(await givePublisher())
  count(project.id, daysBack(DOWNLOAD_DAYS_KEPT + 1), 1)
  count(project.id, daysBack(DOWNLOAD_DAYS_KEPT), 1)
  await storeDownloads()
  await sweepDownloads(now)
  expect(await db().$count(downloadCounts, eq(downloadCounts.projectId, project.id))).toBe(1)
})
