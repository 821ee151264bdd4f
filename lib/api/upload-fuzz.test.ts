// Whatever comes to `POST /legacy/`: an answer comes back, it is a yes or a no, never trouble, and nothing is left behind.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSdist, makeWheel } from '#lib/testing/archives.ts'
import { givePublisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { bodyOf, formOf, giveToken, send, sendBytes, temporaryFiles, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

const about = { name: 'fuzzed-project', version: '1.0' }
const BOUNDARY = 'fuzz'
const wholes = [makeWheel(about), makeSdist(about)].map((dist) => ({ dist, body: bodyOf(formOf(dist, about), BOUNDARY) }))
const TROUBLE = 500

/** What a client is told, however wrong it was: no 500, and in words. */
function expectAnswer({ status, body }: { status: number; body: string }): void {
  expect(status, body.slice(0, 300)).toBeLessThan(TROUBLE)
  expect(body).not.toContain(' at file:')
}

const damage = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 60 }), put: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom('\r\n', `--${BOUNDARY}`, `\r\n--${BOUNDARY}--\r\n`, '"', '\0').map((text) => Buffer.from(text))) }), { minLength: 1, maxLength: 5 })

test('a form that was damaged anywhere', async () => {
  const auth = await giveToken(await givePublisher())
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...wholes), damage, async ({ body }, edits) => {
      const bytes = edits.reduce((all, { at, cut, put }) => Buffer.concat([all.subarray(0, at % all.length), put, all.subarray((at % all.length) + cut)]), body)
      expectAnswer(await sendBytes(bytes, { auth, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } }))
    }),
    { numRuns: 60 },
  )
  expect(await temporaryFiles()).toEqual([])
})

const FIELDS = [
  'metadata_version', 'name', 'version', 'filetype', 'pyversion', 'summary', 'description', 'description_content_type', 'keywords', 'home_page', 'author_email', 'license', 'license_expression', 'license_file',
  'classifiers', 'requires_python', 'requires_dist', 'provides_extra', 'project_urls', 'dynamic', 'import_name', 'sha256_digest', 'md5_digest', 'blake2_256_digest', 'protocol_version', ':action', 'attestations', 'comment', '__proto__', 'constructor',
]
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('UNKNOWN', '', '\0', '1.0', '2.4', '>=3', 'a; python_version < "3"', '[]', 'x'.repeat(2000), '((((((((', 'a@b', 'http://[', '٣', '\u202e'))

test('fields of any content, once or more often', async () => {
  const auth = await giveToken(await givePublisher())
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...wholes), fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.constant(null)), { maxKeys: 4 }), async ({ dist }, change) => {
      expectAnswer(await send(formOf(dist, about, change), { auth }))
    }),
    { numRuns: 60 },
  )
  expect(await temporaryFiles()).toEqual([])
})

test('credentials of any kind', async () => {
  const good = await giveToken(await givePublisher())
  const token = Buffer.from(good.slice('Basic '.length), 'base64').toString().slice('__token__:'.length)
  const password = fc.oneof(fc.string({ maxLength: 60 }), fc.nat(token.length - 1).map((at) => token.slice(0, at) + token.slice(at + 1)), fc.uint8Array({ maxLength: 80 }).map((bytes) => `pypi-${Buffer.from([2, ...bytes]).toString('base64url')}`))
  const header = fc.oneof(
    fc.tuple(fc.constantFrom('__token__', '', 'mira', '__token__ '), password).map(([user, secret]) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`),
    fc.tuple(fc.constantFrom('Bearer ', 'token ', 'Basic ', 'Digest '), fc.stringMatching(/^[\x21-\x7e]{0,60}$/)).map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(header, async (auth) => {
      const answer = await send(formOf(wholes[0]!.dist, about), { auth })
      expectAnswer(answer)
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }),
    { numRuns: 60 },
  )
})

test('content types of any kind', async () => {
  const auth = await giveToken(await givePublisher())
  const type = fc.oneof(fc.stringMatching(/^[\x20-\x7e]{0,60}$/), fc.stringMatching(/^multipart\/form-data; ?boundary=[\x21-\x7e]{0,90}$/))
  await fc.assert(fc.asyncProperty(type, async (contentType) => expectAnswer(await sendBytes(wholes[0]!.body, { auth, headers: { 'content-type': contentType } }))), { numRuns: 60 })
  expect(await temporaryFiles()).toEqual([])
})
