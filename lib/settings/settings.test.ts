import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { db, driver } from '#lib/db/client.ts'
import { auditEvents, settings } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { siteName, sitePolicies } from './input.ts'
import { listLacks } from './reachable.ts'
import { changeSettings, loadSettings, openSettings, settingsOfEnvironment, siteSettings } from './settings.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')
const change = async (wanted: Parameters<typeof changeSettings>[0]) => changeSettings(wanted, await makeUser({ isAdmin: true }), nowhere, now)
afterEach(async () => {
  await db().delete(settings)
  await loadSettings()
})

test('what is chosen is in force at once, kept, and on record with what it was before', async () => {
  const admin = await makeUser({ isAdmin: true })
  expect(await changeSettings({ siteName: 'Our wheels', signUp: 'closed' }, admin, nowhere, now)).toEqual({ ok: true, value: undefined })
  expect([environment().siteName, environment().signUp, environment().twoFactor]).toEqual(['Our wheels', 'closed', 'encouraged'])
  const events = await db().select().from(auditEvents).where(eq(auditEvents.userId, admin.id))
  expect(events.map((e) => [e.action, e.detail])).toEqual([
    ['setting.changed', { name: 'SITE_NAME', from: 'Wheelkeep', to: 'Our wheels' }],
    ['setting.changed', { name: 'SIGN_UP', from: 'open', to: 'closed' }],
  ])
})

test('a choice that is what the environment says leaves no row, so that the variable counts again', async () => {
  await change({ twoFactor: 'required' })
  expect(await db().$count(settings)).toBe(1)
  await change({ twoFactor: 'encouraged' })
  expect(await db().$count(settings)).toBe(0)
  expect(siteSettings()).toEqual(settingsOfEnvironment())
})

test('another process hears of a change, and a row of nonsense counts for nothing', async () => {
  const close = await openSettings()
  await db().insert(settings).values([{ key: 'site.siteName', value: 'From elsewhere' }, { key: 'site.signUp', value: 'everybody' }, { key: 'site.sessionMaxHours', value: -1 }])
  await driver().notify('site_settings', '')
  await expect.poll(() => environment().siteName).toBe('From elsewhere')
  expect([environment().signUp, environment().sessionMaxHours]).toEqual(['open', 12])
  await close()
})

test('a session that may rest longer than it lives is refused, also when two administrators bring it about together', async () => {
  expect(await change({ sessionIdleMinutes: 121, sessionMaxHours: 2 })).toEqual({ ok: false, error: 'idle-longer-than-session' })
  const admin = await makeUser({ isAdmin: true })
  const done = await heldOpen(
    (tx) => tx.execute(`select pg_advisory_xact_lock(${ADVISORY_LOCKS.settings})`),
    () => Array.from({ length: 20 }, (_, n) => changeSettings(n % 2 ? { sessionIdleMinutes: 300 } : { sessionMaxHours: 2 }, admin, nowhere, now)),
  )
  expect(new Set(done.map((one) => one.ok))).toEqual(new Set([true, false]))
  const { sessionIdleMinutes, sessionMaxHours } = siteSettings()
  expect(sessionIdleMinutes).toBeLessThanOrEqual(sessionMaxHours * 60)
})

test('the forms have the bounds of the variables', () => {
  const refusal = (schema: typeof siteName | typeof sitePolicies, form: object) => schema.safeParse(form).error?.issues[0]?.message
  expect(refusal(siteName, { siteName: ' ' })).toBe('required')
  expect(refusal(siteName, { siteName: '<b>' })).toBe('name-malformed')
  expect(refusal(siteName, { siteName: 'x'.repeat(61) })).toBe('name-malformed')
  const policies = { signUp: 'open', twoFactor: 'required', uploadPasswords: 'refused', sessionIdleMinutes: '60', sessionMaxHours: '12' }
  expect(sitePolicies.parse(policies)).toMatchObject({ sessionIdleMinutes: 60, sessionMaxHours: 12 })
  for (const wrong of [{ signUp: 'x' }, { twoFactor: '' }]) expect(refusal(sitePolicies, { ...policies, ...wrong })).toBe('required')
  for (const wrong of [{ sessionIdleMinutes: '0' }, { sessionIdleMinutes: '1441' }, { sessionMaxHours: 'long' }, { sessionMaxHours: '721' }]) {
    expect(refusal(sitePolicies, { ...policies, ...wrong })).toBe('not-in-range')
  }
})

test('what does not work with an address names itself', () => {
  const site = { hostname: 'index.example.org', https: true, trustedProxies: [['10.0.0.0', 8]], smtpUrl: 'smtps://mail.example.org', securityContact: 'mailto:a@example.org' } as never
  expect(listLacks(site)).toEqual([])
  expect(listLacks({ ...(site as object), trustedProxies: [], smtpUrl: null, securityContact: null } as never)).toEqual(['proxies-missing', 'mail-outbox', 'contact-missing'])
  expect(listLacks({ ...(site as object), hostname: 'localhost', https: false, securityContact: null } as never)).toEqual(['localhost-only'])
})
