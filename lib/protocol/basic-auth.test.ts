import { expect, test } from 'vitest'
import { parseAuthorization, tokenOf } from '#lib/protocol/basic-auth.ts'

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

test('reads the examples of RFC 7617 and RFC 6750', () => {
  expect(parseAuthorization('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')).toEqual({ scheme: 'basic', username: 'Aladdin', password: 'open sesame' })
  expect(parseAuthorization('Basic dGVzdDoxMjPCow==')).toEqual({ scheme: 'basic', username: 'test', password: '123£' })
  expect(parseAuthorization('Bearer mF_9.B5f-4.1JqM')).toEqual({ scheme: 'bearer', token: 'mF_9.B5f-4.1JqM' })
})

test('schemes are read without regard to case, and a password may hold colons', () => {
  expect(parseAuthorization('TOKEN pypi-x')).toEqual({ scheme: 'token', token: 'pypi-x' })
  expect(parseAuthorization(basic('a:b:c').replace('Basic', 'bAsIc'))).toEqual({ scheme: 'basic', username: 'a', password: 'b:c' })
})

test.each([undefined, null, '', 'Basic', 'Basic !!', 'Basic Zm9v', 'Digest x', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(20_000)}`])(
  'nothing can be read from %s',
  (header) => {
    expect(parseAuthorization(header)).toBe(null)
    expect(tokenOf(header, 'token-only')).toEqual({ ok: false, error: 'no-credentials' })
  },
)

test('with Basic the name is __token__, and a pasted line break does no harm', () => {
  expect(tokenOf(basic('__token__:pypi-x\n'), 'token-only')).toEqual({ ok: true, value: 'pypi-x' })
  expect(tokenOf(basic('arthur:excalibur'), 'token-only')).toEqual({ ok: false, error: 'not-a-token' })
  expect(tokenOf(basic('arthur:pypi-x'), 'any-name')).toEqual({ ok: true, value: 'pypi-x' })
  expect(tokenOf('Bearer pypi-x', 'token-only')).toEqual({ ok: true, value: 'pypi-x' })
})
