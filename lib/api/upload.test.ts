import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { db, type Tx } from '#lib/db/client.ts'
import { apiTokens, auditEvents, emailAddresses, files, journal, projectRoles, projects, releases, settings, simplePages, usedFilenames, users } from '#lib/db/schema.ts'
import { UPLOADS_AT_ONCE_PER_USER } from '#lib/numbers.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { lockBlob } from '#lib/releases/blob-lock.ts'
import { digestsOf } from '#lib/storage/digests.ts'
import { dropBlob, readWholeBlob } from '#lib/storage/storage.ts'
import { makeSdist, makeWheel, type WheelSpec } from '#lib/testing/archives.ts'
import { giveFile, givePublisher, giveProject, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { bodyOf, formOf, giveToken, portOfIndex, send, sendBytes, temporaryFiles, useIndex, type Answer, type Fields, type Sent } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

const newName = () => `lancelot-${randomBytes(4).toString('hex')}`
const MIB = 1024 * 1024

async function givePublishing(name = newName(), user?: Publisher) {
  const publisher = user ?? (await givePublisher())
  const auth = await giveToken(publisher)
  const wheel = (spec: Partial<WheelSpec> = {}, change: Fields = {}) =>
    formOf(makeWheel({ name, version: '1.0', ...spec }), { name, version: spec.version ?? '1.0' }, change)
  const sdist = (version = '1.0', change: Fields = {}) => formOf(makeSdist({ name, version }), { name, version }, change)
  return { publisher, auth, name, wheel, sdist, send: (sent: Sent, accept?: string) => send(sent, { auth, ...(accept && { accept }) }) }
}

const projectOf = async (name: string) => (await db().select().from(projects).where(eq(projects.normalizedName, normalizeName(name))))[0]

// ── what is published ───────────────────────────────────────────────────────

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

test('what came in the clear is refused before the token is looked at', async () => {
  const { name, wheel, auth } = await givePublishing()
  const answer = await send(wheel(), { auth, headers: { 'x-wheelkeep-in-the-clear': '1' } })
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(/^SSL is required/) })
  expect((await send(wheel(), { headers: { 'x-wheelkeep-in-the-clear': '1' } })).reason).toMatch(/^SSL is required/)
  expect(await projectOf(name)).toBeUndefined()
})

test.each([
  ['.. only a comment', {}, 'in the default format of reStructuredText'], ['.. only a comment', { 'Description-Content-Type': 'text/x-rst' }, "for 'text/x-rst'"],
])('a description of which nothing can be shown is refused: %s %j', async (description, fields, how) => {
  const { name, wheel, send } = await givePublishing()
  expect((await send(wheel({ description, fields }))).reason).toContain(`The description failed to render ${how}`)
  expect(await projectOf(name)).toBeUndefined()
})

test.each([
  ['Hello\n=====\n\n:func:`x` and .. strange:: thing', 'text/x-rst'], ['.. only a comment', 'text/plain'], ['<!-- only a comment -->', 'text/markdown'], ['a'.repeat(1024 * 1024 + 1), 'text/x-rst'],
])('a description that can be shown, or is shown as text, is taken (%#)', async (description, type) => {
  const { wheel, send } = await givePublishing()
  expect((await send(wheel({ description, fields: { 'Description-Content-Type': type } }))).reason).toBe('OK')
})

// ── what is refused: PyPI's words ───────────────────────────────────────────

const LOOKED_AT = `lionel-${randomBytes(3).toString('hex')}-x0`
beforeAll(async () => void (await giveProject(await givePublisher(), { name: LOOKED_AT })))

