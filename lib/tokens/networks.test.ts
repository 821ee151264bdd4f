import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listProjectEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents, tokenNetworks } from '#lib/db/schema.ts'
import { drain } from '#lib/jobs/jobs.ts'
import type { Letter } from '#lib/mail/mail.ts'
import { TOKEN_NETWORK_LETTERS_PER_DAY } from '#lib/numbers.ts'
import { nowhere } from '#lib/origin.ts'
import { givePublisher, giveProject } from '#lib/testing/publishing.ts'
import { sideBySide } from '#lib/testing/races.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from './check.ts'
import { noteNetwork, siteOf, type UsedToken } from './networks.ts'
import { createToken } from './tokens.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
const from = (ip: string) => ({ ...nowhere, ip, userAgent: 'twine/6.0' })

async function giveToken() {
  const user = await givePublisher()
  const made = await createToken(user, { name: 'ci', scope: 'user' }, nowhere, now)
  if (!made.ok) throw new Error(made.error)
  await letters()
  const used: UsedToken = { id: made.value.id, userId: user.id, username: user.username }
  const use = (ip: string, at = now) => noteNetwork(used, siteOf(ip) ?? '', from(ip), at)
  return { user, used, use, token: made.value.token }
}

async function letters(): Promise<Letter[]> {
  const found: Letter[] = []
  await drain('mail', async (letter) => void found.push(letter as Letter))
  return found
}
const networksOf = async ({ id }: UsedToken) => (await db().select().from(tokenNetworks).where(eq(tokenNetworks.tokenId, id))).map(({ network }) => network).sort()

test.each([
  ['198.51.100.7', '198.51.100.0/24'], ['::ffff:198.51.100.7', '198.51.100.0/24'], ['2001:db8:1:2::7', '2001:db8:1::/48'], ['nonsense', null], [null, null],
])('%s is in the network %s', (ip, network) => {
  expect(siteOf(ip)).toBe(network)
})

test('the first network of a token is no news; a new one is told once, to its owner and in the record', async () => {
  const { user, used, use } = await giveToken()
  await use('198.51.100.7')
  await use('198.51.100.200')
  expect(await letters()).toEqual([])
  await use('203.0.113.9', hours(1))
  await use('203.0.113.10', hours(2))
  expect(await letters()).toEqual([expect.objectContaining({
    kind: 'token-new-network', userId: user.id, to: 'all', values: { name: 'ci', ip: '203.0.113.9', when: hours(1).toISOString(), browser: 'twine/6.0' },
  })])
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, user.id))
  expect(events.filter(({ action }) => action === 'token.new-network')).toMatchObject([{ tokenId: used.id, detail: { name: 'ci', network: '203.0.113.0/24' } }])
})

test('the projects it is limited to have it in their history, without the network; those that a token of everything opens do not', async () => {
  const user = await givePublisher()
  const [one, other] = [await giveProject(user), await giveProject(user)]
  for (const scope of [[one.name], 'user' as const]) {
    const { id } = must(await createToken(user, { name: `ci ${scope}`, scope }, nowhere, now))
    for (const ip of ['198.51.100.7', '203.0.113.9']) await noteNetwork({ id, userId: user.id, username: user.username }, siteOf(ip) ?? '', from(ip), now)
  }
  const seenIn = async ({ id }: { id: string }) => (await listProjectEvents(id)).filter(({ action }) => action === 'token.new-network')
  expect(await seenIn(one)).toMatchObject([{ userId: null, actorName: user.username, detail: { name: `ci ${one.name}` } }])
  expect(JSON.stringify((await seenIn(one))[0]?.detail)).not.toContain('203.0.113')
  expect(await seenIn(other)).toEqual([])
})

test('a token that roams is told of a few times a day, and recorded each time', async () => {
  const { user, use } = await giveToken()
  for (let n = 0; n <= TOKEN_NETWORK_LETTERS_PER_DAY + 2; n++) await use(`203.0.${n}.1`, hours(n / 10))
  expect(await letters()).toHaveLength(TOKEN_NETWORK_LETTERS_PER_DAY)
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, user.id))
  expect(events.filter(({ action }) => action === 'token.new-network')).toHaveLength(TOKEN_NETWORK_LETTERS_PER_DAY + 2)
  await use('192.0.2.1', hours(30))
  expect(await letters()).toHaveLength(1)
})

test('twenty uses at once from a new network are told once; twenty first uses not at all', async () => {
  const { used, use } = await giveToken()
  await sideBySide(20, () => use('198.51.100.7'))
  expect(await letters()).toEqual([])
  await sideBySide(20, () => use('2001:db8:7::1'))
  expect(await letters()).toHaveLength(1)
  expect(await networksOf(used)).toEqual(['198.51.100.0/24', '2001:db8:7::/48'])
})

test('checking a token notes where it is used, without being asked to wait', async () => {
  const { used, token } = await giveToken()
  for (const ip of ['198.51.100.7', '203.0.113.9', '203.0.113.10']) {
    expect((await checkToken(`Bearer ${token}`, from(ip), now)).ok).toBe(true)
    await expect.poll(() => networksOf(used)).toContain(siteOf(ip))
  }
  expect(await letters()).toHaveLength(1)
  expect((await checkToken(`Bearer ${token.slice(0, -3)}abc`, from('192.0.2.9'), now)).ok).toBe(false)
  expect(await networksOf(used)).toHaveLength(2)
})

test('a network that is known is not written again', async () => {
  const { used, use, token } = await giveToken()
  await use('198.51.100.7')
  const [before] = await db().select().from(tokenNetworks).where(eq(tokenNetworks.tokenId, used.id))
  for (let n = 0; n < 5; n++) await checkToken(`Bearer ${token}`, from('198.51.100.8'), hours(n))
  await use('198.51.100.9', hours(9))
  expect(await db().select().from(tokenNetworks).where(eq(tokenNetworks.tokenId, used.id))).toEqual([before])
})
