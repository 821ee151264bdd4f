import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCoreMetadata, readMetadataForm } from '#lib/protocol/core-metadata.ts'

const read = (file: string | Uint8Array) => {
  const parsed = parseCoreMetadata(file)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const MODERN = `Metadata-Version: 2.4
Name: BeagleVote
version: 1.0a2
Summary: A module for collecting votes from beagles.
Author-Email: "C. Schultz" <c@example.com>, q@example.com
Keywords: dog,puppy, voting ,
License-Expression: MIT
License-File: LICENSE
Classifier: Development Status :: 4 - Beta
Classifier: Environment :: Console (Text Based)
Requires-Dist: requests>=2
Requires-Dist: pywin32 >1.0; sys_platform == 'win32'
Project-URL: Bug Tracker, https://example.com/bugs?a=1,2
Requires-Python: >=3.8
Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM

# Grüße

    code: kept
`

test('a modern file is read: repeated fields, names in any case, the description from the body', () => {
  expect(read(new TextEncoder().encode(MODERN))).toMatchObject({
    metadataVersion: '2.4',
    name: 'BeagleVote',
    version: '1.0a2',
    authorEmail: '"C. Schultz" <c@example.com>, q@example.com',
    keywords: ['dog', 'puppy', 'voting'],
    licenseExpression: 'MIT',
    licenseFiles: ['LICENSE'],
    classifiers: ['Development Status :: 4 - Beta', 'Environment :: Console (Text Based)'],
    requiresDist: ['requests>=2', "pywin32 >1.0; sys_platform == 'win32'"],
    projectUrls: [{ label: 'Bug Tracker', url: 'https://example.com/bugs?a=1,2' }],
    requiresPython: '>=3.8',
    description: '# Grüße\n\n    code: kept\n',
    unreadable: [],
    author: null,
    dynamic: [],
  })
})

test('a description in a header is unfolded from either style', () => {
  const bar = 'Name: a\nDescription: First line\n       |Second\n       |\n       |    indented\nVersion: 1'
  const spaces = 'Name: a\nDescription: First line\n        Second\n        \n            indented\nVersion: 1'
  for (const file of [bar, spaces, bar.replaceAll('\n', '\r\n')]) {
    expect(read(file)).toMatchObject({ description: 'First line\nSecond\n\n    indented', version: '1' })
  }
})

test('the body begins at the first line that is no header, even without an empty line', () => {
  expect(read('Name: a\nno header here\nVersion: 1')).toMatchObject({ name: 'a', version: null, description: 'no header here\nVersion: 1' })
  expect(read('Name: a\n\nVersion: 1')).toMatchObject({ version: null, description: 'Version: 1' })
  expect(read('  stray\nName: a')).toMatchObject({ name: 'a' })
  expect(read('Name: a\r\n\r\nText\r\n')).toMatchObject({ description: 'Text\r\n' })
})

test('what old tools wrote for nothing is nothing', () => {
  expect(read('Name: a\nHome-page: UNKNOWN\nAuthor:\nPlatform: UNKNOWN\n\nUNKNOWN\n\n')).toMatchObject({ homePage: null, author: null, platforms: [], description: null, present: ['name'] })
})

test('a single field that comes twice is unreadable, and so are two descriptions and two URLs of one label', () => {
  expect(read('Name: a\nNAME: b\nDescription: one\nProject-URL: x, https://a\nProject-URL: x, https://b\n\ntwo')).toMatchObject({
    name: null,
    description: null,
    unreadable: ['project-url', 'name', 'description'],
  })
})

test('a file that is not UTF-8 is refused', () => {
  expect(parseCoreMetadata(Uint8Array.of(0x4e, 0x61, 0x6d, 0x65, 0x3a, 0xff))).toEqual({ ok: false, error: 'not-utf-8' })
})

test('an upload form is read by its own names', () => {
  const form = new Map([
    ['metadata_version', ['2.4']],
    ['name', ['a']],
    ['classifiers', ['A', 'B']],
    ['project_urls', ['Docs, https://example.com']],
    ['requires_dist', ['b', 'c\u0000']],
    ['requires_python', ['']],
    ['platform', ['UNKNOWN']],
    ['license_file', ['LICENSE']],
    ['summary', ['one', 'two']],
    [':action', ['file_upload']],
  ])
  expect(readMetadataForm(form)).toMatchObject({
    metadataVersion: '2.4',
    classifiers: ['A', 'B'],
    projectUrls: [{ label: 'Docs', url: 'https://example.com' }],
    requiresDist: ['b', 'c\\x00'],
    requiresPython: null,
    platforms: [],
    licenseFiles: ['LICENSE'],
    unreadable: ['summary'],
    present: ['metadata-version', 'name', 'classifier', 'project-url', 'requires-dist', 'license-file', 'summary'],
  })
})

test('no file is too strange or too long', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseCoreMetadata(bytes)))
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...': \t\r\nab|', 'Name: ', 'Description: ', '       |') }), (text) => void parseCoreMetadata(text)))
  for (const piece of [':', ' ', '\n', '\r', 'a', 'a:\n', ' a\n', '\t']) parseCoreMetadata(`Name: ${piece.repeat(100_000)}`)
})

test('a zero byte in a METADATA file is made visible, in a header and in the body', () => {
  const read = parseCoreMetadata('Metadata-Version: 2.1\nName: holy-grail\nVersion: 1.0\nSummary: a\u0000b\n\nbo\u0000dy')
  expect(read).toMatchObject({ ok: true, value: { summary: 'a\\x00b', description: 'bo\\x00dy' } })
})
