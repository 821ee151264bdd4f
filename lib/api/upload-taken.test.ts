import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { files, releases, settings, usedFilenames } from '#lib/db/schema.ts'
import { escapedName } from '#lib/protocol/filenames.ts'
import { digestsOf } from '#lib/storage/digests.ts'
import { makeSdist, makeWheel } from '#lib/testing/archives.ts'
import { giveFile, givePublisher, giveProject, giveRelease } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { bodyOf, type Fields, formOf, givePublishing, newName, plainWheel, projectOf, renamed, send, sendBytes, type Sent, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

const MIB = 1024 * 1024

test('other contents under a published name are refused', async () => {
  const { wheel, send } = await givePublishing()
  await send(wheel())
  const answer = await send(wheel({ description: 'changed' }))
  expect(answer).toMatchObject({ status: 400, reason: expect.stringMatching(/^File already exists \('lancelot_.*\.whl', with blake2_256 hash '[0-9a-f]{64}'\)\./) })
})

test('the same contents under another name are refused', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel()
  await send(sent)
  const other = renamed(sent, sent.file?.filename.replace('-py3-', '-1-py3-') ?? '')
  expect((await send(other)).reason).toMatch(/^File already exists /)
})

test('whether the same contents lie in a private project of others is not given away', async () => {
  for (const [isPrivate, status] of [[true, 200], [false, 400]] as const) {
    const { wheel, send } = await givePublishing()
    const sent = wheel()
    const { blake2b256 } = await digestsOf(sent.file?.bytes ?? Buffer.alloc(0))
    await giveFile(await giveRelease(await giveProject(await givePublisher(), { isPrivate }), '1'), { blake2b256 })
    expect((await send(sent)).status).toBe(status)
  }
})

test("nobody learns by rehearsals which files a private project of others has, or had", async () => {
  const theirs = await giveProject(await givePublisher(), { name: newName(), isPrivate: true })
  const { filename, bytes } = makeWheel({ name: theirs.name, version: '1.0' })
  const { blake2b256, sha256 } = await digestsOf(bytes)
  const { name, publisher, send } = await givePublishing()
  await giveProject(publisher, { name })
  const ask = async () => JSON.parse((await send(formOf({ filename, bytes, metadata: Buffer.alloc(0) }, { name, version: '1.0' }, { ':action': 'check' }), 'application/json')).body).problems
  const before = await ask()
  expect(before.map((p: { rule: string }) => p.rule)).toEqual(['wrong-project', 'agreement'])

  await giveFile(await giveRelease(theirs, '1.0'), { filename, blake2b256, sha256 })
  await db().insert(usedFilenames).values({ filename, projectId: theirs.id, blake2b256 })
  expect(await ask()).toEqual(before)
  await db().delete(files).where(eq(files.filename, filename))
  expect(await ask()).toEqual(before)
})

test('a published file is not the same file for another project, nor for another version', async () => {
  const { name, auth, wheel, send: sendAs } = await givePublishing()
  const sent = wheel()
  for (const one of [sent, wheel({ version: '2.0' })]) await sendAs(one)
  const retold = (change: Fields): Sent => ({ ...sent, fields: sent.fields.map(([field, value]) => [field, [change[field] ?? value].flat()[0] ?? '']) })
  expect((await send(retold({ version: '1.0.0' }), { auth })).status).toBe(200)
  for (const change of [{ name: newName() }, { version: '2.0' }] as Fields[]) expect(await send(retold(change), { auth })).toMatchObject({ status: 400, reason: expect.stringMatching(/^File already exists /) })
  expect((await projectOf(name))?.name).toBe(name)
})

test('of a file that is published already only what else is wrong is told, and each thing once', async () => {
  const { wheel, send } = await givePublishing()
  await send(wheel())
  const rules = async (change: Fields) => JSON.parse((await send(wheel({}, change), 'application/json')).body).problems.map((p: { rule: string }) => p.rule)
  expect(await rules({ classifiers: 'No :: Such' })).toEqual(['unknown-classifier'])
  expect(await rules({ sha256_digest: 'z'.repeat(64) })).toEqual(['hex'])
  expect(await rules({ sha256_digest: '0'.repeat(64) })).toEqual(['digest-mismatch'])
  expect(await rules({ filetype: 'sdist', pyversion: 'source' })).toEqual(['bad-extension'])
})

