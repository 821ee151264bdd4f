import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { db } from '#lib/db/client.ts'
import { browsers, emailAddresses, mailedLinks, pendingLogins, rateLimits, sessions, totpApps, users, webauthnChallenges } from '#lib/db/schema.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { type Letter, sendLetter, sendWarning } from '#lib/mail/mail.ts'
import { nowhere } from '#lib/origin.ts'
import { openPlaces } from '#lib/places/places.ts'
import { openStorage } from '#lib/storage/storage.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { mmdbOf } from '#lib/testing/mmdb.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { sweep } from './sweep.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000)

const send = (letter: Letter) => db().transaction((tx) => sendLetter(tx, letter))
async function giveAddress(user: TestUser, address: string, verifiedAt: Date | null) {
  const [row] = await db().insert(emailAddresses).values({ userId: user.id, address, addressKey: address, verifiedAt }).returning()
  return row?.id ?? ''
}

test('a warning reaches every confirmed address once, and no other', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  await giveAddress(user, 'second@example.org', start)
  await giveAddress(user, 'claimed@example.org', null)
  await db().transaction((tx) => sendWarning(tx, 'password-changed', user.id, { ...nowhere, ip: '203.0.113.9' }, start))
  for (const address of [`${user.username}@example.org`, 'second@example.org']) {
    const letters = await lettersTo(address, start)
    expect(letters.map((l) => l.subject)).toEqual(['Your password was changed'])
    expect(letters[0]?.text).toContain('203.0.113.9')
  }
  for (const address of ['claimed@example.org', `${other.username}@example.org`]) expect(await lettersTo(address, start)).toEqual([])
})

test('a warning names the place of the address when it is sent, from the file of the operator', async () => {
  const user = await makeUser()
  const file = join(mkdtempSync(join(tmpdir(), 'wheelkeep-places-')), 'places.mmdb')
  writeFileSync(file, mmdbOf({ '81.2.69.0/24': { city: { names: { en: 'Munich' } }, country: { iso_code: 'DE' } } }))
  const warn = () => db().transaction((tx) => sendWarning(tx, 'totp-added', user.id, { ...nowhere, ip: '81.2.69.142' }, start))
  await warn()
  const close = await openPlaces(file)
  const [told] = await lettersTo(`${user.username}@example.org`, start)
  close()
  await warn()
  const [, untold] = await lettersTo(`${user.username}@example.org`, later(1))
  expect(told?.text).toMatch(/^When: .+\nFrom: 81\.2\.69\.142\nPlace: Munich, Germany \(guessed from the address, may be far off\)$/m)
  expect(told?.text).toContain('Was this not you?')
  expect(untold?.text).toMatch(/^From: 81\.2\.69\.142$/m)
  expect(untold?.text).not.toContain('Munich')
})

test('the link of a letter is made when it is sent, and only its hash is kept', async () => {
  const user = await makeUser({ confirmed: false })
  const [address] = await db().select().from(emailAddresses).where(eq(emailAddresses.userId, user.id))
  const link = { purpose: 'verify-email' as const, path: '/account/verify-email/', subject: address?.id, minutes: 360 }
  await send({ kind: 'verify-email', userId: user.id, to: { addressId: address?.id ?? '' }, link })
  expect(await db().$count(mailedLinks, eq(mailedLinks.userId, user.id))).toBe(0)
  const [letter] = await lettersTo(`${user.username}@example.org`, start)
  const [row] = await db().select().from(mailedLinks).where(eq(mailedLinks.userId, user.id))
  expect(row).toMatchObject({ tokenHash: hashSecret(letter?.token ?? ''), purpose: 'verify-email', subject: address?.id, expiresAt: later(6) })
})

test('a letter in the language of its reader', async () => {
  const user = await makeUser({ locale: 'ar' })
  await send({ kind: 'password-changed', userId: user.id, to: 'primary' })
  const [letter] = await lettersTo(`${user.username}@example.org`, start)
  expect(letter?.subject).toBe('تغيّرت كلمة مرورك')
  expect(letter?.html).toContain('dir="rtl"')
})

test('nobody is written to who has no address left', async () => {
  const user = await makeUser({ address: null })
  await send({ kind: 'password-changed', userId: user.id, to: 'all' })
  await send({ kind: 'verify-email', userId: user.id, to: { addressId: '00000000-0000-0000-0000-000000000000' } })
  expect(await lettersTo('', start)).toEqual([])
})

test('a letter is sent only if what caused it happened', async () => {
  const user = await makeUser()
  await expect(db().transaction(async (tx) => {
    await sendWarning(tx, 'password-changed', user.id, nowhere, start)
    throw new Error('the change failed')
  })).rejects.toThrow()
  expect(await lettersTo(`${user.username}@example.org`, start)).toEqual([])
})

test('the sweep takes what is over and leaves what is not', async () => {
  const user = await makeUser()
  const pending = (n: number) => ({ cookieHash: `sweep${n}`, userId: user.id, attemptsLeft: 5, expiresAt: later(n) })
  const challenge = (n: number) => ({ challengeHash: `sweep${n}`, ceremony: 'sudo', boundTo: 'x', userId: user.id, expiresAt: later(n) })
  const link = (n: number) => ({ tokenHash: `sweep${n}`, purpose: 'setup', userId: user.id, expiresAt: later(n) })
  const limit = (n: number) => ({ key: `sweep${n}`, count: 1, endsAt: later(n) })
  const session = (n: number) => ({ idHash: `sweep${n}`, userId: user.id, aal: 1, method: 'password', expiresAt: later(n) })
  for (const n of [-1, 1]) {
    await db().insert(webauthnChallenges).values(challenge(n))
    await db().insert(rateLimits).values(limit(n))
  }
  for (const expiresAt of [later(-1), later(1), null]) await db().insert(totpApps).values({ userId: user.id, sealedSecret: Buffer.alloc(1), keyId: 'k', expiresAt, confirmedAt: expiresAt ? null : start })
  for (const days of [366, 364]) await db().insert(browsers).values({ tokenHash: `sweep${days}`, userId: user.id, lastSeenAt: later(-days * 24) })
  for (const n of [-49, -47]) await db().insert(pendingLogins).values({ ...pending(n), completedAt: start })
  for (const n of [-31 * 24, -1, 1]) {
    await db().insert(mailedLinks).values(link(n))
    await db().insert(sessions).values(session(n))
  }
  const folder = mkdtempSync(join(tmpdir(), 'wheelkeep-sweep-'))
  await openStorage({ kind: 'disk', dir: folder }, folder, start)
  await sweep(start)
  expect(await db().$count(pendingLogins, eq(pendingLogins.userId, user.id))).toBe(1)
  expect(await db().$count(webauthnChallenges, eq(webauthnChallenges.userId, user.id))).toBe(1)
  expect(await db().$count(mailedLinks, eq(mailedLinks.userId, user.id))).toBe(2)
  expect(await db().$count(totpApps, eq(totpApps.userId, user.id))).toBe(2)
  expect((await db().select().from(browsers).where(eq(browsers.userId, user.id))).map((b) => b.tokenHash)).toEqual(['sweep364'])
  expect(await db().$count(sessions, eq(sessions.userId, user.id))).toBe(2)
  expect((await db().select().from(rateLimits)).map((r) => r.key)).toEqual(['sweep1'])
  expect(await db().$count(users, eq(users.id, user.id))).toBe(1)
})