type Case = [what: string, opening: RegExp, change: Fields]
const FORM_CASES: Case[] = [
  ['an unknown protocol', /^Unknown protocol version\./, { protocol_version: '2' }],
  ['no name', /^'' is an invalid value for Name\. Error: /, { name: null }],
  ['a bad name', /^'-x' is an invalid value for Name\. Error: /, { name: '-x' }],
  ['no filetype', /^Invalid value for filetype\. Error: /, { filetype: null }],
  ['an unknown filetype', /^Invalid value for filetype\. Error: /, { filetype: 'bdist_egg' }],
  ['no Python version', /^Invalid value for pyversion\. Error: /, { pyversion: null }],
  ['no digest', /^Error: Include at least one message digest\./, { sha256_digest: null }],
  ['an UNKNOWN digest', /^Error: Include at least one message digest\./, { sha256_digest: 'UNKNOWN' }],
  ['a digest that is none', /^Invalid value for sha256_digest\. Error: /, { sha256_digest: 'abc' }],
  ['a field given twice', /^Invalid value for filetype\. Error: /, { filetype: ['bdist_wheel', 'sdist'] }],
  ['a metadata field given twice', /^'summary' has invalid data\./, { summary: ['a', 'b'] }],
  ['an unknown metadata version', /^'9\.9' is not a valid metadata version\./, { metadata_version: '9.9' }],
  ['no version', /^'version' is a required field\./, { version: null }],
  ['a bad version', /^'one' is invalid for 'version'\./, { version: 'one' }],
  ['a local version', /^The use of local versions in '1\.0\+x' is not allowed\./, { version: '1.0+x' }],
  ['a long summary', /^'summary' field must be 512 characters or less\./, { summary: 'x'.repeat(513) }],
  ['a summary of two lines', /^'summary' must be a single line\./, { summary: 'a\nb' }],
  ['an unknown classifier', /^'Private :: Mine' is not a valid classifier\./, { classifiers: 'Private :: Mine' }],
  ['a deprecated classifier', /^The classifier 'Natural Language :: Ukranian' has been deprecated/, { classifiers: 'Natural Language :: Ukranian' }],
  ['a bad URL', /^'javascript:alert\(1\)' is not a valid url\./, { home_page: 'javascript:alert(1)' }],
  ['a long label', /^'l{33}' must be 32 characters or less\./, { project_urls: `${'l'.repeat(33)}, https://example.org` }],
  ['a direct dependency', /^Can't have direct dependency: /, { requires_dist: 'six @ https://example.org/six.whl' }],
  ['a bad address', /^'nobody@' is not a valid email address: /, { author_email: 'nobody@' }],
  ['a bad dynamic field', /^Dynamic field 'Name' is not a valid dynamic field\./, { dynamic: 'Name' }],
  ['another digest', /^The digest supplied does not match /, { sha256_digest: 'a'.repeat(64) }],
  ['another MD5', /^The digest supplied does not match /, { md5_digest: 'a'.repeat(32) }],
  ['another BLAKE2', /^The digest supplied does not match /, { blake2_256_digest: 'a'.repeat(64) }],
]

test.each(FORM_CASES)('%s is refused in the words PyPI uses', async (_what, opening, change) => {
  const { name, wheel, send } = await givePublishing()
  const answer = await send(wheel({}, change))
  expect(answer.status).toBe(400)
  expect(answer.reason).toMatch(opening)
  expect(await projectOf(name)).toBeUndefined()
  expect(await temporaryFiles()).toEqual([])
})

type FileCase = [what: string, opening: RegExp, sent: (name: string) => Sent]
const escaped = (name: string) => name.replaceAll('-', '_')
const renamed = (sent: Sent, filename: string): Sent => ({ ...sent, file: { bytes: Buffer.alloc(0), ...sent.file, filename } })
const plainWheel = (name: string, spec: Partial<WheelSpec> = {}) => formOf(makeWheel({ name, version: '1.0', ...spec }), { name, version: '1.0' })
const FILE_CASES: FileCase[] = [
  ['no file', /^Upload payload does not have a file\./, (name) => ({ fields: plainWheel(name).fields })],
  ['a file part in a text field', /^summary: Should not be a tuple\./, (name) => ({ fields: plainWheel(name).fields, file: { name: 'summary', filename: 'a', bytes: Buffer.from('x') } })],
  ['a folder in the name', /^Cannot upload a file with /, (name) => renamed(plainWheel(name), `../${escaped(name)}-1.0-py3-none-any.whl`)],
  ['an egg', /^Invalid file extension: /, (name) => renamed(plainWheel(name), `${escaped(name)}-1.0.egg`)],
  ['a picture', /^Invalid distribution file\./, (name) => ({ ...plainWheel(name), file: { ...plainWheel(name).file ?? never(), type: 'image/png' } })],
  ['a wheel that is no archive', /^Invalid distribution file\. /, (name) => formOf({ filename: `${escaped(name)}-1.0-py3-none-any.whl`, bytes: Buffer.from('PK?'), metadata: Buffer.alloc(0) }, { name, version: '1.0' })],
  ['data behind the archive', /^Invalid distribution file\. ZIP archive not accepted: /, (name) => plainWheel(name, { zip: { after: 'x' } })],
  ["another project's wheel", /^Filename '.*' should contain the normalized project name /, (name) => formOf(makeWheel({ name: 'galahad', version: '1.0' }), { name, version: '1.0' })],
  ['another version', /^Version in filename should be '1\.0' not '2\.0'\./, (name) => formOf(makeWheel({ name, version: '2.0' }), { name, version: '1.0' })],
  ['an unsupported platform', /^Binary wheel '.*' has an unsupported platform tag 'linux_x86_64'\./, (name) => plainWheel(name, { tag: 'py3-none-linux_x86_64' })],
  ['no RECORD', /^Wheel '.*' does not contain the required RECORD file: /, (name) => plainWheel(name, { record: null })],
  ['a file of another name inside', /^Invalid distribution file\. The form says name /, (name) => plainWheel(name, { metadata: 'Metadata-Version: 2.1\nName: galahad\nVersion: 1.0\n' })],
  ['a version inside that differs', /^Invalid distribution file\. The form says version /, (name) => plainWheel(name, { metadata: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0.1\n` })],
  ['a direct dependency inside only', /^Can't have direct dependency: /, (name) => plainWheel(name, { fields: { 'Requires-Dist': 'six @ https://example.org/six.whl' } })],
  ['dependencies that differ', /^Invalid distribution file\. The form says requires_dist /, (name) => formOf(makeWheel({ name, version: '1.0', fields: { 'Requires-Dist': 'six' } }), { name, version: '1.0' }, { requires_dist: 'seven' })],
  ['a source distribution of another spelling', /^Filename '.*' is invalid, should be '.*\.tar\.gz'\./, (name) => renamed(formOf(makeSdist({ name, version: '1.0' }), { name, version: '1.0' }), `${escaped(name)}-1.0.zip`)],
  ['a name that looks like another', /^The name '.*' is too similar to an existing project\./, () => plainWheel(LOOKED_AT.replace('x0', 'xo'))],
  ['a name nobody may own', /^The name 'requirements\.txt' isn't allowed\./, () => plainWheel('requirements.txt')],
]

test.each(FILE_CASES)('%s is refused in the words PyPI uses', async (_what, opening, sent) => {
  const { name, auth } = await givePublishing()
  const answer = await send(sent(name), { auth })
  expect(answer.status).toBe(400)
  expect(answer.reason).toMatch(opening)
  expect(await projectOf(name)).toBeUndefined()
  expect(await temporaryFiles()).toEqual([])
})

function never(): never {
  throw new Error('no file')
}

// ── everything at once, in three kinds of answer ────────────────────────────

test('all problems are told at once; the first gives the status line, the body lists each with field, value and rule', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel({ zip: { after: 'x' } }, { protocol_version: '7', classifiers: 'No :: Such', summary: 'x'.repeat(513), md5_digest: 'f'.repeat(32) })
  const answer = await send(sent, 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7')
  const body = JSON.parse(answer.body)

  expect(answer.reason).toMatch(/^Unknown protocol version\..* \(1 of 5 problems; the body of this answer lists all\)$/)
  expect(body).toMatchObject({ message: expect.stringMatching(/^Unknown protocol/), code: expect.stringMatching(/^400 Unknown protocol/), title: 'Bad Request', request_id: 'req-1' })
  expect(body.problems.map((p: { field: string }) => p.field)).toEqual(['protocol_version', 'classifier', 'summary', 'digest', 'content'])
  expect(body.problems[1]).toMatchObject({ value: 'No :: Such', rule: expect.any(String), message: expect.any(String) })
})

test('people and twine get HTML in which nothing of theirs is markup; who asks for plain text gets that', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel({}, { classifiers: '<script>alert(1)</script>' })
  const html = await send(sent, '*/*')
  expect(html.headers['content-type']).toBe('text/html; charset=UTF-8')
  expect(html.body).toContain('&lt;script&gt;')
  expect(html.body).not.toContain('<script')
  const plain = await send(sent, 'text/plain')
  expect(plain.headers['content-type']).toBe('text/plain; charset=UTF-8')
  expect(plain.body).toContain('Request id: req-1')
})

test('the reason phrase is one line of Latin-1, whatever was sent', async () => {
  const { wheel, send } = await givePublishing()
  const { reason } = await send(wheel({}, { classifiers: 'größe\r\nSet-Cookie: a=b 💥 \u0001' }))
  expect(reason).toMatch(/^'größe.*is not a valid classifier/)
  expect(reason).toMatch(/^[\x20-\x7e\xa0-\xff]+$/)
})

// ── who is asking ───────────────────────────────────────────────────────────

test.each([
  ['nobody', undefined, /^Invalid or non-existent authentication information\./],
  ['an unknown token', 'Bearer pypi-AgEIcHlwaS5vcmcCJDBiNmYwZjVlLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMQACB1szLCJ1Il0AAAYgLwa5h375OZEiiRLi4gVli_pgw0AMVNosERYYBzANvo4', /^Invalid or non-existent authentication information\./],
  ['a name and a password', `Basic ${Buffer.from('arthur:excalibur').toString('base64')}`, /^Username\/Password authentication is no longer supported\. .*\/manage\/account\/token\//],
])('%s is told 403, never 401, and nothing is taken in', async (_who, auth, opening) => {
  const { name, wheel } = await givePublishing()
  const answer = await send(wheel(), { auth })
  expect(answer.status).toBe(403)
  expect(answer.reason).toMatch(opening)
  expect(answer.headers['www-authenticate']).toBeUndefined()
  expect(await projectOf(name)).toBeUndefined()
})

test("another's project is refused, and so is a token made for another project", async () => {
  const theirs = await giveProject(await givePublisher())
  const { publisher, wheel, send: sendAs } = await givePublishing(theirs.name)
  const stranger = await sendAs(wheel())
  expect(stranger).toMatchObject({ status: 403 })
  expect(stranger.reason).toBe(`The user '${publisher.username}' isn't allowed to upload to project '${theirs.name}'. Ask an owner of the project to invite this user, or choose another name.`)

  const mine = await giveProject(publisher)
  const auth = await giveToken(publisher, { scope: [mine.name] })
  const scoped = await send(formOf(makeWheel({ name: newName(), version: '1' }), { name: newName(), version: '1' }), { auth })
  expect(scoped).toMatchObject({ status: 403, reason: expect.stringMatching(/^Invalid API Token: project-scoped token /) })
})

test('the form is judged before the permission, the permission before the file', async () => {
  const theirs = await giveProject(await givePublisher())
  const { wheel, send } = await givePublishing(theirs.name)
  const answer = await send(wheel({ zip: { after: 'x' } }, { classifiers: 'No :: Such' }), 'application/json')
  expect(JSON.parse(answer.body).problems.map((p: { rule: string }) => p.rule)).toEqual([expect.any(String), 'no-role'])
  expect(answer.reason).toMatch(/^'No :: Such' is not a valid classifier\./)
})

test('without a confirmed address nobody publishes', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().update(emailAddresses).set({ verifiedAt: null }).where(eq(emailAddresses.userId, publisher.id))
  expect(await send(wheel())).toMatchObject({
    status: 403, reason: expect.stringMatching(/^User '.*', associated with the API token used, does not have a verified primary email address\./),
  })
})

test('what was refused stands in the history of the account, by the name of the rule', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await send(wheel({}, { sha256_digest: 'a'.repeat(64) }))
  expect(await db().select().from(auditEvents).where(and(eq(auditEvents.userId, publisher.id), eq(auditEvents.action, 'file.refused')))).toMatchObject([
    { outcome: 'failure', projectId: null, tokenId: expect.any(String), detail: { name, reason: 'digest-mismatch' } },
  ])
})

test('a token of a disabled account is unknown', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, publisher.id))
  expect((await send(wheel())).status).toBe(403)
})

