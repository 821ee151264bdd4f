import { and, eq, isNotNull } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { issueLink } from '#lib/mail/links.ts'
import { nowhere } from '#lib/origin.ts'
import { findSession } from '#lib/sessions/sessions.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { sideBySide, whileWritesWait } from '#lib/testing/races.ts'
import { eventsOf, giveSession, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { confirmAddress } from './confirmation.ts'
import { registration } from './input.ts'
import { invite } from './invite.ts'
import { register, registrationOpenTo } from './registration.ts'
import { verifyPassword } from './passwords.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
let counter = 0
const fresh = (also: Partial<Record<'name' | 'email' | 'username' | 'password' | 'token', string>> = {}) => {
  const username = `new${++counter}`
  return { name: '', email: `${username}@example.org`, username, password: 'correct horse battery staple', token: '', ...also }
}
const from = (ip: string) => ({ ...nowhere, ip })

afterEach(() => void (environment().signUp = 'open'))

test('an account begins with an unconfirmed primary address and a letter to it', async () => {
  const input = fresh({ name: 'Ada Lovelace', email: 'Ada@example.org' })
  const { userId } = must(await register(input, nowhere, start))
  const [user] = await db().select().from(users).where(eq(users.id, userId))
  expect(user).toMatchObject({ username: input.username, name: 'Ada Lovelace', isAdmin: false })
  expect(await verifyPassword(user?.passwordHash ?? null, input.password)).toBe(true)
  const [address] = await db().select().from(emailAddresses).where(eq(emailAddresses.userId, userId))
  expect(address).toMatchObject({ address: 'Ada@example.org', addressKey: 'ada@example.org', isPrimary: true, verifiedAt: null })
  const [letter] = await lettersTo('Ada@example.org', start)
  expect(letter?.link).toMatch(/^http:\/\/localhost:3000\/account\/verify-email\/\?token=[\w-]{43}$/)
  expect(await eventsOf(userId)).toEqual(['account.created'])
})

test('names that differ only in case are one name, and are said to be taken', async () => {
  await makeUser({ username: 'Grace' })
  expect(await register(fresh({ username: 'gRACE' }), nowhere, start)).toEqual({ ok: false, error: 'username-taken' })
  expect(await register(fresh({ username: 'Admin' }), nowhere, start)).toEqual({ ok: false, error: 'username-taken' })
})

test('of twenty who want one name at once, one gets it', async () => {
  const results = await whileWritesWait(['users'], () => Array.from({ length: 20 }, (_, n) => register(fresh({ username: 'popular' }), from(`203.0.113.${n}`), start)))
  expect(results.filter((r) => r.ok)).toHaveLength(1)
})

test('a known address gives the same answer as an unknown one; only the letter differs', async () => {
  const owner = await makeUser({ address: 'known@example.org' })
  const known = await register(fresh({ email: 'KNOWN@example.org' }), nowhere, start)
  const unknown = await register(fresh(), nowhere, start)
  expect(known.ok && Object.keys(known.value)).toEqual(unknown.ok && Object.keys(unknown.value))
  const letters = await lettersTo('KNOWN@example.org', start)
  expect(letters).toHaveLength(1)
  expect(letters[0]?.subject).toContain('already have an account')
  expect(letters[0]?.text).toContain(owner.username)
  expect(letters[0]?.token).toBeNull()
})

test.each([
  { username: 'a' }, { username: '-ab' }, { username: 'ab-' }, { username: 'a b' }, { username: 'ä1' }, { username: 'a'.repeat(51) }, { username: 'a@b' },
  { email: 'a' }, { email: 'a@b@c' }, { email: 'a@x,b@y' }, { email: 'a@evil＠corp' }, { email: '"a b"@example.org' }, { email: 'a@example.org\r\nBcc: b@c' },
  { email: 'a@exаmple.org' }, { email: 'a@-x.org' }, { email: 'a b@example.org' }, { email: '.a@example.org' }, { email: `${'a'.repeat(250)}@x.org` }, { email: 'ａ@example.org' },
  { email: '<a@example.org>' }, { email: 'a@example..org' }, { email: '' },
  { name: 'see https://evil.example' }, { name: 'a'.repeat(101) }, { name: 'a\u0000b' }, { name: 'a\u202eb' }, { password: '' },
])('%j is not accepted', (wrong) => {
  expect(registration.safeParse(fresh(wrong)).success).toBe(false)
})

test.each([{ username: 'ab' }, { username: 'A.b-c_9' }, { email: "o'brien+tag@mail.example.org" }, { email: 'a@localhost' }, { name: 'Ἀριστοτέλης 🦉' }])('%j is accepted', (right) => {
  expect(registration.safeParse(fresh(right)).success).toBe(true)
})

test('nothing else is taken from the form', () => {
  expect(registration.safeParse({ ...fresh(), isAdmin: 'true' }).success).toBe(false)
  expect(registration.safeParse({ ...fresh(), username: ['a', 'b'] }).success).toBe(false)
})

test('a weak password is refused with the reason, and no account is made', async () => {
  const input = fresh({ password: 'wheelkeep123456' })
  expect(await register(input, nowhere, start)).toEqual({ ok: false, error: 'password-context' })
  expect(await db().$count(users, eq(users.username, input.username))).toBe(0)
})

test('twenty registrations in an hour from one network, then no more', async () => {
  const all = await sideBySide(22, () => register(fresh(), from('198.51.100.7'), start))
  expect(all.filter((r) => r.ok)).toHaveLength(20)
  expect(all.find((r) => !r.ok)).toEqual({ ok: false, error: 'throttled' })
})

test('closed is closed', async () => {
  environment().signUp = 'closed'
  expect(await registrationOpenTo('', start)).toBe(false)
  expect(await register(fresh(), nowhere, start)).toEqual({ ok: false, error: 'closed' })
})

test('by invitation: a letter, one account, then no more; a name that is taken does not use it up', async () => {
  environment().signUp = 'invite'
  expect(await register(fresh(), nowhere, start)).toEqual({ ok: false, error: 'closed' })
  const admin = await makeUser({ username: 'theadmin' })
  await invite(admin, 'guest@example.org', nowhere, start)
  const token = (await lettersTo('guest@example.org', start))[0]?.token ?? ''
  expect(await registrationOpenTo(token, later(1))).toBe(true)
  expect(await register(fresh({ token, username: 'theadmin' }), nowhere, later(1))).toEqual({ ok: false, error: 'username-taken' })
  const all = await whileWritesWait(['mailed_links'], () => Array.from({ length: 20 }, (_, n) => register(fresh({ token }), from(`203.0.113.${n}`), later(1))))
  expect(all.filter((r) => r.ok)).toHaveLength(1)
  expect(all.find((r) => !r.ok)).toEqual({ ok: false, error: 'link-invalid' })
  expect(await registrationOpenTo(token, later(2))).toBe(false)
})

test('the link confirms the address, once, for six hours', async () => {
  const input = fresh()
  const { userId } = must(await register(input, nowhere, start))
  const token = (await lettersTo(input.email, start))[0]?.token ?? ''
  expect(await confirmAddress(token, null, nowhere, later(6 * 60))).toEqual({ ok: false, error: 'link-invalid' })
  const all = await whileWritesWait(['mailed_links'], () => Array.from({ length: 20 }, () => confirmAddress(token, null, nowhere, later(1))))
  expect(all.filter((r) => r.ok)).toEqual([{ ok: true, value: { address: input.email, userId } }])
  expect(await eventsOf(userId)).toContain('address.confirmed')
})

test('two accounts that claim one address: the first to confirm has it, the other never', async () => {
  const [a, b] = [fresh({ email: 'shared@example.org' }), fresh({ email: 'Shared@example.org' })]
  must(await register(a, nowhere, start))
  must(await register(b, nowhere, start))
  const tokens = [(await lettersTo('shared@example.org', start))[0]?.token ?? '', (await lettersTo('Shared@example.org', start))[0]?.token ?? '']
  const results = await whileWritesWait(['email_addresses'], () => tokens.map((token) => confirmAddress(token, null, nowhere, later(1))))
  expect(results.map((r) => (r.ok ? 'ok' : r.error)).sort()).toEqual(['address-taken', 'ok'])
  expect(await db().$count(emailAddresses, and(eq(emailAddresses.addressKey, 'shared@example.org'), isNotNull(emailAddresses.verifiedAt)))).toBe(1)
})

test('whoever only knew the address loses their session when its owner confirms it', async () => {
  const input = fresh()
  const { userId } = must(await register(input, nowhere, start))
  const theirs = await giveSession(userId, start)
  const mine = await giveSession(userId, start)
  const token = (await lettersTo(input.email, start))[0]?.token ?? ''
  must(await confirmAddress(token, { id: userId, session: mine }, nowhere, later(1)))
  const { listSessions } = await import('#lib/sessions/sessions.ts')
  expect((await listSessions(userId, later(1))).map((s) => s.publicId)).toEqual([mine.publicId])
  expect(await findSession(theirs.idHash, later(1))).toBeNull()
})

test('a link confirms an address of its own user only', async () => {
  const [mine, theirs] = [fresh(), fresh()]
  const { userId } = must(await register(mine, nowhere, start))
  const other = must(await register(theirs, nowhere, start))
  const [address] = await db().select().from(emailAddresses).where(eq(emailAddresses.userId, other.userId))
  const token = await issueLink(db(), { purpose: 'verify-email', userId, subject: address?.id, expiresAt: later(60) })
  expect(await confirmAddress(token, null, nowhere, later(1))).toEqual({ ok: false, error: 'link-invalid' })
  expect(await db().$count(emailAddresses, and(eq(emailAddresses.userId, other.userId), isNotNull(emailAddresses.verifiedAt)))).toBe(0)
})

test('a link for one purpose does nothing for another', async () => {
  const input = fresh()
  must(await register(input, nowhere, start))
  const token = (await lettersTo(input.email, start))[0]?.token ?? ''
  const { spendLink } = await import('#lib/mail/links.ts')
  for (const purpose of ['reset-password', 'setup', 'invite', 'invitation'] as const) expect(await spendLink(db(), purpose, token, later(1))).toBeNull()
  expect((await confirmAddress(token, null, nowhere, later(1))).ok).toBe(true)
})
