import { gunzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { forgetPage } from '#lib/catalog/page-cache.ts'
import { findSimplePage, peekSimplePage, renderingOf } from '#lib/catalog/simple.ts'
import { db, driver, type Tx } from '#lib/db/client.ts'
import { projects, releases, simplePages } from '#lib/db/schema.ts'
import { writeJournal } from '#lib/projects/journal.ts'
import { refreshSimplePage } from '#lib/projects/simple-page.ts'
import { giveFile, givePublisher, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const refresh = (projectId: string) => db().transaction((tx) => refreshSimplePage(tx, projectId, now))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

/** Waits until everything told so far has been heard: notifications come in order. */
async function heardAll(): Promise<void> {
  const mark = `mark-${Math.random()}`
  await new Promise<void>((resolve) => {
    void driver().listen('simple_page', (name) => name === mark && resolve()).then(() => driver().notify('simple_page', mark))
  })
}

async function jsonOf(name: string) {
  const page = await findSimplePage(name)
  return page && JSON.parse(text(page.json.plain.bytes))
}

test('a page lists the files of all releases, by version and name, and what is yanked', async () => {
  const project = await giveProject(await givePublisher(), { name: 'Spam.Eggs' })
  const ten = await giveRelease(project, '1.10', { requiresPython: '>=3.9' })
  const nine = await giveRelease(project, '1.9', { yankedAt: now, yankedReason: 'too old' })
  const bare = await giveRelease(project, '1.8', { yankedAt: now, yankedReason: '' })
  await giveRelease(project, '2.0')
  await giveFile(ten, { filename: 'spam_eggs-1.10.tar.gz', packagetype: 'sdist' })
  await giveFile(ten, { filename: 'spam_eggs-1.10-py3-none-any.whl', metadataSha256: 'ab' })
  await giveFile(nine, { filename: 'spam_eggs-1.9.tar.gz', packagetype: 'sdist' })
  await giveFile(bare, { filename: 'spam_eggs-1.8.tar.gz', packagetype: 'sdist' })
  await giveFile(ten, { filename: 'spam_eggs-1.10-py2-none-any.whl', deletedAt: now })
  await refresh(project.id)

  const page = await jsonOf('spam-eggs')
  expect(page).toMatchObject({ name: 'spam-eggs', versions: ['1.8', '1.9', '1.10'], 'project-status': { status: 'active' } })
  expect(page.files.map((file: { filename: string; yanked: unknown }) => [file.filename, file.yanked])).toEqual([
    ['spam_eggs-1.8.tar.gz', true],
    ['spam_eggs-1.9.tar.gz', 'too old'],
    ['spam_eggs-1.10-py3-none-any.whl', false],
    ['spam_eggs-1.10.tar.gz', false],
  ])
  expect(page.files[2]).toMatchObject({ 'core-metadata': { sha256: 'ab' }, 'requires-python': '>=3.9' })
  expect(page.files[2].url).toMatch(/^http:\/\/localhost:3000\/packages\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/spam_eggs-1\.10-py3-none-any\.whl$/)
})

test('both compressions hold the same page, and each has a tag of its own', async () => {
  const project = await giveProject(await givePublisher())
  await refresh(project.id)
  const page = await findSimplePage(project.normalizedName)
  if (!page) throw new Error('no page')

  const [plain, gzip] = [renderingOf(page, 'text/html', false), renderingOf(page, 'text/html', true)]
  expect(text(gunzipSync(gzip.bytes))).toBe(text(plain.bytes))
  expect(renderingOf(page, 'application/vnd.pypi.simple.v1+html', false)).toBe(plain)
  const tags = new Set([page.html.plain, page.html.gzip, page.json.plain, page.json.gzip].map(({ etag }) => etag))
  expect(tags.size).toBe(4)
})

test('a quarantined project is a page without files', async () => {
  const project = await giveProject(await givePublisher(), { status: 'quarantined' })
  await giveFile(await giveRelease(project, '1.0'))
  await refresh(project.id)
  expect(await jsonOf(project.normalizedName)).toMatchObject({ files: [], versions: [], 'project-status': { status: 'quarantined' } })
})

test('a project in the bin has no page, and a private one says so', async () => {
  const owner = await givePublisher()
  const [gone, hidden] = [await giveProject(owner, { deletedAt: now }), await giveProject(owner, { isPrivate: true })]
  for (const { id } of [gone, hidden]) await refresh(id)
  expect(await findSimplePage(gone.normalizedName)).toBe(null)
  expect((await findSimplePage(hidden.normalizedName))?.project.isPrivate).toBe(true)
})

test('a page is read from the database once, and again when another process changed it', async () => {
  const project = await giveProject(await givePublisher())
  await refresh(project.id)
  await heardAll()
  const first = await findSimplePage(project.normalizedName)
  expect(await findSimplePage(project.normalizedName)).toBe(first)

  await db().transaction(async (tx) => {
    await writeJournal(tx, { projectId: project.id, name: project.name, action: 'archive' })
    await tx.update(projects).set({ status: 'archived' }).where(eq(projects.id, project.id))
    await refreshSimplePage(tx, project.id, now)
  })
  await heardAll()
  expect(await jsonOf(project.normalizedName)).toMatchObject({ 'project-status': { status: 'archived' } })
  expect((await findSimplePage(project.normalizedName))?.serial).toBeGreaterThan(first?.serial ?? 0)
})

test('a page is read anew after half a minute, whatever was told', async () => {
  const project = await giveProject(await givePublisher())
  await refresh(project.id)
  await heardAll()
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const first = await findSimplePage(project.normalizedName)
    vi.advanceTimersByTime(29_000)
    expect(peekSimplePage(project.normalizedName)).toBe(first)
    vi.advanceTimersByTime(2000)
    expect(peekSimplePage(project.normalizedName)).toBeNull()
    expect(await findSimplePage(project.normalizedName)).not.toBe(first)
  } finally {
    vi.useRealTimers()
  }
})

test('a page that was read while it changed is not kept', async () => {
  const project = await giveProject(await givePublisher())
  await refresh(project.id)
  await findSimplePage('warm-up')
  const reading = findSimplePage(project.normalizedName)
  for (let n = 0; n < 20; n++) await Promise.resolve() // it has asked, and no answer can arrive before the event loop turns
  forgetPage(project.normalizedName) // told while the row is on its way
  const stale = await reading
  expect(await findSimplePage(project.normalizedName)).not.toBe(stale)
})

test('a page that is missing is made by whoever reads it first', async () => {
  const project = await giveProject(await givePublisher(), { serial: 7 })
  await giveFile(await giveRelease(project, '1.0'))
  expect(await jsonOf(project.normalizedName)).toMatchObject({ versions: ['1.0'], meta: { '_last-serial': 7 } })
  expect(await db().$count(simplePages, eq(simplePages.projectId, project.id))).toBe(1)
})

test('a page of another renderer or another address is made anew before anybody reads it, once, and nothing else changes', async () => {
  const project = await giveProject(await givePublisher(), { updatedAt: new Date('2026-01-01') })
  await giveFile(await giveRelease(project, '1.0'))
  await refresh(project.id)
  const mine = eq(simplePages.projectId, project.id)
  const outdated = { renderedWith: '0|https://old.example', json: Buffer.from('{"old":true}'), renderedAt: new Date('2026-01-02') }
  await db().update(simplePages).set(outdated).where(mine)
  const before = await db().select({ updatedAt: projects.updatedAt, serial: projects.serial }).from(projects).where(eq(projects.id, project.id))

  const read = await Promise.all(Array.from({ length: 5 }, () => jsonOf(project.normalizedName)))
  for (const page of read) expect(page).toMatchObject({ versions: ['1.0'] })
  const [made] = await db().select().from(simplePages).where(mine)
  expect(made?.renderedAt.getTime()).toBeGreaterThan(outdated.renderedAt.getTime())
  await heardAll()
  forgetPage(project.normalizedName)
  expect(await jsonOf(project.normalizedName)).toMatchObject({ versions: ['1.0'] })
  expect((await db().select().from(simplePages).where(mine))[0]?.renderedAt).toEqual(made?.renderedAt)
  expect(await db().select({ updatedAt: projects.updatedAt, serial: projects.serial }).from(projects).where(eq(projects.id, project.id))).toEqual(before)
})

test('what is outdated is made from what is there now, even while it is being changed', async () => {
  const project = await giveProject(await givePublisher())
  await giveFile(await giveRelease(project, '1.0'))
  const yank = async (tx: Tx) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.update(releases).set({ yankedAt: now, yankedReason: 'broken' }).where(eq(releases.projectId, project.id))
    await refreshSimplePage(tx, project.id, now)
  }
  const [read] = await heldOpen(yank, () => [jsonOf(project.normalizedName)])
  expect(read.files[0]).toMatchObject({ yanked: 'broken' })
})

test('search reads the release that visitors see first', async () => {
  const project = await giveProject(await givePublisher())
  await giveRelease(project, '1.0', { summary: 'current', metadata: { keywords: 'ham,spam' } })
  await giveRelease(project, '2.0b1', { summary: 'not yet' })
  await refresh(project.id)
  const [row] = await db().select().from(projects).where(eq(projects.id, project.id))
  expect(row).toMatchObject({ summary: 'current', searchText: expect.stringContaining('current ham spam') })
})

test('a change that is rolled back is told to nobody', async () => {
  const project = await giveProject(await givePublisher())
  await refresh(project.id)
  await heardAll()
  const told: string[] = []
  const { unlisten } = await driver().listen('simple_page', (name) => void told.push(name))
  await db().transaction(async (tx) => {
    await tx.delete(releases).where(eq(releases.projectId, project.id))
    await refreshSimplePage(tx, project.id, now)
    tx.rollback()
  }).catch(() => {})
  await heardAll()
  expect(told).not.toContain(project.normalizedName)
  await unlisten()
})
