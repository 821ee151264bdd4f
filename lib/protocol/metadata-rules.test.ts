import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMetadata, readMetadataForm } from '#lib/protocol/core-metadata.ts'

type Form = Record<string, string | string[]>

const good: Form = {
  metadata_version: '2.4',
  name: 'Sample-Project',
  version: '1.0',
  summary: 'A sample',
  author_email: '"Doe, J." <j@example.com>',
  classifiers: ['Programming Language :: Python :: 3'],
  home_page: 'https://example.com',
  project_urls: ['Source, https://example.com/source'],
  requires_dist: ['requests>=2; python_version < "3.13"', 'rich[extra]'],
  requires_python: '>=3.9',
  license_expression: 'MIT',
  license_file: ['LICENSE', 'licenses/OTHER.txt'],
  description_content_type: 'text/markdown; variant=GFM',
  provides_extra: ['docs'],
  dynamic: ['Classifier', 'requires-dist'],
}

function check(form: Form) {
  return checkMetadata(readMetadataForm(new Map(Object.entries(form).map(([field, value]) => [field, [value].flat()]))))
}

/** What is said about a good form with these fields in place of its own. */
const about = (changes: Form) => check({ ...good, ...changes }).map(({ message }) => message)

test('a good form has no problems', () => {
  expect(check(good)).toEqual([])
  expect(check({ metadata_version: '1.0', name: 'a', version: '1' })).toEqual([])
})

// The openings of appendix A, which clients and people know.
test.each<[Form, string]>([
  [{ metadata_version: '' }, 'None is not a valid metadata version. '],
  [{ metadata_version: '2.0' }, "'2.0' is not a valid metadata version. "],
  [{ name: '' }, "'' is an invalid value for Name. Error: "],
  [{ name: '-bad-' }, "'-bad-' is an invalid value for Name. Error: "],
  [{ name: `_${'a'.repeat(40)}${'b'.repeat(40)}` }, `'_${'a'.repeat(29)}...${'b'.repeat(30)}' is an invalid value for Name. Error: `],
  [{ name: ['one', 'two'] }, "'name' has invalid data. "],
  [{ version: '' }, "'version' is a required field. "],
  [{ version: 'toast' }, "'toast' is invalid for 'version'. "],
  [{ version: '1.0+local' }, "The use of local versions in '1.0+local' is not allowed. "],
  [{ summary: 'x'.repeat(513) }, "'summary' field must be 512 characters or less. "],
  [{ summary: 'one\ntwo' }, "'summary' must be a single line. "],
  [{ classifiers: ['Private :: Do Not Upload'] }, "'Private :: Do Not Upload' is not a valid classifier. "],
  [{ classifiers: ['Nonsense :: Here'] }, "'Nonsense :: Here' is not a valid classifier. "],
  [{ classifiers: ['Natural Language :: Ukranian'] }, "The classifier 'Natural Language :: Ukranian' has been deprecated, use 'Natural Language :: Ukrainian' instead."],
  [{ classifiers: ['License :: OSI Approved :: Jabber Open Source License'] }, "The classifier 'License :: OSI Approved :: Jabber Open Source License' has been deprecated"],
  [{ home_page: 'javascript:alert(1)' }, "'javascript:alert(1)' is not a valid url. "],
  [{ download_url: 'ftp://example.com' }, "'ftp://example.com' is not a valid url. "],
  [{ project_urls: ['Docs, example.com'] }, "'example.com' is not a valid url. "],
  [{ project_urls: [`${'l'.repeat(33)}, https://example.com`] }, `'${'l'.repeat(33)}' must be 32 characters or less. `],
  [{ project_urls: ['Docs, https://a.example', 'Docs, https://b.example'] }, "'project-url' has invalid data. "],
  [{ requires_dist: ['a @ https://example.com/a.whl'] }, "Can't have direct dependency: 'a @ https://example.com/a.whl'"],
  [{ provides_dist: ['a @ https://example.com/a.whl'] }, "Can't have direct dependency: "],
  [{ obsoletes_dist: ['a @ file:///a.whl'] }, "Can't have direct dependency: "],
  [{ requires_dist: ['a b'] }, "'a b' is invalid for 'requires-dist'. "],
  [{ author_email: 'Jane Doe' }, "'Jane Doe' is not a valid email address: "],
  [{ maintainer_email: 'x@example.com, y@localhost' }, "'y@localhost' is not a valid email address: "],
  [{ dynamic: ['Name'] }, "Dynamic field 'Name' is not a valid dynamic field. "],
  [{ dynamic: ['colour'] }, "Dynamic field 'colour' is not a valid dynamic field. "],
  [{ license: 'MIT License' }, 'License is deprecated when License-Expression is present. '],
  [{ license_expression: 'MIT Licence' }, "'MIT Licence' is invalid for 'license-expression'. "],
  [{ license_file: ['../LICENSE'] }, "'../LICENSE' is invalid for 'license-file', parent directory indicators are not allowed"],
  [{ license_file: ['/etc/passwd'] }, "'/etc/passwd' is invalid for 'license-file', paths must be relative"],
  [{ license_file: ['LICEN*'] }, "'LICEN*' is invalid for 'license-file', paths must be resolved"],
  [{ license_file: ['a\\b'] }, "'a\\\\b' is invalid for 'license-file', paths must use '/' delimiter"],
  [{ requires_python: '3.9+' }, "'3.9+' is invalid for 'requires-python'. "],
  [{ description_content_type: 'text/html' }, "'description-content-type' must be one of "],
  [{ provides_extra: ['a b'] }, "'a b' is invalid for 'provides-extra'. "],
  [{ metadata_version: '2.5', import_name: ['a.class'] }, "'a.class' is invalid for 'import-name'; "],
])('%j is answered %j', (changes, opening) => {
  const said = about(changes)
  expect(said).toHaveLength(1)
  expect(said[0]?.slice(0, opening.length)).toBe(opening)
})

