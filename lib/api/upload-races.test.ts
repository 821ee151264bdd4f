import { and, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db, type Tx } from '#lib/db/client.ts'
import { files, journal, projectRoles, projects, usedFilenames } from '#lib/db/schema.ts'
import { UPLOADS_AT_ONCE_PER_USER } from '#lib/numbers.ts'
import { lockBlob } from '#lib/releases/blob-lock.ts'
import { digestsOf } from '#lib/storage/digests.ts'
import { dropBlob } from '#lib/storage/storage.ts'
import { makeSdist } from '#lib/testing/archives.ts'
import { giveFile, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { heldOpen, until } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { type Answer, formOf, givePublishing, newName, projectOf, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

const MIB = 1024 * 1024

/** No file gets a name while this is held. */
const holdNames = (tx: Tx) => tx.execute(sql`lock table used_filenames in share mode`)

test('twenty uploads of one file at once: one is stored, and all are told that it is there', async () => {
  const { name, wheel, send } = await givePublishing()
  const answers = await heldOpen(holdNames, () => Array.from({ length: 20 }, () => send(wheel())), UPLOADS_AT_ONCE_PER_USER)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  const project = await projectOf(name)
  expect(await db().select().from(files).where(eq(files.projectId, project?.id ?? ''))).toHaveLength(1)
  expect(await db().select().from(journal).where(and(eq(journal.projectId, project?.id ?? ''), eq(journal.action, 'new release')))).toHaveLength(1)
  expect(await temporaryFiles()).toEqual([])
})

test('twenty different files of one name at once: one wins, the others are told that it exists', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveProject(publisher, { name })
  const answers = await heldOpen(holdNames, () => Array.from({ length: 20 }, (_, n) => send(wheel({ description: `variant ${n}` }))), UPLOADS_AT_ONCE_PER_USER)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ reason }) => reason.startsWith('File already exists'))).toHaveLength(19)
})

test('twenty people claim one new name at once: it has one owner, and the others are not allowed', async () => {
  const name = newName()
  const people = await Promise.all(Array.from({ length: 20 }, () => givePublishing(name)))
  const answers = await heldOpen(holdNames, () => people.map(({ wheel, send }, n) => send(wheel({ version: `1.${n}` }))))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(19)
  const project = await projectOf(name)
  expect(await db().select().from(projectRoles).where(eq(projectRoles.projectId, project?.id ?? ''))).toHaveLength(1)
  expect(await db().select().from(files).where(eq(files.projectId, project?.id ?? ''))).toHaveLength(1)
})

test('two source distributions of one release at once: one is stored', async () => {
  const { publisher, name, send } = await givePublishing()
  await giveRelease(await giveProject(publisher, { name }), '1.0')
  const sdist = (version: string) => formOf(makeSdist({ name, version }), { name, version })
  const answers = await Promise.all([send(sdist('1.0')), send(sdist('1.0.0')), send(sdist('1.0.0.0'))])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
})

test('a role that goes while the file arrives: the upload is refused and leaves no row', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  const project = await giveProject(publisher, { name })
  const answer = await meanwhile(async (tx) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.delete(projectRoles).where(eq(projectRoles.projectId, project.id))
  }, () => send(wheel()))
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(/isn't allowed to upload to project/) })
  expect(await db().select().from(files).where(eq(files.projectId, project.id))).toEqual([])
  expect(await db().select().from(usedFilenames).where(eq(usedFilenames.projectId, project.id))).toEqual([])
})

test('a quota that fills up while the file arrives is judged under the lock', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  const project = await giveProject(publisher, { name })
  const release = await giveRelease(project, '0.1')
  const file = await giveFile(release, { size: 1 })
  const answer = await meanwhile(async (tx) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.update(files).set({ size: 10 * 1024 * MIB }).where(eq(files.id, file.id))
  }, () => send(wheel()))
  expect(answer.reason).toMatch(/^Project size too large\./)
})

test('a name given out while the file arrives: nothing stays of the upload, not even the new project', async () => {
  const { name, wheel, send } = await givePublishing()
  const sent = wheel()
  const answer = await meanwhile(async (tx) => {
    await tx.insert(usedFilenames).values({ filename: sent.file?.filename ?? '', blake2b256: 'x' })
  }, () => send(sent))
  expect(answer.reason).toMatch(/^This filename was previously used /)
  expect(await projectOf(name)).toBeUndefined()
})

test('a project archived while the file arrives takes it no more', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  const project = await giveProject(publisher, { name })
  const answer = await meanwhile(async (tx) => {
    await tx.update(projects).set({ status: 'archived' }).where(eq(projects.id, project.id))
  }, () => send(wheel()))
  expect(answer.status).toBe(403)
})

test('bytes that are swept away while their file is published: no row points at nothing, and the client tries again', async () => {
  const { name, wheel, send } = await givePublishing()
  const sent = wheel()
  const { sha256 } = await digestsOf(sent.file?.bytes ?? Buffer.alloc(0))
  const answer = await meanwhile((tx) => lockBlob(tx, sha256), () => send(sent), () => dropBlob(sha256))
  expect(answer.status).toBe(500)
  expect(await projectOf(name)).toBeUndefined()
  expect((await send(sent)).status).toBe(200)
})

/** Runs `change` in a transaction that stays open until `run` has reached the lock it waits for. */
async function meanwhile(change: (tx: Tx) => Promise<void>, run: () => Promise<Answer>, atLast = async () => {}): Promise<Answer> {
  let running: Promise<Answer> | undefined
  await db().transaction(async (tx) => {
    await change(tx)
    running = run()
    await until(async () => (await waitingForLocks()) > 0)
    await atLast()
  })
  if (!running) throw new Error('nothing ran')
  return running
}

async function waitingForLocks(): Promise<number> {
  const rows = await db().execute(sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
  return rows.length
}
