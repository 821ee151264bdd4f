import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { encodeToken, parseToken } from '#lib/protocol/macaroon.ts'
import { givePublisher } from '#lib/testing/publishing.ts'
import { lettersSent } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { revokeLeakedToken } from '#lib/tokens/leaks.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')

async function make() {
  const made = await createToken(await givePublisher(), { name: 'ci', scope: 'user' }, nowhere, now)
  if (!made.ok) throw new Error(made.error)
  return made.value
}

test('a token that leaked is dead at once, its owner is told, and a second report does nothing', async () => {
  const { id, token } = await make()
  await lettersSent()
  expect(await revokeLeakedToken(token, 'https://leak.example/x', nowhere, now)).toBe(true)
  expect(await checkToken(`Bearer ${token}`, nowhere, now)).toEqual({ ok: false, error: 'unknown-token' })
  expect(await revokeLeakedToken(token, null, nowhere, now)).toBe(false)
  expect(await lettersSent()).toMatchObject([{ kind: 'token-leaked', to: 'all', values: { name: 'ci', url: 'https://leak.example/x' } }])

  const events = await db().select().from(auditEvents).where(eq(auditEvents.tokenId, id))
  expect(events.filter(({ action }) => action === 'token.leaked')).toMatchObject([{ detail: { name: 'ci', url: 'https://leak.example/x' } }])
})

test('knowing the id of a token is not enough to have it removed', async () => {
  const { token } = await make()
  const read = parseToken(token)
  if (!read.ok) throw new Error(read.error)
  const forged = encodeToken({ ...read.value, signature: new Uint8Array(32) })
  expect(await revokeLeakedToken(forged, null, nowhere, now)).toBe(false)
  expect(await revokeLeakedToken('pypi-AgEIcHlwaS5vcmc', null, nowhere, now)).toBe(false)
  expect((await checkToken(`Bearer ${token}`, nowhere, now)).ok).toBe(true)
})
