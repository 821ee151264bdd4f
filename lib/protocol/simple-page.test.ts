import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { INDEX_HTML, type IndexEntry, type IndexForm, indexJson, projectHtml, projectJson, type SimpleFile, type SimpleProject } from '#lib/protocol/simple-page.ts'

const sdist: SimpleFile = {
  filename: 'holy_grail-1.0.0.tar.gz',
  url: 'https://index.example/packages/a1/b2/c3/holy_grail-1.0.0.tar.gz',
  sha256: 'a1dce4642866a610552fab0817cc7926f12d9ecc11f7016eb07bd5e721cee61e',
  size: 1234,
  uploadedAt: new Date('2026-11-24T12:34:56.789Z'),
  requiresPython: '>=3.14',
  yanked: false,
  metadataSha256: null,
  provenanceUrl: null,
}
const wheel: SimpleFile = {
  ...sdist,
  filename: 'holy_grail-1.0.0-py3-none-any.whl',
  url: 'https://index.example/packages/d4/holy_grail-1.0.0-py3-none-any.whl',
  requiresPython: null,
  yanked: 'a "rabbit" & <teeth>',
  metadataSha256: 'f0',
  provenanceUrl: 'https://index.example/integrity/holy-grail/1.0.0/w/provenance',
}
const project: SimpleProject = { normalizedName: 'holy-grail', status: 'archived', serial: 42, versions: ['1.0.0'], files: [sdist, wheel] }
const withFile = (file: Partial<SimpleFile>): SimpleProject => ({ ...project, files: [{ ...sdist, ...file }] })

test('the HTML of a project is, byte for byte, what PyPI would send', () => {
  expect(projectHtml(project)).toBe(`<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="1.4">
<meta name="pypi:project-status" content="archived">    <title>Links for holy-grail</title>
  </head>
  <body>
    <h1>Links for holy-grail</h1>
<a href="https://index.example/packages/a1/b2/c3/holy_grail-1.0.0.tar.gz#sha256=a1dce4642866a610552fab0817cc7926f12d9ecc11f7016eb07bd5e721cee61e" data-requires-python="&gt;=3.14" >holy_grail-1.0.0.tar.gz</a><br />
<a href="https://index.example/packages/d4/holy_grail-1.0.0-py3-none-any.whl#sha256=a1dce4642866a610552fab0817cc7926f12d9ecc11f7016eb07bd5e721cee61e" data-yanked="a &#34;rabbit&#34; &amp; &lt;teeth&gt;" data-dist-info-metadata="sha256=f0" data-core-metadata="sha256=f0" data-provenance="https://index.example/integrity/holy-grail/1.0.0/w/provenance" >holy_grail-1.0.0-py3-none-any.whl</a><br />
</body>
</html>
<!--SERIAL 42-->`)
})

test('the JSON of a project has sorted keys, no spaces and one line break at the end', () => {
  expect(projectJson(project)).toBe(
    '{"files":[' +
      '{"core-metadata":false,"data-dist-info-metadata":false,"filename":"holy_grail-1.0.0.tar.gz",' +
      '"hashes":{"sha256":"a1dce4642866a610552fab0817cc7926f12d9ecc11f7016eb07bd5e721cee61e"},"provenance":null,' +
      '"requires-python":">=3.14","size":1234,"upload-time":"2026-11-24T12:34:56.789000Z",' +
      '"url":"https://index.example/packages/a1/b2/c3/holy_grail-1.0.0.tar.gz","yanked":false},' +
      '{"core-metadata":{"sha256":"f0"},"data-dist-info-metadata":{"sha256":"f0"},"filename":"holy_grail-1.0.0-py3-none-any.whl",' +
      '"hashes":{"sha256":"a1dce4642866a610552fab0817cc7926f12d9ecc11f7016eb07bd5e721cee61e"},' +
      '"provenance":"https://index.example/integrity/holy-grail/1.0.0/w/provenance","requires-python":null,"size":1234,' +
      '"upload-time":"2026-11-24T12:34:56.789000Z","url":"https://index.example/packages/d4/holy_grail-1.0.0-py3-none-any.whl",' +
      '"yanked":"a \\"rabbit\\" & <teeth>"}],' +
      '"meta":{"_last-serial":42,"api-version":"1.4"},"name":"holy-grail","project-status":{"status":"archived"},"versions":["1.0.0"]}\n',
  )
})

test('a yanked file without a reason says so in both renderings', () => {
  expect(projectHtml(withFile({ yanked: true }))).toContain(' data-yanked="" >')
  expect(projectHtml(withFile({ yanked: '' }))).toContain(' data-yanked="" >')
  expect(projectJson(withFile({ yanked: '' }))).toContain('"yanked":true')
  expect(projectHtml(withFile({ yanked: false }))).not.toContain('data-yanked')
})

test('a project without files is an empty page', () => {
  const empty = { ...project, status: 'quarantined' as const, versions: [], files: [] }
  expect(projectHtml(empty)).toContain('    <h1>Links for holy-grail</h1>\n</body>\n</html>\n<!--SERIAL 42-->')
  expect(projectJson(empty)).toBe(
    '{"files":[],"meta":{"_last-serial":42,"api-version":"1.4"},"name":"holy-grail","project-status":{"status":"quarantined"},"versions":[]}\n',
  )
})

const whole = ({ before, entry, after }: IndexForm, projects: IndexEntry[]) => before + projects.map((one, at) => entry(one, at === 0)).join('') + after

test('the empty index is, byte for byte, what PyPI would send', () => {
  expect(whole(INDEX_HTML, [])).toBe(`<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="1.4">
    <title>Simple index</title>
  </head>
  <body>
</body>
</html>`)
})

test('the index links normalized names under the names their owners chose', () => {
  const projects = [{ name: 'Holy.Grail', normalizedName: 'holy-grail', serial: 7 }, { name: 'Killer "Rabbit"', normalizedName: 'killer-rabbit', serial: 8 }]
  expect(whole(INDEX_HTML, projects)).toContain('  <body>\n    <a href="/simple/holy-grail/">Holy.Grail</a>\n    <a href="/simple/killer-rabbit/">Killer &#34;Rabbit&#34;</a>\n</body>')
  expect(whole(indexJson(9), projects)).toBe('{"meta":{"_last-serial":9,"api-version":"1.4"},"projects":[{"_last-serial":7,"name":"Holy.Grail"},{"_last-serial":8,"name":"Killer \\"Rabbit\\""}]}\n')
  expect(whole(indexJson(0), [])).toBe('{"meta":{"_last-serial":0,"api-version":"1.4"},"projects":[]}\n')
})

test('no text breaks out of the HTML', () => {
  const anything = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(anything, anything, anything, (filename, requiresPython, yanked) => {
      const html = projectHtml(withFile({ filename, requiresPython, yanked }))
      expect(html.match(/<[a-z!/]/g)).toHaveLength(17)
    }),
  )
})
