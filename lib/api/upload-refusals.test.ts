import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import { INSPECTION_MAX_SECONDS } from '#lib/numbers.ts'
import { escapedName } from '#lib/protocol/filenames.ts'
import { makeSdist, makeWheel } from '#lib/testing/archives.ts'
import { givePublisher, giveProject } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { type Fields, formOf, givePublishing, plainWheel, projectOf, renamed, send, type Sent, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

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
const FILE_CASES: FileCase[] = [
  ['no file', /^Upload payload does not have a file\./, (name) => ({ fields: plainWheel(name).fields })],
  ['a file part in a text field', /^summary: Should not be a tuple\./, (name) => ({ fields: plainWheel(name).fields, file: { name: 'summary', filename: 'a', bytes: Buffer.from('x') } })],
  ['a folder in the name', /^Cannot upload a file with /, (name) => renamed(plainWheel(name), `../${escapedName(name)}-1.0-py3-none-any.whl`)],
  ['an egg', /^Invalid file extension: /, (name) => renamed(plainWheel(name), `${escapedName(name)}-1.0.egg`)],
  ['a picture', /^Invalid distribution file\./, (name) => ({ ...plainWheel(name), file: { ...plainWheel(name).file ?? never(), type: 'image/png' } })],
  ['a wheel that is no archive', /^Invalid distribution file\. /, (name) => formOf({ filename: `${escapedName(name)}-1.0-py3-none-any.whl`, bytes: Buffer.from('PK?'), metadata: Buffer.alloc(0) }, { name, version: '1.0' })],
  ['data behind the archive', /^Invalid distribution file\. ZIP archive not accepted: /, (name) => plainWheel(name, { zip: { after: 'x' } })],
  ["another project's wheel", /^Filename '.*' should contain the normalized project name /, (name) => formOf(makeWheel({ name: 'galahad', version: '1.0' }), { name, version: '1.0' })],
  ['another version', /^Version in filename should be '1\.0' not '2\.0'\./, (name) => formOf(makeWheel({ name, version: '2.0' }), { name, version: '1.0' })],
  ['a wheel renamed to another version', /^Version in filename should be '1\.0' not '2\.0'\./, (name) => renamed(plainWheel(name), `${escapedName(name)}-2.0-py3-none-any.whl`)],
  ['a source distribution renamed to another version', /^Version in filename should be '1\.0' not '2\.0'\./, (name) => renamed(formOf(makeSdist({ name, version: '1.0' }), { name, version: '1.0' }), `${escapedName(name)}-2.0.tar.gz`)],
  ['a name that is none of a wheel', /^Invalid wheel filename \(wrong number of parts\): /, (name) => renamed(plainWheel(name), 'grail.whl')],
  ['an unsupported platform', /^Binary wheel '.*' has an unsupported platform tag 'linux_x86_64'\./, (name) => plainWheel(name, { tag: 'py3-none-linux_x86_64' })],
  ['no RECORD', /^Wheel '.*' does not contain the required RECORD file: /, (name) => plainWheel(name, { record: null })],
  ['a file of another name inside', /^Invalid distribution file\. The form says name /, (name) => plainWheel(name, { metadata: 'Metadata-Version: 2.1\nName: galahad\nVersion: 1.0\n' })],
  ['a version inside that differs', /^Invalid distribution file\. The form says version /, (name) => plainWheel(name, { metadata: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0.1\n` })],
  ['a direct dependency inside only', /^Can't have direct dependency: /, (name) => plainWheel(name, { fields: { 'Requires-Dist': 'six @ https://example.org/six.whl' } })],
  ['dependencies that differ', /^Invalid distribution file\. The form says requires_dist /, (name) => formOf(makeWheel({ name, version: '1.0', fields: { 'Requires-Dist': 'six' } }), { name, version: '1.0' }, { requires_dist: 'seven' })],
  ['Pythons that differ', /^Invalid distribution file\. The form says requires_python /, (name) => formOf(makeWheel({ name, version: '1.0', fields: { 'Requires-Python': '>=3.9' } }), { name, version: '1.0' }, { requires_python: '>=3.8' })],
  ['a source distribution of another spelling', /^Filename '.*' is invalid, should be '.*\.tar\.gz'\./, (name) => renamed(formOf(makeSdist({ name, version: '1.0' }), { name, version: '1.0' }), `${escapedName(name)}-1.0.zip`)],
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

test.each([
  ['.. only a comment', {}, 'in the default format of reStructuredText'], ['.. only a comment', { 'Description-Content-Type': 'text/x-rst' }, "for 'text/x-rst'"],
])('a description of which nothing can be shown is refused: %s %j', async (description, fields, how) => {
  const { name, wheel, send } = await givePublishing()
  expect((await send(wheel({ description, fields }))).reason).toContain(`The description failed to render ${how}`)
  expect(await projectOf(name)).toBeUndefined()
})

test('a file that cannot be looked into in time is refused, and nothing is kept', async () => {
  const { name, wheel, send } = await givePublishing()
  const deadline = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
  const answer = await send(wheel())
  expect(deadline).toHaveBeenCalledWith(INSPECTION_MAX_SECONDS * 1000)
  deadline.mockRestore()
  expect(answer).toMatchObject({ status: 400, reason: expect.stringMatching(/It could not be read within the time allowed/) })
  expect([await projectOf(name), await temporaryFiles()]).toEqual([undefined, []])
})

// ── everything at once, in three kinds of answer ────────────────────────────

test('all problems are told at once; the first gives the status line, the body lists each with field, value and rule', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel({ zip: { after: 'x' } }, { protocol_version: '7', classifiers: 'No :: Such', summary: 'x'.repeat(513), md5_digest: 'f'.repeat(32) })
  const answer = await send(sent, 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7')
  const body = JSON.parse(answer.body)

  expect(answer.reason).toMatch(/^Unknown protocol version\..* See http:\S+#others \(1 of 5 problems; the body of this answer lists all\)$/)
  expect(body).toMatchObject({ message: expect.stringMatching(/^Unknown protocol/), code: expect.stringMatching(/^400 Unknown protocol/), title: 'Bad Request', request_id: 'req-1' })
  expect(body.problems.map((p: { field: string }) => p.field)).toEqual(['protocol_version', 'classifier', 'summary', 'digest', 'content'])
  expect(body.problems[1]).toMatchObject({ value: 'No :: Such', rule: expect.any(String), message: expect.any(String) })
})

test('a name that is wrong is told once, whatever else follows from it', async () => {
  const { name, send } = await givePublishing()
  const rules = async (filename: string) => JSON.parse((await send(renamed(plainWheel(name), filename), 'application/json')).body).problems.map((p: { rule: string }) => p.rule)
  expect(await rules('grail.whl')).toEqual(['wrong-number-of-parts'])
  expect(await rules('grail.WHL')).toEqual(['bad-extension'])
  expect(await rules('../grail.exe')).toEqual(['folder-in-name'])
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

test('the status line and each kind of body lead to the answer in the help, whatever the language', async () => {
  const { wheel, send } = await givePublishing()
  const sent = wheel({ tag: 'py3-none-linux_x86_64' }, { classifiers: 'No :: Such' })
  const [metadata, platform] = ['metadata', 'platform'].map((answer) => `http://localhost:3000/help/problems/#${answer}`)
  const json = await send(sent, 'application/json')
  expect(json.reason).toContain(` See ${metadata} (1 of 2 problems`)
  expect(JSON.parse(json.body)).toMatchObject({ code: expect.stringMatching(/^400 'No :: Such' is not .* See http:\S+#metadata Also: Binary wheel .* has an unsupported platform tag/), help: metadata, problems: [{ help: metadata }, { help: platform }] })
  const [html, text] = [(await send(sent)).body, (await send(sent, 'text/plain')).body]
  for (const address of [metadata, platform]) {
    expect(html).toContain(`<a href="${address}">${address}</a>`)
    expect(text).toContain(` See ${address}`)
  }
})

test('the reason phrase is one line of Latin-1, whatever was sent', async () => {
  const { wheel, send } = await givePublishing()
  const { reason } = await send(wheel({}, { classifiers: 'größe\r\nSet-Cookie: a=b 💥 \u0001' }))
  expect(reason).toMatch(/^'größe.*is not a valid classifier/)
  expect(reason).toMatch(/^[\x20-\x7e\xa0-\xff]+$/)
})