test.each([['archived', /It is|The project is archived/], ['quarantined', /quarantine/]])('a project that is %s takes nothing', async (status, why) => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveProject(publisher, { name, status })
  const answer = await send(wheel())
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(/^The user '.*' isn't allowed to upload to project /) })
  expect(answer.reason).toMatch(why)
})

test('a deleted project keeps its name, and takes nothing', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveProject(publisher, { name, deletedAt: new Date() })
  expect(await send(wheel())).toMatchObject({ status: 403, reason: expect.stringMatching(/deleted/) })
})

test.each([
  ['read-only', /^Read-only mode: Uploads are temporarily disabled\./],
  ['refuse-uploads', /^New uploads are temporarily disabled\./],
  ['refuse-new-projects', /^New project registration temporarily disabled\./],
])('the rule %s is told in the words PyPI uses', async (rule, opening) => {
  const { wheel, send } = await givePublishing()
  await db().insert(settings).values({ key: `rule.${rule}`, value: true })
  const answer = await send(wheel())
  await db().delete(settings).where(eq(settings.key, `rule.${rule}`))
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(opening) })
})

test('names of the standard library are refused where that rule is on', async () => {
  const { auth } = await givePublishing()
  await db().insert(settings).values({ key: 'rule.refuse-standard-library-names', value: true })
  const answer = await send(plainWheel('argparse'), { auth })
  await db().delete(settings).where(eq(settings.key, 'rule.refuse-standard-library-names'))
  expect(answer.reason).toMatch(/^The name 'argparse' isn't allowed \(conflict with /)
})

test('the twenty-first new project within an hour is too many', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().execute(sql`insert into rate_limits (key, count, ends_at) values (${`projectCreatedPerAccount:${publisher.id}:3600`}, 20, now() + interval '1 hour')`)
  expect(await send(wheel())).toMatchObject({ status: 429, reason: expect.stringMatching(/^Too many new projects created/) })
})