test('a name is never given out again, not even for the same contents', async () => {
  const { name, wheel, send } = await givePublishing()
  await send(wheel())
  const project = await projectOf(name)
  await db().delete(files).where(eq(files.projectId, project?.id ?? ''))
  for (const action of ['file_upload', 'check']) {
    expect((await send(wheel({}, { ':action': action }))).reason).toMatch(/^This filename was previously used by a file that has since been deleted\. Use a different version\./)
  }
})

test('a file in the bin is no published file', async () => {
  const { name, wheel, send } = await givePublishing()
  await send(wheel())
  const project = await projectOf(name)
  await db().update(files).set({ deletedAt: new Date() }).where(eq(files.projectId, project?.id ?? ''))
  expect((await send(wheel())).reason).toMatch(/^This filename was previously used /)
})

test('a deleted release takes nothing until it is restored', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveRelease(await giveProject(publisher, { name }), '1.0', { deletedAt: new Date() })
  expect((await send(wheel())).reason).toMatch(/^Release '1\.0' of project '.*' was deleted\./)
})

test('a second source distribution is refused', async () => {
  const { name, publisher, sdist, send } = await givePublishing()
  await send(sdist('1.0'))
  const [release] = await db().select().from(releases).where(eq(releases.publishedBy, publisher.id))
  expect(release?.version).toBe('1.0')
  const other = formOf(makeSdist({ name, version: '1.0.0' }), { name, version: '1.0.0' })
  expect((await send(other)).reason).toBe('Only one sdist may be uploaded per release. Publish a new version, or delete the other first. See http://localhost:3000/help/problems/#exists')
})

test('a release of more than 14 days takes nothing new where that rule is on; what is there already is reported first', async () => {
  const { name, wheel, sdist, send } = await givePublishing()
  await send(wheel())
  const project = await projectOf(name)
  await db().update(releases).set({ createdAt: new Date(Date.now() - 15 * 86_400_000) }).where(eq(releases.projectId, project?.id ?? ''))
  await db().insert(settings).values({ key: 'rule.refuse-old-releases', value: true })
  const [again, other] = [await send(wheel()), await send(sdist())]
  await db().delete(settings).where(eq(settings.key, 'rule.refuse-old-releases'))
  expect(again.status).toBe(200)
  expect(other.reason).toMatch(/^Uploading new files to releases older than 14 days /)
})

test('a project that is full is told its limit', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  const project = await giveProject(publisher, { name })
  await giveFile(await giveRelease(project, '0.1'), { size: 10 * 1024 * MIB })
  expect((await send(wheel())).reason).toBe(`Project size too large. Limit for project '${name}' total size is 10 GB. Delete old releases, or ask an administrator for a higher limit. See http://localhost:3000/help/problems/#large`)
})

test('one person cannot publish without end in a day', async () => {
  const { publisher, wheel, send } = await givePublishing()
  const other = await giveProject(publisher)
  await giveFile(await giveRelease(other, '1'), { size: 20 * 1024 * MIB, uploadedBy: publisher.id })
  expect((await send(wheel())).reason).toMatch(/^Too much was uploaded today\. Limit for one user is 20 GB/)
})

test('a file over 100 MiB is cut off while it arrives, and its project may have a higher limit', async () => {
  const { publisher, auth, name } = await givePublishing()
  const large = { ...plainWheel(name), file: { filename: `${escapedName(name)}-1.0-py3-none-any.whl`, bytes: Buffer.alloc(100 * MIB + 1) } }
  const answer = await send(large, { auth })
  expect(answer).toMatchObject({ status: 400, reason: `File too large. Limit for project '${name}' is 100 MB. Make it smaller, or ask an administrator for a higher limit. See http://localhost:3000/help/problems/#large` })
  expect(await temporaryFiles()).toEqual([])
  const file = { filename: large.file.filename, bytes: Buffer.alloc(102 * MIB) }
  const fileFirst = Buffer.concat([bodyOf({ fields: [], file }, 'b').subarray(0, -'--b--\r\n'.length), bodyOf({ fields: large.fields }, 'b')])
  const sentFirst = await sendBytes(fileFirst, { auth, headers: { 'content-type': 'multipart/form-data; boundary=b' } })
  expect(sentFirst).toMatchObject({ status: 400, reason: expect.stringMatching(/^File too large\. Limit is 100 MB\./) })

  await giveProject(publisher, { name, fileLimitBytes: 200 * MIB })
  expect((await send(large, { auth })).reason).not.toMatch(/^File too large/)
})
