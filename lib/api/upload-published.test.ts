import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { apiTokens, auditEvents, files, journal, projectRoles, releases, simplePages } from '#lib/db/schema.ts'
import { digestsOf } from '#lib/storage/digests.ts'
import { readWholeBlob } from '#lib/storage/storage.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { type Fields, givePublishing, projectOf, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

test('a first upload makes the project, its owner, the release and the file, and stores the bytes', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  const sent = wheel({ description: '# Hello' }, { comment: 'first', description: '# Hello' })
  expect(await send(sent)).toMatchObject({ status: 200, reason: 'OK', body: '' })

  const project = await projectOf(name)
  const [file] = await db().select().from(files).where(eq(files.projectId, project?.id ?? ''))
  const bytes = sent.file?.bytes ?? Buffer.alloc(0)
  expect(file).toMatchObject({
    filename: sent.file?.filename, packagetype: 'bdist_wheel', pythonVersion: 'py3', size: bytes.length, comment: 'first',
    uploadedBy: publisher.id, ...(await digestsOf(bytes)),
  })
  expect(await readWholeBlob(file?.sha256 ?? '')).toEqual(Buffer.from(bytes))
  expect((await readWholeBlob(file?.metadataSha256 ?? ''))?.toString()).toContain(`Name: ${name}`)
  expect(await db().select().from(projectRoles).where(eq(projectRoles.projectId, project?.id ?? ''))).toMatchObject([{ userId: publisher.id, role: 'owner' }])
  expect(await db().select().from(releases).where(eq(releases.projectId, project?.id ?? ''))).toMatchObject([
    { version: '1.0', canonicalVersion: '1', description: expect.stringContaining('# Hello'), publishedBy: publisher.id },
  ])
  expect(await temporaryFiles()).toEqual([])
})

test('it is in the journal and the record, with the token that was used, and on the simple page', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await send(wheel())
  const project = await projectOf(name)
  const entries = await db().select().from(journal).where(eq(journal.projectId, project?.id ?? '')).orderBy(journal.serial)
  expect(entries.map(({ action }) => action)).toEqual([
    'create', `add Owner ${publisher.username}`, 'new release', expect.stringMatching(/^add py3 file lancelot_.*\.whl$/),
  ])
  expect(project?.serial).toBe(entries.at(-1)?.serial)

  const events = await db().select().from(auditEvents).where(eq(auditEvents.projectId, project?.id ?? ''))
  const [token] = await db().select().from(apiTokens).where(eq(apiTokens.userId, publisher.id))
  expect(events.find(({ action }) => action === 'file.published')).toMatchObject({ userId: publisher.id, tokenId: token?.id, detail: { name, version: '1.0' } })
  expect(events.map(({ action }) => action)).toContain('release.created')
  const [page] = await db().select().from(simplePages).where(eq(simplePages.projectId, project?.id ?? ''))
  expect(Buffer.from(page?.html ?? []).toString()).toContain('1.0-py3-none-any.whl')
})

test('a wheel and a source distribution share a release, however its version is spelled', async () => {
  const { name, wheel, sdist, send } = await givePublishing()
  expect((await send(sdist('1.0.0'))).status).toBe(200)
  expect((await send(wheel())).status).toBe(200)
  const project = await projectOf(name)
  expect(await db().select().from(releases).where(eq(releases.projectId, project?.id ?? ''))).toMatchObject([{ version: '1.0.0' }])
})

test('the release is what its first file says; a later file changes nothing', async () => {
  const { name, send, wheel, sdist } = await givePublishing()
  await send(wheel({ fields: { Summary: 'First' } }, { summary: 'First' }))
  await send(sdist('1.0', { summary: 'Second' }))
  const project = await projectOf(name)
  expect(await db().select().from(releases).where(eq(releases.projectId, project?.id ?? ''))).toMatchObject([{ summary: 'First' }])
})

test('the same file again is no error and changes nothing', async () => {
  const { name, wheel, send } = await givePublishing()
  await send(wheel())
  const before = await projectOf(name)
  expect(await send(wheel())).toMatchObject({ status: 200, body: '' })
  expect(await projectOf(name)).toEqual(before)
})

test.each<Fields>([{ ':action': 'check' }, { 'dry-run': '1' }])('a rehearsal (%j) judges everything and stores nothing', async (asked) => {
  const { name, wheel, send } = await givePublishing()
  const answer = await send(wheel({}, asked), 'text/plain')
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('nothing was stored') })
  expect(await projectOf(name)).toBeUndefined()
  expect(await temporaryFiles()).toEqual([])
  expect((await send(wheel({}, { ...asked, summary: 'x'.repeat(513) }))).reason).toMatch(/^'summary' field must be 512/)
})

test('what the form leaves out is taken from the file', async () => {
  const { name, wheel, send } = await givePublishing()
  await send(wheel({ fields: { 'Requires-Dist': 'six>=1', 'Requires-Python': '>=3.9' } }))
  const project = await projectOf(name)
  expect(await db().select().from(releases).where(eq(releases.projectId, project?.id ?? ''))).toMatchObject([
    { requiresPython: '>=3.9', metadata: { requires_dist: ['six>=1'] } },
  ])
})

test.each([
  ['Hello\n=====\n\n:func:`x` and .. strange:: thing', 'text/x-rst'], ['.. only a comment', 'text/plain'], ['<!-- only a comment -->', 'text/markdown'], ['a'.repeat(1024 * 1024 + 1), 'text/x-rst'],
])('a description that can be shown, or is shown as text, is taken (%#)', async (description, type) => {
  const { wheel, send } = await givePublishing()
  expect((await send(wheel({ description, fields: { 'Description-Content-Type': type } }))).reason).toBe('OK')
})
