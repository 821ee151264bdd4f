// docs/uploads.md against the code: every refusal stands there with its status, its line and what to do.

import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { environment } from '#lib/env.ts'
import { QUESTIONS } from '#lib/help.ts'
import { ARCHIVE_CURES } from '#lib/protocol/archive-problems.ts'
import { checkMetadata, type Problem, readMetadataForm } from '#lib/protocol/core-metadata.ts'
import { checkFilename, checkSdistFilename, checkWheelFilename } from '#lib/protocol/filenames.ts'
import { stageUpload } from '#lib/storage/storage.ts'
import { makeWheel } from '#lib/testing/archives.ts'
import { bodyOf, type Fields, plainWheel, useIndex } from '#lib/testing/upload-client.ts'
import { checkAgreement } from './agreement.ts'
import { readAnnouncement } from './announced.ts'
import { describeFile } from './described.ts'
import { descriptionProblems } from './description.ts'
import { type FormFields, refusal, refusalOf, type Said, type UploadRefusalCode } from './upload.ts'
import { discardContent, type FormRefusal, readUploadForm } from './upload-form.ts'
import { formInWords, inTheClear, inWords, type Refused, type StrangerError, strangerInWords } from './upload-refusals.ts'

useIndex()

const page = readFileSync(new URL('../../docs/uploads.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| (\S+) \| (\S+) \| (\d+) \| `(.+)` \| (.+) \| (.*) \|$/gm)].map((row) => row.slice(1, 7))
const MB = 1024 ** 2
const GB = 1024 * MB

// ── rules of the index ──────────────────────────────────────────────────────

const about: Said = { username: 'arthur', project: 'holy-grail', version: '1.0', filename: 'holy_grail-1.0-py3-none-any.whl' }
const SAID: Record<UploadRefusalCode, Said> = {
  'read-only': {}, 'uploads-refused': {}, 'caveat-failed': { reasons: ['token is expired'] }, 'no-role': about, 'token-barred': about,
  'project-archived': about, 'project-quarantined': about, 'project-in-bin': about, 'account-frozen': about,
  'address-not-confirmed': about, 'second-factor-missing': about, 'too-many-projects': about, 'new-projects-refused': about,
  'name-invalid': { project: '-grail' }, 'name-standard-library': { project: 'argparse' }, 'name-prohibited': { project: 'requirements.txt' },
  'name-too-similar': { project: 'ho1y-grail' }, 'name-conflicts': about, 'no-file': {}, 'not-a-distribution': about,
  'file-too-large': { ...about, limitBytes: 100 * MB }, 'project-too-large': { ...about, limitBytes: 10 * GB }, 'too-much-today': { limitBytes: 20 * GB },
  'disk-full': about, 'digest-mismatch': { digest: 'sha256_digest: sent 0b5e…, arrived 9c1f…' }, 'file-exists': { ...about, blake2b256: '4f7a…' },
  'filename-used': about, 'release-in-bin': about, 'release-too-old': about, 'second-sdist': about,
}
const STRANGERS: Record<StrangerError, true> = {
  'no-credentials': true, 'unknown-token': true, 'wrong-signature': true, 'not-a-token': true, 'passwords-refused': true,
  'wrong-password': true, throttled: true, 'account-frozen': true, 'password-breached': true, 'token-needed': true,
}
const FORMS: Record<FormRefusal, true> = { 'not-multipart': true, malformed: true, 'too-many-fields': true, aborted: true }

const ofTheIndex = (): Refused[] => [
  inTheClear(),
  ...keysOf(STRANGERS).map(strangerInWords), ...keysOf(FORMS).map(formInWords),
  ...keysOf(SAID).map((code) => inWords(refusal(code, SAID[code]))),
]

// ── rules of the formats, each broken once ──────────────────────────────────

const GOOD: Fields = { metadata_version: '2.4', name: 'holy-grail', version: '1.0', filetype: 'bdist_wheel', pyversion: 'py3', sha256_digest: '0'.repeat(64) }
const fieldsOf = (change: Fields): FormFields =>
  new Map(Object.entries({ ...GOOD, ...change }).flatMap(([field, value]): [string, string[]][] => (value === null ? [] : [[field, [value].flat()]])))
const metadata = (change: Fields) => readMetadataForm(fieldsOf(change))

const BAD_FIELDS: Fields[] = [
  { name: null }, { name: '-grail' }, { metadata_version: null }, { metadata_version: '9.9' }, { metadata_version: '2.1', dynamic: 'Summary' }, { version: null },
  { version: 'one' }, { version: '1.0+local' }, { summary: ['a', 'b'] }, { summary: 'x'.repeat(513) }, { summary: 'a\nb' },
  { description_content_type: 'text/html' }, { description_content_type: 'text/plain; charset=latin-1' }, { description_content_type: 'text/markdown; variant=Mine' },
  { author_email: 'arthur@' }, { home_page: 'ftp://example.org' }, { project_urls: ['Home, https://example.org', 'Home, https://example.com'] }, { project_urls: 'Home' }, { project_urls: `${'l'.repeat(33)}, https://example.org` },
  { classifiers: 'No :: Such' }, { classifiers: 'Private :: Mine' }, { classifiers: 'Natural Language :: Ukranian' }, { classifiers: 'Topic :: Communications :: Chat :: AOL Instant Messenger' },
  { license_expression: 'MIT AND' }, { license_expression: 'Mine' }, { license_expression: 'MIT WITH Mine' }, { license: 'MIT', license_expression: 'MIT' }, { license_file: ['../LICENSE', '*.txt', '/LICENSE', 'a\\LICENSE'] },
  { requires_python: '3' }, { requires_dist: 'six >' }, { requires_dist: 'six @ https://example.org/six.whl' }, { provides_extra: '-x' }, { dynamic: 'Name' },
  { metadata_version: '2.5', import_name: 'holy-grail' }, { metadata_version: '2.5', import_name: 'class' }, { metadata_version: '2.5', import_name: 'grail; public' },
]
const BAD_FORMS: Fields[] = [
  { protocol_version: '2' }, { filetype: ['bdist_wheel', 'sdist'] }, { filetype: null }, { filetype: 'bdist_egg' }, { pyversion: null },
  { filetype: 'sdist' }, { sha256_digest: null }, { sha256_digest: 'abc' },
]
const BAD_NAMES: (Problem | null)[] = [
  checkFilename('grail\u0007.whl', 'bdist_wheel'), checkFilename('../holy_grail-1.0-py3-none-any.whl', 'bdist_wheel'), checkFilename(`${'x'.repeat(252)}.whl`, 'bdist_wheel'),
  checkFilename('holy_grail-1.0.egg', 'bdist_wheel'), checkFilename('holy_grail-1.0.zip.gz', 'sdist'),
  ...['holy_grail.tar.gz', 'arthur-1.0.tar.gz', 'holy-grail-1.0.tar.gz', 'holy_grail-2.0.tar.gz', 'holy_grail-x.tar.gz'].map((name) => checkSdistFilename(name, 'holy-grail', '1.0')),
  ...['holy_grail-1.0.egg', 'holy_grail-1.0.whl', 'holy__grail-1.0-py3-none-any.whl', 'holy_grail-x-py3-none-any.whl', 'holy_grail-1.0-x-py3-none-any.whl', 'holy_grail-1.0-py3-none-ä.whl',
    'holy_grail-1.0-py3-none-linux_x86_64.whl', 'holy_grail-1.0-py3-none-win64.whl', 'arthur-1.0-py3-none-any.whl', 'holy_grail-2.0-py3-none-any.whl'].map((name) => checkWheelFilename(name, 'holy-grail', '1.0')),
]

async function ofTheFormats(): Promise<Refused[]> {
  const problems = [
    ...BAD_FORMS.flatMap((change) => readAnnouncement(fieldsOf(change)).problems), ...(await ofTheParts()),
    ...BAD_FIELDS.flatMap((change) => checkMetadata(metadata(change))), ...BAD_NAMES.filter((problem) => problem !== null), ...(await ofTheContents()),
  ]
  return problems.map((problem) => inWords(refusalOf(problem)))
}

/** A file where text belongs, and a second file. */
async function ofTheParts(): Promise<Problem[]> {
  const { fields, file = never() } = plainWheel('holy-grail')
  const [once, end] = [bodyOf({ fields, file }, 'b'), '--b--\r\n']
  return [
    ...(await problemsOf(bodyOf({ fields: [], file: { ...file, name: 'summary' } }, 'b'))),
    ...(await problemsOf(Buffer.concat([once.subarray(0, -end.length), bodyOf({ fields: [], file }, 'b')]))),
  ]
}

async function problemsOf(body: Buffer): Promise<Problem[]> {
  const form = await readUploadForm('multipart/form-data; boundary=b', Readable.from([body]), async () => GB)
  if (!form.ok) throw new Error(form.error)
  await discardContent(form.value)
  return form.value.problems
}

/** What is found when the file is opened. */
async function ofTheContents(): Promise<Problem[]> {
  const other = metadata({ name: 'arthur', version: '2.0', requires_dist: 'six', requires_python: '>=3.9' })
  const notText = makeWheel({ name: 'holy-grail', version: '1.0', metadata: Buffer.from([0xff]) })
  return [
    ...checkAgreement('bdist_wheel', metadata({ requires_dist: 'seven', requires_python: '>=3.8' }), other),
    ...(await descriptionProblems({ description: '.. a comment', descriptionContentType: null })),
    ...(await descriptionProblems({ description: '.. a comment', descriptionContentType: 'text/x-rst' })),
    ...(await described(notText.filename, notText.bytes)).filter(({ rule }) => rule === 'not-utf-8'),
    ...(await Promise.all(['holy-grail.exe', 'holy-grail.whl', 'holy-grail.tar.gz', 'holy_grail-1.0.zip'].map((name) => described(name)))).flat(),
  ]
}

/** From the upload page, where the file speaks for itself. */
async function described(filename: string, bytes: Uint8Array = Buffer.from('x')): Promise<Problem[]> {
  const arrived = await stageUpload(Readable.from([bytes]), GB)
  const form = await describeFile({ filename, mimeType: null, limitBytes: GB, arrived })
  await discardContent(form)
  return form.problems
}

function never(): never {
  throw new Error('no file')
}

// ── the page ────────────────────────────────────────────────────────────────

test('the page names every refusal with status, line, what to do and where the help says more, and no other', async () => {
  const expected = [...ofTheIndex(), ...(await ofTheFormats())].map(inCells)
  const told = rows.map(([field, rule, status, line, cure, help]) => [field, rule, status, `${line} ${plain(cure)}`, help])
  expect(told).toEqual(unique(expected))
})

test('the page says what to do about each fault of an archive', () => {
  const told = [...page.matchAll(/^\| `([a-z0-9-]+)` \| ([^|]+) \|$/gm)].map(([, kind, cure]) => [kind, cure])
  expect(Object.fromEntries(told)).toEqual(ARCHIVE_CURES)
})

test('the answers that are no refusals are those of lib/api/upload.ts', () => {
  const told = [...page.matchAll(/^\| \d{3} \| .+ \| (.+) \|$/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]{12,})`/g)].map(([, text = '']) => text))
  const code = ['api/upload', 'api/refusals'].map((file) => readFileSync(new URL(`../${file}.ts`, import.meta.url), 'utf8')).join('\n')
  expect(told.length).toBeGreaterThan(4)
  expect(told.filter((text) => !code.includes(text.replace('<file>', '${outcome.filename}')))).toEqual([])
})

test('every question about uploads is the answer to a refusal', async () => {
  const linked = new Set([...ofTheIndex(), ...(await ofTheFormats())].map(({ help }) => help?.split('#')[1]))
  expect(QUESTIONS.upload.filter((question) => !linked.has(question) && question !== 'slash')).toEqual([])
})

/** What each source says when it refuses: a sentence of which the page knows nothing was never broken above. */
test.each([
  'protocol/metadata-rules', 'protocol/filenames', ...['agreement', 'announced', 'described', 'description', 'inspect', 'upload-form'].map((file) => `releases/${file}`),
])('no sentence of lib/%s.ts is missing', (file) => {
  const code = readFileSync(new URL(`../${file}.ts`, import.meta.url), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$|^import .*$/gm, '')
  const texts = [...code.matchAll(/`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].map(([, ...text]) => text.join(''))
  const sentences = texts.map(longestPiece).filter((piece) => /\w+ \w+ \w+/.test(piece))
  const said = rows.map(([, , , line, cure]) => `${line} ${plain(cure)}`).join('\n')
  expect(sentences.filter((piece) => !said.includes(piece))).toEqual([])
})

/** Of what stands between the blanks. */
function longestPiece(text: string): string {
  const [longest = ''] = text.replaceAll("\\'", "'").split(/\$\{[^}]*(?:\}|$)/).toSorted((a, b) => b.length - a.length)
  return longest.trim()
}

const inCells = ({ field, rule, status, message, help }: Refused) =>
  [field, rule, String(status), message.replaceAll(environment().origin, 'https://index.example.org').replace(/(x|l){30,}/, '$1…'), help?.split('#')[1] ?? '']
const plain = (cell = '') => cell.replaceAll('\\<', '<')
const keysOf = <T extends string>(record: Record<T, unknown>) => Object.keys(record) as T[]
const unique = (cells: string[][]) => [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()]
