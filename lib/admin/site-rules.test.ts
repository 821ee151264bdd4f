import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { db } from '#lib/db/client.ts'
import { auditEvents, settings } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { isRuleOn, SITE_RULES, type SiteRule } from '#lib/projects/site-rules.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { changeRules, rulesInForce } from './site-rules.ts'
import { siteRules } from './site-rules-input.ts'

useDatabase()
const now = new Date('2026-11-28T12:00:00Z')
afterEach(() => db().delete(settings))

const eventsOf = async (userId: string) => (await db().select().from(auditEvents).where(eq(auditEvents.userId, userId)).orderBy(auditEvents.id)).map(({ detail }) => detail)

test('what is ticked is on and all else off, and only what changed is on record', async () => {
  const admin = await makeUser({ isAdmin: true })
  expect(await rulesInForce()).toEqual([])
  await changeRules(['read-only', 'refuse-old-releases'], admin, nowhere, now)
  expect([await rulesInForce(), await isRuleOn('read-only')]).toEqual([['read-only', 'refuse-old-releases'], true])
  await changeRules(['refuse-old-releases'], admin, nowhere, now)
  expect([await rulesInForce(), await isRuleOn('read-only')]).toEqual([['refuse-old-releases'], false])
  expect(await eventsOf(admin.id)).toEqual([
    { name: 'read-only', from: 'off', to: 'on' }, { name: 'refuse-old-releases', from: 'off', to: 'on' }, { name: 'read-only', from: 'on', to: 'off' },
  ])
})

test('of twenty who turn a rule on at once, one is on record', async () => {
  const admin = await makeUser({ isAdmin: true })
  await heldOpen(
    (tx) => tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.siteRules})`),
    () => Array.from({ length: 20 }, () => changeRules(['refuse-uploads'], admin, nowhere, now)),
  )
  expect(await eventsOf(admin.id)).toHaveLength(1)
})

test('a form has a box for each rule, and nothing else', () => {
  const all = Object.fromEntries(SITE_RULES.map((rule) => [rule, 'on'])) as Record<SiteRule, 'on'>
  expect(siteRules.parse(all)).toEqual([...SITE_RULES])
  expect(siteRules.parse({ 'read-only': 'on' })).toEqual(['read-only'])
  for (const wrong of [{ 'read-only': 'yes' }, { nonsense: 'on' }, { 'read-only': ['on', 'on'] }]) expect(siteRules.safeParse(wrong).success).toBe(false)
})
