// The statements of docs/incidents.md, typed as they stand there, on a database with those whom they speak of.

import { readFileSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { AUDIT_ACTIONS } from './audit/actions.ts'
import { record } from './audit/audit.ts'
import { db } from './db/client.ts'
import { apiTokens, users } from './db/schema.ts'
import { nowhere } from './origin.ts'
import { findSession, openSession } from './sessions/sessions.ts'
import { giveProject, givePublisher } from './testing/publishing.ts'
import { must } from './testing/second-factors.ts'
import { useDatabase } from './testing/setup.ts'
import { checkToken } from './tokens/check.ts'
import { createToken } from './tokens/tokens.ts'

useDatabase()

const page = readFileSync(new URL('../docs/incidents.md', import.meta.url), 'utf8')
const statements = [...page.matchAll(/```sql\n([^`]+)\n```/g)].map(([, text = '']) => text)
/** The one statement with these words in it. */
const typed = async (words: string) => {
  const [statement, ...others] = statements.filter((one) => one.includes(words))
  if (!statement || others.length > 0) throw new Error(`"${words}" stands in ${others.length + (statement ? 1 : 0)} statements`)
  return db().execute<Record<string, unknown>>(sql.raw(statement))
}

let mira = { id: '', username: 'mira' }
beforeAll(async () => {
  mira = { ...(await givePublisher()), username: 'mira' }
  await db().update(users).set({ username: 'mira', usernameKey: 'mira' }).where(eq(users.id, mira.id))
})

test('every action that they write or look for is one that the record knows', () => {
  const named = statements.flatMap((text) => [...text.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, action]) => action))
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter((action) => !(AUDIT_ACTIONS as readonly unknown[]).includes(action))).toEqual([])
})

test('an account that is shut has no session and no token, before and after it is opened again, and the record says so', async () => {
  const now = new Date()
  const cookie = await db().transaction((tx) => openSession(tx, { userId: mira.id, aal: 2, method: 'totp', browserId: null }, nowhere, now))
  const { token } = must(await createToken(mira, { name: 'desktop', scope: 'user' }, nowhere, now))
  const isGood = async () => (await checkToken(`Bearer ${token}`, nowhere, new Date(), 'any-name')).ok
  expect([await findSession(cookie, now) !== null, await isGood()]).toEqual([true, true])

  await typed('set disabled_at = now()')
  expect([await findSession(cookie, now), await isGood()]).toEqual([null, false])
  await typed('set disabled_at = null')
  expect([await findSession(cookie, now), await isGood()]).toEqual([null, true])
  expect((await typed("username_key = 'mira') order by id desc limit 200")).map(({ action }) => action).slice(0, 2)).toEqual(['account.enabled', 'account.disabled'])
})

test('a token that is removed is dead, and what was done with it is listed', async () => {
  const { token } = must(await createToken(mira, { name: 'laptop', scope: 'user' }, nowhere, new Date()))
  await typed('set revoked_at = now() where revoked_at is null and name')
  expect((await checkToken(`Bearer ${token}`, nowhere, new Date(), 'any-name')).ok).toBe(false)
  expect((await typed('where token_id =')).map(({ action }) => action)).toEqual(['token.removed', 'token.created'])
  expect(await db().$count(apiTokens, eq(apiTokens.userId, mira.id))).toBe(2)
})

test('what an administrator did, who published a package, what came from an address, and who came back in is found', async () => {
  const project = await giveProject(mira, { name: 'lighthouse' })
  const origin = { ...nowhere, ip: '203.0.113.9' }
  await db().transaction(async (tx) => {
    for (const action of ['setting.changed', 'project.quarantined', 'password.reset', 'file.published'] as const) await record(tx, { action, userId: mira.id, projectId: project.id }, origin)
  })
  expect((await typed("'setting.%'")).map(({ action }) => action)).toEqual(['project.quarantined', 'setting.changed'])
  expect((await typed("'lighthouse'")).map(({ action }) => action)).toEqual(['file.published'])
  expect(await typed("ip = '203.0.113.9'")).toHaveLength(4)
  expect((await typed("interval '14 days'")).map(({ action }) => action)).toEqual(['password.reset'])
})

test('somebody becomes an administrator, on record', async () => {
  await typed('set is_admin = true')
  expect((await db().select({ isAdmin: users.isAdmin }).from(users).where(eq(users.id, mira.id)))[0]).toEqual({ isAdmin: true })
  expect((await typed("username_key = 'mira') order by id desc limit 200"))[0]).toMatchObject({ action: 'account.made-administrator', detail: { name: 'mira' } })
})