// ── the place beside the others ─────────────────────────────────────────────

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

test('a name is never given out again, not even for the same contents', async () => {
  const { name, wheel, send } = await givePublishing()
  await send(wheel())
  const project = await projectOf(name)
  await db().delete(files).where(eq(files.projectId, project?.id ?? ''))
  expect((await send(wheel())).reason).toMatch(/^This filename was previously used by a file that has since been deleted\. Use a different version\./)
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
  expect((await send(other)).reason).toBe('Only one sdist may be uploaded per release. Publish a new version, or delete the other first.')
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
  expect((await send(wheel())).reason).toBe(`Project size too large. Limit for project '${name}' total size is 10 GB. Delete old releases, or ask an administrator for a higher limit.`)
})

test('one person cannot publish without end in a day', async () => {
  const { publisher, wheel, send } = await givePublishing()
  const other = await giveProject(publisher)
  await giveFile(await giveRelease(other, '1'), { size: 20 * 1024 * MIB, uploadedBy: publisher.id })
  expect((await send(wheel())).reason).toMatch(/^Too much was uploaded today\. Limit for one user is 20 GB/)
})

test('a file over 100 MiB is cut off while it arrives, and its project may have a higher limit', async () => {
  const { publisher, auth, name } = await givePublishing()
  const large = { ...plainWheel(name), file: { filename: `${escaped(name)}-1.0-py3-none-any.whl`, bytes: Buffer.alloc(100 * MIB + 1) } }
  const answer = await send(large, { auth })
  expect(answer).toMatchObject({ status: 400, reason: `File too large. Limit for project '${name}' is 100 MB. Make it smaller, or ask an administrator for a higher limit.` })
  expect(await temporaryFiles()).toEqual([])

  await giveProject(publisher, { name, fileLimitBytes: 200 * MIB })
  expect((await send(large, { auth })).reason).not.toMatch(/^File too large/)
})

