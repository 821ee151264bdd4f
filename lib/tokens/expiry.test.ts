import { expect, test } from 'vitest'
import { nowhere } from '#lib/origin.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { givePublisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { warnOfExpiringTokens } from './expiry.ts'
import { createToken, listTokens, removeToken } from './tokens.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const onDay = (days: number) => new Date(now.getTime() + days * 86_400_000)
const warnings = async (username: string) => (await lettersTo(`${username}@camelot.example`, onDay(40))).filter((mail) => /ends soon/.test(mail.subject))

test('an owner is told once, a week before a token ends', async () => {
  const user = await givePublisher()
  await createToken(user, { name: 'laptop', scope: 'user', expiresInDays: 30 }, nowhere, now)
  await warnOfExpiringTokens(onDay(22))
  expect(await warnings(user.username)).toHaveLength(0)
  await warnOfExpiringTokens(onDay(24))
  await warnOfExpiringTokens(onDay(25))
  const told = await warnings(user.username)
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toContain('laptop')
})

test('nobody is told of a token that was removed or is over', async () => {
  const user = await givePublisher()
  await createToken(user, { name: 'gone', scope: 'user', expiresInDays: 30 }, nowhere, now)
  await createToken(user, { name: 'short', scope: 'user', expiresInDays: 1 }, nowhere, now)
  const gone = (await listTokens(user.id)).find((token) => token.name === 'gone')
  await removeToken(user, gone?.id ?? '', nowhere, now)
  await warnOfExpiringTokens(onDay(25))
  expect(await warnings(user.username)).toHaveLength(0)
})
