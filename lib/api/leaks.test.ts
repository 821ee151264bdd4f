import { createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { leakRoutes } from '#lib/api/leaks.ts'
import { nowhere } from '#lib/origin.ts'
import { givePublisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const routes = leakRoutes(async () => [{ identifier: 'k', pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }])
const PATH = '/_/secrets/disclose-token'

async function report(body: string, signed = body, length = body.length): Promise<number> {
  const signature = createSign('sha256').update(signed).sign(privateKey, 'base64')
  const headers = { 'github-public-key-identifier': 'k', 'github-public-key-signature': signature, 'content-length': String(length) }
  return (await routes.request(PATH, { method: 'POST', body, headers })).status
}

async function makeToken(): Promise<string> {
  const made = await createToken(await givePublisher(), { name: 'ci', scope: 'user' }, nowhere, new Date())
  if (!made.ok) throw new Error(made.error)
  return made.value.token
}
const lives = async (token: string) => (await checkToken(`Bearer ${token}`, nowhere, new Date())).ok
const recordOf = (token: string) => JSON.stringify([{ type: 'pypi_api_token', token, url: 'https://leak.example/' }])

test('a signed report kills the token, and the answer does not say whether there was one', async () => {
  const token = await makeToken()
  expect(await report(recordOf('pypi-nothing'))).toBe(204)
  expect(await lives(token)).toBe(true)
  expect(await report(recordOf(token))).toBe(204)
  expect(await lives(token)).toBe(false)
})

test('an unsigned report is no report, and a wrongly signed one changes nothing', async () => {
  const token = await makeToken()
  expect((await routes.request(PATH, { method: 'POST', body: recordOf(token) })).status).toBe(404)
  expect(await report(recordOf(token), '[]')).toBe(400)
  expect(await report('{}')).toBe(400)
  expect(await report(recordOf(token), recordOf(token), 1024 * 1024 + 1)).toBe(413)
  expect((await routes.request(PATH)).headers.get('allow')).toBe('POST')
  expect(await lives(token)).toBe(true)
})