test('a field that the metadata version does not know yet is named', () => {
  expect(about({ metadata_version: '2.1' }).map((message) => message.split('. ')[0])).toEqual([
    'dynamic introduced in metadata version 2.2, not 2.1',
    'license-expression introduced in metadata version 2.4, not 2.1',
  ])
})

test('License-File is overlooked before metadata 2.4, for setuptools wrote it then without a meaning', () => {
  expect(check({ metadata_version: '2.1', name: 'a', version: '1', license_file: ['../LICENSE'] })).toEqual([])
})

test('everything wrong is said at once, the name first, then metadata version and version, then by the alphabet', () => {
  const problems = check({
    version: '1+x',
    summary: `${'x'.repeat(600)}\n`,
    requires_dist: ['a @ https://a.example', 'b c'],
    classifiers: ['Nope', 'Natural Language :: Ukranian'],
    author_email: 'nobody',
    project_urls: ['no url', `${'l'.repeat(33)}, nowhere`],
  })
  expect(problems.map(({ field, rule }) => `${field}: ${rule}`)).toEqual([
    'name: missing',
    'metadata-version: missing',
    'version: local-version',
    'author-email: bad-email',
    'classifier: unknown-classifier',
    'classifier: deprecated-classifier',
    'project-url: incomplete-url',
    'project-url: label-too-long',
    'project-url: bad-url',
    'requires-dist: direct-dependency',
    'requires-dist: bad-specifier',
    'summary: too-long',
    'summary: several-lines',
  ])
})

test('messages fit on one line, whatever the values say', () => {
  const field = fc.constantFrom(...Object.keys(good), 'provides_dist', 'obsoletes_dist', 'import_name', 'maintainer_email', 'download_url', 'license')
  fc.assert(
    fc.property(fc.dictionary(field, fc.array(fc.string({ unit: 'binary' }))), (form) => {
      for (const { message } of check(form)) expect(message).not.toMatch(/\p{Cc}/u)
    }),
  )
})
