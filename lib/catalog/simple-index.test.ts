import { gunzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findSimpleIndex, type SimpleIndex } from '#lib/catalog/simple-index.ts'
import { db, driver } from '#lib/db/client.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveProject, givePublisher } from '#lib/testing/publishing.ts'
import { until } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** A public project that everybody has been told of. */
async function publish(change: Parameters<typeof giveProject>[1] = {}) {
  const project = await giveProject(await givePublisher(), change)
  await db().transaction(async (tx) => {
    await writeJournal(tx, { projectId: project.id, name: project.name, action: 'create' })
    await refreshSimplePage(tx, project.id, now)
  })
  await heardAll()
  return project
}

/** Waits until everything told so far has been heard: notifications come in order. */
async function heardAll(): Promise<void> {
  const mark = `mark-${Math.random()}`
  await new Promise<void>((resolve) => {
    void driver().listen('simple_page', (name) => name === mark && resolve()).then(() => driver().notify('simple_page', mark))
  })
}

const read = (bytes: Uint8Array) => gunzipSync(bytes).toString()
const namesIn = ({ json }: SimpleIndex): string[] => JSON.parse(read(json.gzip.bytes)).projects.map(({ name }: { name: string }) => name)
/** Holds up every list that begins, until `meanwhile` is through. */
async function whileListsWait<T>(meanwhile: () => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    await tx.execute(sql`lock table journal in access exclusive mode`)
    return meanwhile()
  })
}
const oneWaits = () => until(async () => (await db().execute(sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length > 0)

test('the list has every public project by its normalized name, in both forms, with the serial of the last change', async () => {
  for (const name of ['Zebra_B', 'aardvark']) await publish({ name })
  for (const hidden of [{ isPrivate: true }, { deletedAt: now }, { status: 'quarantined' }]) await publish({ name: `hidden-${Object.keys(hidden)[0]}`, ...hidden })
  const index = await findSimpleIndex()
  const [html, json] = [read(index.html.gzip.bytes), JSON.parse(read(index.json.gzip.bytes))]
  expect(namesIn(index)).toEqual(['aardvark', 'Zebra_B'])
  expect(html.match(/<a href="[^"]*">[^<]*<\/a>/g)).toEqual(['<a href="/simple/aardvark/">aardvark</a>', '<a href="/simple/zebra-b/">Zebra_B</a>'])
  expect(json.projects.map((project: { '_last-serial': number }) => project['_last-serial'])).toEqual([2, 1])
  expect([index.serial, json.meta['_last-serial']]).toEqual([5, 5])
})

test('what is kept of the plain bytes, their length and tag, is right', async () => {
  for (const { plain, gzip } of [(await findSimpleIndex()).html, (await findSimpleIndex()).json]) {
    expect(plain.packed).toBe(gzip.bytes)
    expect(plain.length).toBe(gunzipSync(plain.packed).length)
    expect(plain.etag).not.toBe(gzip.etag)
  }
})

test('more projects than are read at once are all there, once', async () => {
  const owner = await givePublisher()
  await db().execute(sql`insert into projects (id, name, normalized_name, confusable_name) select gen_random_uuid(), 'many-' || n, 'many-' || n, 'many' || n from generate_series(1, 10001) n`)
  await publish({ name: `of-${owner.username}` })
  const names = namesIn(await findSimpleIndex())
  expect(names.filter((name) => name.startsWith('many-'))).toHaveLength(10_001)
  expect(new Set(names).size).toBe(names.length)
})

test('an unchanged list is made once, and for all who ask at once; a change makes another', async () => {
  await publish()
  const [first, ...others] = await Promise.all(Array.from({ length: 4 }, findSimpleIndex))
  for (const other of others) expect(other).toBe(first)
  expect(await findSimpleIndex()).toBe(first)
  const project = await publish()
  expect(namesIn(await findSimpleIndex())).toContain(project.name)
})

test('who asks after a change is not given the list that was begun before it', async () => {
  await publish()
  const owner = await givePublisher()
  const [before, after] = await whileListsWait(async () => {
    const begun = findSimpleIndex()
    await oneWaits()
    await giveProject(owner, { name: 'late-comer' })
    await driver().notify('simple_page', 'late-comer')
    await heardAll()
    return [begun, findSimpleIndex(), findSimpleIndex()].map(async (list) => namesIn(await list).includes('late-comer'))
  }).then((asked) => Promise.all(asked))
  expect([before, after]).toEqual([false, true])
})

test('a list that took long to make is given to all for ten times as long, and then made anew', async () => {
  await publish()
  const slow = await whileListsWait(async () => {
    const begun = findSimpleIndex()
    await oneWaits()
    vi.advanceTimersByTime(2000)
    return [begun]
  }).then(([begun]) => begun)
  const project = await publish()
  vi.advanceTimersByTime(19_000)
  expect(await findSimpleIndex()).toBe(slow)
  vi.advanceTimersByTime(1001)
  expect(namesIn(await findSimpleIndex())).toContain(project.name)
})

test('a list that could not be made is asked for again', async () => {
  await publish()
  const failed = await whileListsWait(async () => {
    const begun = findSimpleIndex().catch(() => 'failed')
    await oneWaits()
    await db().execute(sql`select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    return [begun]
  }).then(([begun]) => begun)
  expect(failed).toBe('failed')
  expect((await findSimpleIndex()).serial).toBeGreaterThan(0)
})
