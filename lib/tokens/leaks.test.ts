import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listProjectEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { encodeToken, parseToken } from '#lib/protocol/macaroon.ts'
import { givePublisher, giveProject, type Publisher } from '#lib/testing/publishing.ts'
import { lettersSent } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { revokeLeakedToken } from '#lib/tokens/leaks.ts'
import { createToken, type TokenWish } from '#lib/tokens/tokens.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')

async function make(user: Publisher | null = null, scope: TokenWish['scope'] = 'user') {
  const made = await createToken(user ?? (await givePublisher()), { name: 'ci', scope }, nowhere, now)
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

test('each project that it opened has it in its history, with its name and nothing of the other projects', async () => {
  const user = await givePublisher()
  const [one, two, other] = [await giveProject(user), await giveProject(user), await giveProject(user)]
  const leaksOf = async ({ id }: { id: string }) => (await listProjectEvents(id)).filter(({ action }) => action === 'token.leaked')

  const narrow = await make(user, [one.name, two.name])
  expect(await revokeLeakedToken(narrow.token, 'https://leak.example/two', nowhere, now)).toBe(true)
  for (const project of [one, two]) expect(await leaksOf(project)).toMatchObject([{ userId: null, actorId: null, tokenId: narrow.id, detail: { name: 'ci' } }])
  expect(JSON.stringify(await leaksOf(one))).not.toMatch(new RegExp(`${two.id}|${two.name}|leak\\.example`))
  expect(await leaksOf(other)).toEqual([])

  expect(await revokeLeakedToken((await make(user)).token, null, nowhere, now)).toBe(true)
  for (const project of [one, two, other]) expect((await leaksOf(project))[0]).toMatchObject({ detail: { name: 'ci' } })
  expect(await leaksOf(await giveProject(await givePublisher()))).toEqual([])
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
