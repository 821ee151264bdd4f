import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDescriptionContentType } from '#lib/protocol/description-content-type.ts'

test.each([
  ['text/plain', { type: 'text/plain' }],
  ['Text/X-RST; charset=UTF-8', { type: 'text/x-rst' }],
  ['text/markdown', { type: 'text/markdown', variant: 'GFM' }],
  ['text/markdown; charset=UTF-8; variant=CommonMark', { type: 'text/markdown', variant: 'CommonMark' }],
  ['text/markdown;variant="GFM";charset="utf-8"', { type: 'text/markdown', variant: 'GFM' }],
])('%s is a format', (text, format) => {
  expect(parseDescriptionContentType(text)).toEqual({ ok: true, value: format })
})

test.each([
  ['', 'unknown-type'],
  ['markdown', 'unknown-type'],
  ['text/html', 'unknown-type'],
  ['text/markdown-evil', 'unknown-type'],
  ['text/plain; charset=latin-1', 'unknown-charset'],
  ['text/markdown; variant=Original', 'unknown-variant'],
])('%j is refused as %s', (text, error) => {
  expect(parseDescriptionContentType(text)).toEqual({ ok: false, error })
})

test('no text is too strange', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseDescriptionContentType(`text/markdown;${text}`)))
})
