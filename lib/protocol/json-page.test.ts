import { expect, test } from 'vitest'
import { type JsonFile, type JsonProject, labelledUrls, projectPageJson } from '#lib/protocol/json-page.ts'

const file: JsonFile = {
  filename: 'holy_grail-1.0-py3-none-any.whl',
  url: 'https://index.example/packages/a/holy_grail-1.0-py3-none-any.whl',
  packagetype: 'bdist_wheel',
  pythonVersion: 'py3',
  size: 12,
  md5: 'm5',
  sha256: 's2',
  blake2b256: 'b2',
  metadataSha256: 'md',
  requiresPython: '>=3.9',
  comment: '',
  uploadedAt: new Date('2026-11-24T12:34:56.789Z'),
  yanked: false,
  yankedReason: null,
}
const project: JsonProject = {
  name: 'Holy.Grail',
  origin: 'https://index.example',
  serial: 42,
  release: {
    version: '1.0',
    summary: 'A quest',
    description: '# Quest',
    descriptionContentType: 'text/markdown',
    requiresPython: '>=3.9',
    yanked: false,
    yankedReason: null,
    metadata: { author: 'Arthur', classifiers: ['Topic :: Games'], project_urls: ['Docs, https://docs.example/'], home_page: 'https://h.example' },
    files: [file],
  },
  releases: [{ version: '1.0', files: [file] }],
  roles: [{ role: 'Owner', user: 'arthur' }],
}
const pageOf = (change: Partial<JsonProject> = {}) => JSON.parse(projectPageJson({ ...project, ...change }))

test('the page has the keys of PyPI, and no others', () => {
  expect(Object.keys(pageOf())).toEqual(['info', 'last_serial', 'ownership', 'releases', 'urls', 'vulnerabilities'])
  expect(Object.keys(pageOf().info)).toEqual(
    `author author_email bugtrack_url classifiers description description_content_type docs_url download_url downloads dynamic
     home_page keywords license license_expression license_files maintainer maintainer_email name package_url platform project_url
     project_urls provides_extra release_url requires_dist requires_python summary version yanked yanked_reason`.split(/\s+/),
  )
})

test('info comes from the release and its core metadata', () => {
  expect(pageOf().info).toMatchObject({
    author: 'Arthur',
    author_email: null,
    classifiers: ['Topic :: Games'],
    project_urls: { Homepage: 'https://h.example', Docs: 'https://docs.example/' },
    requires_dist: null,
    downloads: { last_day: -1, last_week: -1, last_month: -1 },
    package_url: 'https://index.example/project/Holy.Grail/',
    release_url: 'https://index.example/project/Holy.Grail/1.0/',
  })
})

test('a file is described as PyPI does, its time with and without a zone', () => {
  expect(pageOf().urls).toEqual([
    {
      comment_text: '',
      'core-metadata': { sha256: 'md' },
      digests: { blake2b_256: 'b2', md5: 'm5', sha256: 's2' },
      downloads: -1,
      filename: 'holy_grail-1.0-py3-none-any.whl',
      has_sig: false,
      md5_digest: 'm5',
      packagetype: 'bdist_wheel',
      python_version: 'py3',
      requires_python: '>=3.9',
      size: 12,
      upload_time: '2026-11-24T12:34:56',
      upload_time_iso_8601: '2026-11-24T12:34:56.789000Z',
      url: 'https://index.example/packages/a/holy_grail-1.0-py3-none-any.whl',
      yanked: false,
      yanked_reason: null,
    },
  ])
})

test('the page of one release lists no others', () => {
  expect(pageOf({ releases: null })).not.toHaveProperty('releases')
  expect(pageOf().releases['1.0']).toHaveLength(1)
})

test('URLs keep their commas, and pairs without a URL are left out', () => {
  expect(labelledUrls(['Docs, https://a.example/?q=1,2', 'No url', 'Empty, '])).toEqual([['Docs', 'https://a.example/?q=1,2']])
})