// ── the address ─────────────────────────────────────────────────────────────

test('POST /legacy is sent on to /legacy/ by 308, so that the method stays', async () => {
  const { auth, wheel } = await givePublishing()
  const answer = await send(wheel(), { auth, path: '/legacy' })
  expect(answer).toMatchObject({ status: 308, reason: expect.stringMatching(/^An upload was attempted to \/legacy/) })
  expect(answer.headers.location).toBe('http://localhost:3000/legacy/')
})

test.each([
  ['submit', /^Project pre-registration is no longer /], ['submit_pkg_info', /^Project pre-registration is no longer /],
  ['doc_upload', /^Uploading documentation is no longer /],
])('the action %s is gone, whoever asks and wherever it is said', async (action, opening) => {
  const { auth } = await givePublishing()
  const inBody: Sent = { fields: [[':action', action]] }
  for (const answer of [await send(inBody, { auth }), await send(inBody), await send({ fields: [] }, { path: `/legacy/?:action=${action}` })]) {
    expect(answer).toMatchObject({ status: 410, reason: expect.stringMatching(opening) })
  }
})

test('any other action gets a page that says what the address is for', async () => {
  const { auth } = await givePublishing()
  const answer = await send({ fields: [[':action', 'browse']] }, { auth })
  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('made for programs') })
})

