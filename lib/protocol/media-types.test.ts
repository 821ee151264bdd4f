import { expect, test } from 'vitest'
import { acceptsGzip, negotiate } from '#lib/protocol/media-types.ts'

const HTML = 'text/html'
const V1_HTML = 'application/vnd.pypi.simple.v1+html'
const V1_JSON = 'application/vnd.pypi.simple.v1+json'
const PIP = `${V1_JSON}, ${V1_HTML}; q=0.1, text/html; q=0.01`
const UV = `${V1_JSON}, ${V1_HTML};q=0.2, text/html;q=0.01`

test.each([
  [undefined, HTML],
  ['', HTML],
  ['*/*', HTML],
  ['text/*', HTML],
  ['text/plain', HTML],
  ['application/json', HTML],
  [V1_HTML, V1_HTML],
  [V1_JSON, V1_JSON],
  [V1_JSON.toUpperCase(), V1_JSON],
  ['application/*', V1_HTML],
  [PIP, V1_JSON],
  [UV, V1_JSON],
  [`${V1_JSON}, text/html`, HTML],
  [`${V1_JSON};q=0.9, text/html;q=0.8`, V1_JSON],
  [`${V1_JSON};q=0.8, */*;q=0.9`, HTML],
  [`text/html;q=0, */*`, V1_HTML],
  [`${V1_JSON};q=0`, HTML],
  [`text/html;q=0, ${V1_HTML};q=0, */*;q=0.1`, V1_JSON],
  [`${V1_JSON};q=2`, HTML],
  [`${V1_JSON};q=0.5;x=y, text/html;q=0.4`, V1_JSON],
  [`text/html;level=1, ${V1_JSON};q=0.1`, V1_JSON],
  [';;;,,,=', HTML],
])('Accept: %s gets %s', (accept, expected) => {
  expect(negotiate(accept, [HTML, V1_HTML, V1_JSON])).toBe(expected)
})

test.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['gzip, deflate, br', true],
  ['deflate, br', false],
  ['*', true],
  ['gzip;q=0, *', false],
  ['gzip;q=0.001', true],
  ['identity', false],
])('Accept-Encoding: %s allows gzip: %s', (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected)
})
