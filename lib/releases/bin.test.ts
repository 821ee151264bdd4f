import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, files, journal, projectRoles, projects, releases, settings, simplePages, usedFilenames } from '#lib/db/schema.ts'
import { drain } from '#lib/jobs/jobs.ts'
import type { Letter } from '#lib/mail/mail.ts'
import { nowhere } from '#lib/origin.ts'
import { readBlob } from '#lib/storage/storage.ts'
import { makeSdist, makeWheel } from '#lib/testing/archives.ts'
import { giveFile, givePublisher, giveProject, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { heldOpen, whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { formOf, giveToken, send, useIndex } from '#lib/testing/upload-client.ts'
import { deleteFile, deleteRelease, emptyBin, listBin, restoreFile, restoreRelease } from './bin.ts'
import { unyankRelease, yankRelease } from './yank.ts'

useDatabase()
useIndex()

const now = new Date()
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)

/** A release of one wheel, published through the front door. */
async function givePublished(user?: Publisher) {
  const owner = user ?? (await givePublisher())
  const name = `percival-${randomBytes(4).toString('hex')}`
  const auth = await giveToken(owner)
  const sent = formOf(makeWheel({ name, version: '1.0' }), { name, version: '1.0' })
  expect((await send(sent, { auth })).status).toBe(200)
  const [project] = await db().select().from(projects).where(eq(projects.normalizedName, name))
  const [file] = await db().select().from(files).where(eq(files.projectId, project?.id ?? ''))
  if (!project || !file) throw new Error('nothing was published')
  return { owner, name, auth, sent, project, file }
}

const pageOf = async (projectId: string) =>
  Buffer.from((await db().select().from(simplePages).where(eq(simplePages.projectId, projectId)))[0]?.html ?? []).toString()
const actionsOf = async (projectId: string) =>
  (await db().select().from(auditEvents).where(eq(auditEvents.projectId, projectId)).orderBy(auditEvents.id)).map(({ action }) => action)
const journalOf = async (projectId: string) =>
  (await db().select().from(journal).where(eq(journal.projectId, projectId)).orderBy(journal.serial)).map(({ action }) => action)

test('a yanked release says why on the simple page, and no more when that is taken back', async () => {
  const { owner, name, project } = await givePublished()
  expect(await yankRelease(name, '1.0.0', ' breaks\non  Sundays ', owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).toContain('data-yanked="breaks on Sundays"')
  expect(await unyankRelease(name, '1.0', owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).not.toContain('data-yanked')
  expect(await unyankRelease(name, '1.0', owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect((await actionsOf(project.id)).slice(-2)).toEqual(['release.yanked', 'release.unyanked'])
  expect((await journalOf(project.id)).slice(-2)).toEqual(['yank release', 'unyank release'])
})

test('yanking needs an owner, a release and a reason of a reasonable length', async () => {
  const { owner, name, project } = await givePublished()
  const maintainer = await givePublisher()
  await db().insert(projectRoles).values({ projectId: project.id, userId: maintainer.id, role: 'maintainer' })
  expect(await yankRelease(name, '1.0', '', maintainer, nowhere, now)).toEqual({ ok: false, error: 'not-allowed' })
  expect(await yankRelease(name, '1.0', '', await givePublisher(), nowhere, now)).toEqual({ ok: false, error: 'not-allowed' })
  expect(await yankRelease(name, '9', '', owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-release' })
  expect(await yankRelease(name, '1.0', 'x'.repeat(501), owner, nowhere, now)).toEqual({ ok: false, error: 'reason-too-long' })
  expect(await yankRelease('no-such-project', '1.0', '', owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-project' })
})

test('a deleted release is gone from the page at once, and comes back as it was', async () => {
  const { owner, name, project, file } = await givePublished()
  expect(await deleteRelease(name, '1.0', ' 1.0 ', owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).not.toContain(file.filename)
  expect(await listBin(name, owner, now)).toEqual({ ok: true, value: [
    { kind: 'release', id: file.releaseId, version: '1.0', filename: null, deletedAt: now, restorableUntil: hours(72) },
  ] })
  expect(await restoreRelease(name, '1.0', owner, nowhere, hours(71))).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).toContain(file.filename)
  expect((await actionsOf(project.id)).slice(-2)).toEqual(['release.deleted', 'release.restored'])
})

test('a deleted file likewise; its name is not given out meanwhile', async () => {
  const { owner, name, project, file, sent, auth } = await givePublished()
  expect(await deleteFile(name, file.id, name, owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).not.toContain(file.filename)
  expect((await send(sent, { auth })).reason).toMatch(/^This filename was previously used/)
  expect(await restoreFile(name, file.id, owner, nowhere, hours(1))).toEqual({ ok: true, value: undefined })
  expect(await pageOf(project.id)).toContain(file.filename)
  expect((await journalOf(project.id)).slice(-2)).toEqual([`remove file ${file.filename}`, `restore file ${file.filename}`])
})

test('nothing is deleted before its name is typed', async () => {
  const { owner, name, file } = await givePublished()
  for (const typed of ['', '1', '1.0.0', name]) expect(await deleteRelease(name, '1.0', typed, owner, nowhere, now)).toEqual({ ok: false, error: 'wrong-confirmation' })
  for (const typed of ['', name.slice(1), '1.0']) expect(await deleteFile(name, file.id, typed, owner, nowhere, now)).toEqual({ ok: false, error: 'wrong-confirmation' })
  expect(await db().select().from(files).where(and(eq(files.id, file.id), isNull(files.deletedAt)))).toHaveLength(1)
})

test('only owners delete, restore and look into the bin', async () => {
  const { owner, name, project, file } = await givePublished()
  const maintainer = await givePublisher()
  await db().insert(projectRoles).values({ projectId: project.id, userId: maintainer.id, role: 'maintainer' })
  await deleteFile(name, file.id, name, owner, nowhere, now)
  const tried = [
    await deleteRelease(name, '1.0', '1.0', maintainer, nowhere, now), await deleteFile(name, file.id, name, maintainer, nowhere, now),
    await restoreFile(name, file.id, maintainer, nowhere, now), await restoreRelease(name, '1.0', maintainer, nowhere, now), await listBin(name, maintainer, now),
  ]
  expect(tried).toEqual(tried.map(() => ({ ok: false, error: 'not-allowed' })))
})

test("a file of another project is not found, even by an owner of this one", async () => {
  const [mine, theirs] = [await givePublished(), await givePublished()]
  expect(await deleteFile(mine.name, theirs.file.id, mine.name, mine.owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-file' })
  expect(await deleteFile(mine.name, "x' or true", mine.name, mine.owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-file' })
})

test('after 72 hours nothing is restored', async () => {
  const { owner, name, file } = await givePublished()
  await deleteFile(name, file.id, name, owner, nowhere, now)
  expect(await restoreFile(name, file.id, owner, nowhere, hours(72))).toEqual({ ok: false, error: 'no-such-file' })
  expect(await listBin(name, owner, hours(72))).toEqual({ ok: true, value: [] })
})

test('a project in quarantine, and a read-only index, keep what they have', async () => {
  const { owner, name, project } = await givePublished()
  await db().update(projects).set({ status: 'quarantined' }).where(eq(projects.id, project.id))
  expect(await deleteRelease(name, '1.0', '1.0', owner, nowhere, now)).toEqual({ ok: false, error: 'quarantined' })
  await db().update(projects).set({ status: 'active' }).where(eq(projects.id, project.id))
  await db().insert(settings).values({ key: 'rule.read-only', value: true })
  const refused = await deleteRelease(name, '1.0', '1.0', owner, nowhere, now)
  await db().delete(settings).where(eq(settings.key, 'rule.read-only'))
  expect(refused).toEqual({ ok: false, error: 'read-only' })
})

test('a source distribution is not restored beside another', async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner)
  const release = await giveRelease(project, '1.0')
  const [old] = [await giveFile(release, { packagetype: 'sdist', filename: `${project.name}-1.0.tar.gz`, deletedAt: now })]
  await giveFile(release, { packagetype: 'sdist', filename: `${project.name}-1.0.0.tar.gz` })
  expect(await restoreFile(project.name, old.id, owner, nowhere, now)).toEqual({ ok: false, error: 'second-sdist' })
})

test('every member hears what becomes of releases and files, and who did it; of a refusal nobody hears', async () => {
  const { owner, name, project, file } = await givePublished()
  const other = await givePublisher()
  await db().insert(projectRoles).values({ projectId: project.id, userId: other.id, role: 'maintainer' })
  await lettersAbout(name)
  await yankRelease(name, '1.0', 'breaks', owner, nowhere, now)
  await yankRelease(name, '1.0', '', owner, nowhere, now)
  await unyankRelease(name, '1.0', owner, nowhere, now)
  await unyankRelease(name, '1.0', owner, nowhere, now)
  await deleteFile(name, file.id, name, owner, nowhere, now)
  await restoreFile(name, file.id, owner, nowhere, now)
  await deleteRelease(name, '1.0', 'wrong', owner, nowhere, now)
  await deleteRelease(name, '1.0', '1.0', owner, nowhere, now)
  await restoreRelease(name, '1.0', owner, nowhere, now)
  const letters = await lettersAbout(name)
  for (const userId of [owner.id, other.id]) {
    expect(letters.filter((letter) => letter.userId === userId).map(({ kind }) => kind).sort()).toEqual([
      'file-deleted', 'file-restored', 'release-deleted', 'release-restored', 'release-unyanked', 'release-yanked', 'release-yanked',
    ])
  }
  const about = { project: name, by: owner.username }
  expect(letters).toContainEqual({ kind: 'release-yanked', userId: other.id, to: 'primary', values: { ...about, version: '1.0', reason: 'breaks' } })
  expect(letters).toContainEqual({ kind: 'file-deleted', userId: other.id, to: 'primary', values: { ...about, filename: file.filename } })
})

async function lettersAbout(name: string): Promise<Letter[]> {
  const letters: Letter[] = []
  await drain('mail', async (letter) => void letters.push(letter as Letter))
  return letters.filter(({ values }) => values?.project === name)
}

test('twenty deletions at once are one', async () => {
  const { owner, name, project } = await givePublished()
  const answers = await whileWritesWait(['releases'], () => Array.from({ length: 20 }, () => deleteRelease(name, '1.0', '1.0', owner, nowhere, now)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await actionsOf(project.id)).filter((action) => action === 'release.deleted')).toHaveLength(1)
})

test('an owner who stops being one while waiting for the project deletes nothing', async () => {
  const { owner, name, project } = await givePublished()
  const [deleted] = await heldOpen(async (tx) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.delete(projectRoles).where(eq(projectRoles.projectId, project.id))
  }, () => [deleteRelease(name, '1.0', '1.0', owner, nowhere, now)])
  expect(deleted).toEqual({ ok: false, error: 'not-allowed' })
})

test('the bin is emptied after 72 hours: rows and bytes are gone, names stay used', async () => {
  const { owner, name, project, file, sent, auth } = await givePublished()
  await deleteRelease(name, '1.0', '1.0', owner, nowhere, now)
  await emptyBin(hours(71))
  expect(await readBlob(file.sha256)).not.toBeNull()

  await emptyBin(hours(72))
  expect(await db().select().from(files).where(eq(files.id, file.id))).toEqual([])
  expect(await db().select().from(releases).where(eq(releases.projectId, project.id))).toEqual([])
  expect([await readBlob(file.sha256), await readBlob(file.metadataSha256 ?? '')]).toEqual([null, null])
  expect(await db().select().from(usedFilenames).where(eq(usedFilenames.filename, file.filename))).toHaveLength(1)
  expect((await send(sent, { auth })).reason).toMatch(/^This filename was previously used/)
})

test('bytes that another file still needs stay', async () => {
  const { owner, name, file } = await givePublished()
  const elsewhere = await giveRelease(await giveProject(await givePublisher()), '1.0')
  await giveFile(elsewhere, { sha256: file.sha256 })
  await deleteFile(name, file.id, name, owner, nowhere, now)
  await emptyBin(hours(73))
  expect(await readBlob(file.sha256)).not.toBeNull()
  expect(await readBlob(file.metadataSha256 ?? '')).toBeNull()
})

test('a source distribution in the bin makes room for another in its release, under another name', async () => {
  const { owner, name, auth } = await givePublished()
  const sdist = (version: string) => formOf(makeSdist({ name, version }), { name, version })
  await send(sdist('1.0'), { auth })
  const [old] = await db().select().from(files).where(eq(files.filename, `${name.replace('-', '_')}-1.0.tar.gz`))
  await deleteFile(name, old?.id ?? '', name, owner, nowhere, now)
  expect((await send(sdist('1.0.0'), { auth })).status).toBe(200)
})