test('the action may stand in the query', async () => {
  const { auth, name, wheel } = await givePublishing()
  expect((await send(wheel({}, { ':action': null }), { auth, path: '/legacy/?:action=file_upload' })).status).toBe(200)
  expect(await projectOf(name)).toBeDefined()
})

test.each(['application/json', 'multipart/form-data', 'text/plain', undefined])('a body of type %j is refused with 400', async (type) => {
  const { auth } = await givePublishing()
  const answer = await sendBytes(Buffer.from('{}'), { auth, headers: type === undefined ? {} : { 'content-type': type } })
  expect(answer).toMatchObject({ status: 400, reason: expect.stringMatching(/^The body is not a form/) })
})

test('a client that hangs up in the middle leaves nothing, and the next one is served', async () => {
  const { auth, name, wheel, send } = await givePublishing()
  const bytes = bodyOf(wheel({ files: { 'a.bin': randomBytes(3 * MIB) } }), 'cut')
  const asked = request({ port: portOfIndex(), method: 'POST', path: '/legacy/', headers: { authorization: auth, 'content-type': 'multipart/form-data; boundary=cut', 'content-length': bytes.length } })
  asked.on('error', () => {})
  asked.write(bytes.subarray(0, 2 * MIB))
  await until(async () => (await temporaryFiles()).length === 1)
  asked.destroy()
  await until(async () => (await temporaryFiles()).length === 0)
  expect(await projectOf(name)).toBeUndefined()
  expect((await send(wheel())).status).toBe(200)
})

test('a body that is longer than it was said to be is cut there, and nothing is stored', async () => {
  const { auth, name, wheel } = await givePublishing()
  const bytes = bodyOf(wheel(), 'lie')
  const socket = connect(portOfIndex())
  socket.write(`POST /legacy/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${auth}\r\nContent-Type: multipart/form-data; boundary=lie\r\nContent-Length: ${bytes.length - 5}\r\n\r\n`)
  socket.write(bytes)
  const [head] = (await once(socket, 'data')) as [Buffer]
  expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 400 /)
  socket.destroy()
  await until(async () => (await temporaryFiles()).length === 0)
  expect(await projectOf(name)).toBeUndefined()
})

test('fields by the names of something every object has do no harm', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel()
  for (const name of ['__proto__', 'constructor', 'toString', '__proto__[polluted]']) sent.fields.push([name, 'polluted'])
  expect((await send(sent)).status).toBe(200)
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
})

// ── races ───────────────────────────────────────────────────────────────────

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

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
