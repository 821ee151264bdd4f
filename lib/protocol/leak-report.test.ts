import { createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSignedReport, parseLeakReport, parsePublicKeys } from '#lib/protocol/leak-report.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const keys = [{ identifier: 'k1', pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }, { identifier: 'broken', pem: 'no key' }]
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const sign = (body: Buffer) => createSign('sha256').update(body).sign(privateKey, 'base64')

test('a report counts when the named key signed these very bytes', () => {
  const body = bytes('[{"token":"x"}]')
  expect(isSignedReport(body, 'k1', sign(body), keys)).toBe(true)
  expect(isSignedReport(bytes('[{"token":"y"}]'), 'k1', sign(body), keys)).toBe(false)
  expect(isSignedReport(body, 'k2', sign(body), keys)).toBe(false)
  expect(isSignedReport(body, 'broken', sign(body), keys)).toBe(false)
  expect(isSignedReport(body, 'k1', 'not base64 at all', keys)).toBe(false)
})

test('records of other kinds are passed over', () => {
  const report = [{ type: 'pypi_api_token', token: 'a', url: 'https://x.example/' }, { type: 'other', token: 'b' }, { type: 'pypi_api_token' }, null, 'c', { type: 'pypi_api_token', token: 'd', url: 1 }]
  expect(parseLeakReport(bytes(report))).toEqual({ ok: true, value: [{ token: 'a', url: 'https://x.example/' }, { token: 'd', url: null }] })
})

test.each(['', '{', '{}', 'null', '"x"'])('a body that is no list is malformed: %s', (body) => {
  expect(parseLeakReport(bytes(body))).toEqual({ ok: false, error: 'malformed' })
})

test("keys are read out of GitHub's answer", () => {
  expect(parsePublicKeys({ public_keys: [{ key_identifier: 'k', key: 'pem', is_current: true }, { key: 'x' }, 1] })).toEqual([{ identifier: 'k', pem: 'pem' }])
  expect(parsePublicKeys(null)).toEqual([])
})
