import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, files, projects, releases, uploadReports, users } from '#lib/db/schema.ts'
import { FILES_MAX_PER_FORM, UPLOAD_REPORT_HOURS } from '#lib/numbers.ts'
import { type Distribution, makeSdist, makeWheel } from '#lib/testing/archives.ts'
import { giveProject, givePublisher, type Publisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'
import { uploadFiles } from './browser-upload.ts'
import type { UploadMode } from './publish.ts'
import { findReport, sweepReports } from './upload-reports.ts'

useDatabase()
useIndex()

const now = new Date('2026-11-24T12:00:00Z')
const origin = { ip: '198.51.100.7', userAgent: 'Firefox', requestId: 'r1' }
const newName = () => `gawain-${randomBytes(4).toString('hex')}`

type Part = Pick<Distribution, 'filename' | 'bytes'>
const BOUNDARY = 'page-of-files'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const bodyOf = (parts: Part[]) => Buffer.concat([
  ...parts.flatMap(({ filename, bytes }) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="content"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`), bytes, Buffer.from('\r\n'),
  ]),
  Buffer.from(`--${BOUNDARY}--\r\n`),
])

async function drop(user: Publisher, parts: Part[], mode: UploadMode = 'publish', cutAt?: number) {
  const body = bodyOf(parts).subarray(0, cutAt)
  const id = await uploadFiles(user, TYPE, Readable.from([body]), mode, origin, now)
  const report = await findReport(id, user.id, now)
  if (!report) throw new Error('No report.')
  return report
}

test('wheel and source archive of a new project are published at once, with what they say of themselves', async () => {
  const user = await givePublisher()
  const name = newName()
  const fields = { Summary: 'A knight', 'Requires-Python': '>=3.9', 'Requires-Dist': 'six' }
  const report = await drop(user, [makeWheel({ name, version: '1.0', fields, description: '# Hello' }), makeSdist({ name, version: '1.0', fields })])
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['published', 'published'])
  expect(report).toMatchObject({ mode: 'publish', problem: null, requestId: 'r1' })
  const [project] = await db().select().from(projects).where(eq(projects.normalizedName, name))
  expect(await db().select().from(releases).where(eq(releases.projectId, project?.id ?? ''))).toMatchObject([
    { version: '1.0', summary: 'A knight', description: expect.stringContaining('# Hello'), requiresPython: '>=3.9', metadata: { requires_dist: ['six'] } },
  ])
  const stored = await db().select().from(files).where(eq(files.projectId, project?.id ?? '')).orderBy(files.packagetype)
  expect(stored).toMatchObject([{ packagetype: 'bdist_wheel', pythonVersion: 'py3', tokenId: null, uploadedBy: user.id }, { packagetype: 'sdist', pythonVersion: 'source' }])
  expect(await temporaryFiles()).toEqual([])
})

test('the record says that it was done in the browser, for what was published and for what was refused', async () => {
  const user = await givePublisher()
  const name = newName()
  await drop(user, [makeWheel({ name, version: '1.0' }), makeWheel({ name, version: '1.1+local' })])
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, user.id))
  const said = events.filter(({ action }) => /^(file|release)\./.test(action)).map(({ action, detail, requestId }) => [action, detail.via, requestId])
  expect(said.sort()).toEqual([['file.published', 'browser', 'r1'], ['file.refused', 'browser', 'r1'], ['release.created', 'browser', 'r1']])
})

test('a check finds the same and stores nothing', async () => {
  const user = await givePublisher()
  const name = newName()
  const report = await drop(user, [makeWheel({ name, version: '1.0' }), makeWheel({ name, version: '1.0', fields: { Classifier: 'No :: Such' } })], 'check')
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['checked', 'refused'])
  expect(await db().$count(projects, eq(projects.normalizedName, name))).toBe(0)
  expect(await temporaryFiles()).toEqual([])
})

test('every problem of a file is told, with field, value and rule, in the words of the API; the next file is not touched by it', async () => {
  const user = await givePublisher()
  const name = newName()
  const bad = makeWheel({ name, version: '1.0', fields: { Classifier: 'No :: Such', 'Home-page': 'ftp://x', Summary: 'x'.repeat(513) } })
  const report = await drop(user, [bad, makeWheel({ name, version: '1.0', fields: { Summary: 'good' } })])
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['refused', 'published'])
  expect(report.files[0]?.problems).toEqual(expect.arrayContaining([
    expect.objectContaining({ field: 'classifier', value: 'No :: Such', message: expect.stringMatching(/^'No :: Such' is not a valid classifier\./) }),
    expect.objectContaining({ field: 'summary', message: expect.stringMatching(/^'summary' field must be 512 characters or less\./) }),
    expect.objectContaining({ field: 'home-page', message: expect.stringMatching(/^'ftp:\/\/x' is not a valid url\./) }),
  ]))
})

test.each([
  ['notes.txt', 'bad-extension'], ['notes', 'bad-extension'], ['gawain.whl', 'bad-name'], ['gawain.tar.gz', 'bad-name'], ['../gawain-1.0.tar.gz', 'unreadable'],
])('%s is refused by its name or its content, never published', async (filename, rule) => {
  const user = await givePublisher()
  const [file] = (await drop(user, [{ filename, bytes: Buffer.from('no archive') }])).files
  expect(file).toMatchObject({ filename, outcome: 'refused' })
  if (rule !== 'unreadable') expect(file?.problems).toMatchObject([{ field: 'content', value: filename, rule }])
})

test.each(['gawain-1.0-py3-none-any.whl', 'gawain-1.0.tar.gz'])('%s that is no archive is refused for what it is', async (filename) => {
  const user = await givePublisher()
  const [file] = (await drop(user, [{ filename, bytes: Buffer.from('no archive') }])).files
  expect(file?.outcome).toBe('refused')
  expect(file?.problems?.[0]).toMatchObject({ field: 'content', message: expect.stringMatching(/^Invalid distribution file\./) })
})

test('the same file twice changes nothing; another file under its name is refused', async () => {
  const user = await givePublisher()
  const name = newName()
  const wheel = makeWheel({ name, version: '1.0' })
  const other = makeWheel({ name, version: '1.0', fields: { Summary: 'Other' } })
  const report = await drop(user, [wheel, wheel, other])
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['published', 'unchanged', 'refused'])
  expect(report.files[2]?.problems?.[0]?.message).toMatch(/^File already exists/)
})

test('somebody without a role is refused as by the API, and so is an account whose address nobody confirmed', async () => {
  const name = newName()
  await giveProject(await givePublisher(), { name, normalizedName: name })
  const [stranger] = (await drop(await givePublisher(), [makeWheel({ name, version: '1.0' })])).files
  expect(stranger?.problems).toMatchObject([{ rule: 'no-role', message: expect.stringContaining("isn't allowed to upload to project") }])
  const [unconfirmed] = (await drop(await givePublisher(false), [makeWheel({ name: newName(), version: '1.0' })])).files
  expect(unconfirmed?.problems).toMatchObject([{ rule: 'address-not-confirmed', message: expect.not.stringContaining('token') }])
})

test('nothing is published while the account is being recovered', async () => {
  const user = await givePublisher()
  await db().update(users).set({ frozenUntil: new Date(now.getTime() + 1000) }).where(eq(users.id, user.id))
  const [file] = (await drop(user, [makeWheel({ name: newName(), version: '1.0' })])).files
  expect(file?.problems).toMatchObject([{ rule: 'account-frozen' }])
})

test('a form that is cut short publishes the files that were whole, and no other', async () => {
  const user = await givePublisher()
  const name = newName()
  const parts = [makeWheel({ name, version: '1.0' }), makeWheel({ name, version: '1.1' })]
  const report = await drop(user, parts, 'publish', bodyOf(parts).length - 300)
  expect(report.files.map(({ outcome }) => outcome)).toEqual(['published'])
  expect(report.problem).toBe('malformed')
  expect(await temporaryFiles()).toEqual([])
})

test('a file that is too large is told as such, and the next is still taken', async () => {
  const user = await givePublisher()
  const name = newName()
  const large = { filename: `${name.replace('-', '_')}-0.9.tar.gz`, bytes: Buffer.alloc(101 * 1024 * 1024) }
  const report = await drop(user, [large, makeWheel({ name, version: '1.0' })])
  expect(report.files).toMatchObject([{ outcome: 'refused', problems: [{ rule: 'file-too-large' }] }, { outcome: 'published' }])
  expect(await temporaryFiles()).toEqual([])
})

test('no file, too many files, and a body that is no form', async () => {
  const user = await givePublisher()
  expect(await drop(user, [{ filename: '', bytes: Buffer.alloc(0) }])).toMatchObject({ files: [], problem: 'no-file' })
  const many = Array.from({ length: FILES_MAX_PER_FORM + 1 }, (_, n) => ({ filename: `${n}.txt`, bytes: Buffer.from('x') }))
  const report = await drop(user, many)
  expect(report).toMatchObject({ problem: 'too-many-files' })
  expect(report.files).toHaveLength(FILES_MAX_PER_FORM)
  const id = await uploadFiles(user, 'text/plain', Readable.from(['x']), 'publish', origin, now)
  expect(await findReport(id, user.id, now)).toMatchObject({ files: [], problem: 'not-multipart' })
})

test('a report is for its owner, for a day', async () => {
  const user = await givePublisher()
  const { id } = await drop(user, [{ filename: 'x.txt', bytes: Buffer.from('x') }])
  expect(await findReport(id, (await givePublisher()).id, now)).toBeNull()
  expect(await findReport('nonsense', user.id, now)).toBeNull()
  const later = new Date(now.getTime() + UPLOAD_REPORT_HOURS * 3_600_000)
  expect(await findReport(id, user.id, later)).toBeNull()
  await sweepReports(later)
  expect(await db().$count(uploadReports, eq(uploadReports.id, id))).toBe(0)
})
