import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { createFirstAdministrator, offerSetupLink, setupLinkIsGood } from './setup.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (days: number) => new Date(start.getTime() + days * 86_400_000)
const tokenIn = (path: string | null) => new URL(path ?? '', 'http://localhost').searchParams.get('token') ?? ''
const admin = (token: string, n = 0) => ({ username: `admin${n}`, email: `admin${n}@example.org`, password: 'correct horse battery staple', token })

test('one link lives at a time, for seven days', async () => {
  const first = tokenIn(await offerSetupLink(start))
  const second = tokenIn(await offerSetupLink(start))
  expect(await setupLinkIsGood(first, later(1))).toBe(false)
  expect(await setupLinkIsGood(second, later(1))).toBe(true)
  expect(await setupLinkIsGood(second, later(7))).toBe(false)
  expect(await createFirstAdministrator(admin(first), nowhere, later(1))).toEqual({ ok: false, error: 'link-invalid' })
  expect(await createFirstAdministrator(admin('made-up'), nowhere, later(1))).toEqual({ ok: false, error: 'link-invalid' })
})

test('twenty at once make one administrator, and there is no second link', async () => {
  const path = await offerSetupLink(start)
  expect(path).toMatch(/^\/setup\/\?token=[\w-]{43}$/)
  const results = await whileWritesWait(['users'], () => Array.from({ length: 20 }, (_, n) => createFirstAdministrator(admin(tokenIn(path), n), nowhere, start)))
  expect(results.filter((r) => r.ok)).toHaveLength(1)
  expect(await db().$count(users, eq(users.isAdmin, true))).toBe(1)
  expect(await offerSetupLink(start)).toBeNull()
  expect(await setupLinkIsGood(tokenIn(path), start)).toBe(false)
  const winner = results.findIndex((r) => r.ok)
  expect((await lettersTo(`admin${winner}@example.org`, start))[0]?.link).toContain('/account/verify-email/')
})
