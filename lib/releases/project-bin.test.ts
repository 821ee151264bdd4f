import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { findDownload } from '#lib/catalog/files.ts'
import { findSimplePage } from '#lib/catalog/simple.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents, files, projectRoles, projects, releases } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { findProject } from '#lib/projects/projects.ts'
import { giveFile, givePublisher, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { useIndex } from '#lib/testing/upload-client.ts'
import { emptyBin } from './bin.ts'
import { deleteProject, listDeletedProjects, restoreProject } from './project-bin.ts'

useDatabase()
useIndex()

const now = new Date()
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)

async function giveOwned() {
  const owner = await givePublisher()
  const project = await giveProject(owner)
  const file = await giveFile(await giveRelease(project, '1.0'))
  return { owner, project, file }
}

const isThere = async ({ project, file }: Awaited<ReturnType<typeof giveOwned>>) => [
  (await findProject(project.name)) !== null,
  (await findSimplePage(project.normalizedName)) !== null,
  (await findDownload(file.blake2b256, file.filename)) !== null,
]

test('a deleted project is gone at once, and back as it was when restored', async () => {
  const given = await giveOwned()
  const { owner, project } = given
  expect(await deleteProject(project.name, project.name, owner, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect(await isThere(given)).toEqual([false, false, false])
  expect(await listDeletedProjects(owner.id, now)).toEqual([{ id: project.id, name: project.name, deletedAt: now, restorableUntil: hours(72) }])

  expect(await restoreProject(project.id, owner, nowhere, hours(71))).toEqual({ ok: true, value: undefined })
  expect(await isThere(given)).toEqual([true, true, true])
  expect(await listDeletedProjects(owner.id, hours(71))).toEqual([])
  const events = await db().select().from(auditEvents).where(eq(auditEvents.projectId, project.id)).orderBy(auditEvents.id)
  expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([['project.deleted', owner.username], ['project.restored', owner.username]])
})

test('only an owner who types the name deletes or restores', async () => {
  const { owner, project } = await giveOwned()
  const maintainer = await givePublisher()
  await db().insert(projectRoles).values({ projectId: project.id, userId: maintainer.id, role: 'maintainer' })
  expect(await deleteProject(project.name, '', owner, nowhere, now)).toEqual({ ok: false, error: 'wrong-confirmation' })
  expect(await deleteProject(project.name, project.name, maintainer, nowhere, now)).toEqual({ ok: false, error: 'not-allowed' })
  expect(await restoreProject(project.id, owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-project' })

  await deleteProject(project.name, project.name, owner, nowhere, now)
  expect(await restoreProject(project.id, maintainer, nowhere, now)).toEqual({ ok: false, error: 'not-allowed' })
  expect(await restoreProject(project.id, await givePublisher(), nowhere, now)).toEqual({ ok: false, error: 'no-such-project' })
  expect(await restoreProject(randomUUID(), owner, nowhere, now)).toEqual({ ok: false, error: 'no-such-project' })
  expect(await listDeletedProjects(maintainer.id, now)).toEqual([])
})

test('after 72 hours its files are gone for good, and its name stays taken', async () => {
  const { owner, project } = await giveOwned()
  await deleteProject(project.name, project.name, owner, nowhere, now)
  await emptyBin(hours(71))
  expect(await db().select().from(files).where(eq(files.projectId, project.id))).toHaveLength(1)
  expect(await restoreProject(project.id, owner, nowhere, hours(72))).toEqual({ ok: false, error: 'no-such-project' })

  await emptyBin(hours(72))
  expect(await db().select().from(files).where(eq(files.projectId, project.id))).toEqual([])
  expect(await db().select().from(releases).where(eq(releases.projectId, project.id))).toEqual([])
  expect(await db().select().from(projects).where(eq(projects.id, project.id))).toHaveLength(1)
})
