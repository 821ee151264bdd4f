import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInnerPath, parseRecord } from '#lib/protocol/record.ts'

const digest = 'AVTFPZpEKzuHr7OvQZmhaU3LvwKz06AJw8mT-pNh2yI'

test('a RECORD is read row by row, with LF or CRLF, and RECORD itself has neither hash nor size', () => {
  const lines = [`file.py,sha256=${digest},3144`, '"with ""quotes"", and comma.py",sha256=' + digest + ',0', 'distribution-1.0.dist-info/RECORD,,', '']
  const rows = [
    { path: 'file.py', hash: { algorithm: 'sha256', digest }, size: 3144 },
    { path: 'with "quotes", and comma.py', hash: { algorithm: 'sha256', digest }, size: 0 },
    { path: 'distribution-1.0.dist-info/RECORD', hash: null, size: null },
  ]
  expect(parseRecord(lines.join('\n'))).toEqual({ ok: true, value: rows })
  expect(parseRecord(lines.join('\r\n'))).toEqual({ ok: true, value: rows })
  expect(parseRecord('')).toEqual({ ok: true, value: [] })
})

test.each([
  ['a.py', 'wrong-number-of-columns'],
  ['a.py,', 'wrong-number-of-columns'],
  ['a.py,,,', 'wrong-number-of-columns'],
  ['"a.py,,', 'bad-csv'],
  ['"a"b.py,,', 'bad-csv'],
  ['a"b.py,,', 'bad-csv'],
  ['../a.py,,', 'bad-path'],
  ['/etc/passwd,,', 'bad-path'],
  ['a/../../b,,', 'bad-path'],
  ['a\\b.py,,', 'bad-path'],
  ['C:a.py,,', 'bad-path'],
  [',,', 'bad-path'],
  ['"a\nb",,', 'bad-path'],
  [`a.py,md5=rL0Y20zC-Fzt72VPzMSk2A,1`, 'weak-hash'],
  [`a.py,sha1=${digest},1`, 'weak-hash'],
  [`a.py,constructor=${digest},1`, 'weak-hash'],
  ['a.py,sha256=,1', 'bad-hash'],
  ['a.py,sha256=short,1', 'bad-hash'],
  [`a.py,sha256=${digest}=,1`, 'bad-hash'],
  [`a.py,${digest},1`, 'bad-hash'],
  [`a.py,sha256=${digest},-1`, 'bad-size'],
  [`a.py,sha256=${digest},1e3`, 'bad-size'],
  [`a.py,sha256=${digest},9999999999999999999`, 'bad-size'],
])('the row %j is refused as %s, and said to be the second', (row, error) => {
  expect(parseRecord(`ok.py,sha256=${digest},1\n${row}`)).toEqual({ ok: false, error, row: 2 })
})

test('a path is listed once', () => {
  expect(parseRecord('a,,\nb,,\na,,')).toEqual({ ok: false, error: 'duplicate-path', row: 3 })
})

test('only paths that stay inside are inner paths', () => {
  for (const path of ['a', 'a/b.py', '..a', 'a..', 'é/ü.py', '.hidden']) expect(isInnerPath(path), path).toBe(true)
  for (const path of ['', '/', 'a/', '/a', 'a//b', '.', '..', './a', 'a/..', 'a\u0000b', '\\\\host\\share', 'c:/x']) expect(isInnerPath(path), path).toBe(false)
})

test('what is written as CSV is read back', () => {
  const path = fc.string({ unit: fc.constantFrom(...'ab.", é'), minLength: 1 }).filter(isInnerPath)
  fc.assert(
    fc.property(fc.uniqueArray(path), (paths) => {
      const text = paths.map((each) => `"${each.replaceAll('"', '""')}",,7\n`).join('')
      expect(parseRecord(text)).toEqual({ ok: true, value: paths.map((each) => ({ path: each, hash: null, size: 7 })) })
    }),
  )
})

test('no text is too strange or too long', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'a",\r\n=/.0', `sha256=${digest}`) }), (text) => void parseRecord(text)))
  for (const piece of ['"', '""', ',', '\n', 'a', '"",', '/', '"a']) parseRecord(`"${piece.repeat(200_000)}`)
  for (const piece of ['"', '""', ',', '\n', 'a', '"",', '/', '"a']) parseRecord(piece.repeat(200_000))
})
