import { and, eq, isNull } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db, driver } from '#lib/db/client.ts'
import { pendingLogins, totpApps } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { totpCode, totpStepAt } from '#lib/protocol/totp.ts'
import { listBrowsers, meetBrowser } from '#lib/sessions/browsers.ts'
import { closeSession, findSession, listSessions, type Session } from '#lib/sessions/sessions.ts'
import { hasSudo } from '#lib/sessions/sudo.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import {
  eventsOf, giveRecoveryCodes, giveSecurityKey, giveSession, giveTotp, lettersSent, must, type TestApp,
} from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { hasSecondFactor, listFactors } from './factors.ts'
import { removeSecurityKey } from './security-keys.ts'
import { enrolTotp, offerTotp, removeTotp, renameTotp, replaceTotp, spendTotpCode, sweepTotpOffers } from './totp-apps.ts'

useDatabase()
const start = new Date('2026-11-24T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const spend = (userId: string, code: string, now: Date) => db().transaction((tx) => spendTotpCode(tx, userId, code, now))

test('an app is offered, enrolled with its first code, and used', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const offer = must(await offerTotp(user.id, start))
  expect(offer.uri).toMatch(new RegExp(`^otpauth://totp/Wheelkeep:${user.username}\\?secret=${offer.secret}&issuer=Wheelkeep&`))
  expect(await hasSecondFactor(user.id)).toBe(false)

  must(await enrolTotp(user.id, offer.id, totpCode(offer.secret, totpStepAt(start)), 'phone', await giveSession(user.id, start), nowhere, start))
  expect(await hasSecondFactor(user.id)).toBe(true)
  expect(await listFactors(user.id)).toMatchObject([{ id: offer.id, name: 'phone', lastUsedAt: null, disabledAt: null }])
  const code = totpCode(offer.secret, totpStepAt(later(30)))
  expect(await spend(user.id, code, later(30))).toEqual({ appId: offer.id, name: 'phone' })
  expect(await listFactors(user.id)).toMatchObject([{ lastUsedAt: later(30) }])
})

test('enrolment leaves an event and a letter, and half-finished sign-ins begin again', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  await db().insert(pendingLogins).values({ cookieHash: user.id, userId: user.id, attemptsLeft: 5, expiresAt: later(300) })
  await lettersSent()
  await giveTotp(user.id, start)
  expect(await eventsOf(user.id)).toContain('totp.added')
  expect(await lettersSent()).toMatchObject([{ kind: 'totp-added', userId: user.id, to: 'all', values: { name: 'phone' } }])
  expect(await db().$count(pendingLogins, and(eq(pendingLogins.userId, user.id), isNull(pendingLogins.consumedAt)))).toBe(0)
})

test('a new app gives the session a new cookie, and takes from all others what the password alone had confirmed', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const [session, other] = [await giveSession(user.id, start), await giveSession(user.id, start)]
  const { id, secret } = must(await offerTotp(user.id, start))
  const { cookie } = must(await enrolTotp(user.id, id, totpCode(secret, totpStepAt(start)), 'phone', session, nowhere, start))
  expect(await findSession(cookie, later(1))).toMatchObject({ session: { publicId: session.publicId, aal: 1 } })
  const live = await listSessions(user.id, later(1))
  const sudoOf = ({ publicId }: Session) => live.filter((one) => one.publicId === publicId).map((one) => hasSudo(one, later(1)))
  expect([sudoOf(session), sudoOf(other)]).toEqual([[true], [false]])
  expect(live.map(({ idHash }) => idHash)).not.toContain(session.idHash)
})

test('a session that ended meanwhile adds no app', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const session = await giveSession(user.id, start)
  const { id, secret } = must(await offerTotp(user.id, start))
  await closeSession(user.id, session.publicId, nowhere, start)
  expect(await enrolTotp(user.id, id, totpCode(secret, totpStepAt(start)), 'phone', session, nowhere, start)).toEqual({ ok: false, error: 'session-ended' })
  expect(await hasSecondFactor(user.id)).toBe(false)
})

test('the first code is spent by enrolling', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  expect(await spend(user.id, app.codeAt(start), later(1))).toBeNull()
})

test('an offer opens nothing: its codes do not sign in', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const { secret } = must(await offerTotp(user.id, start))
  expect(await spend(user.id, totpCode(secret, totpStepAt(start)), start)).toBeNull()
})

test('a page shown twice shows one secret; after five minutes a new one, while the old one is still taken', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const first = must(await offerTotp(user.id, start))
  expect(must(await offerTotp(user.id, later(299)))).toEqual(first)
  const second = must(await offerTotp(user.id, later(301)))
  expect(second.secret).not.toBe(first.secret)
  must(await enrolTotp(user.id, first.id, totpCode(first.secret, totpStepAt(later(301))), 'phone', await giveSession(user.id, later(301)), nowhere, later(301)))
  expect((await offerTotp(user.id, later(302)))).toMatchObject({ value: { id: second.id } })
})

test('of twenty pages opened at once, all show one secret', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const offers = await whileWritesWait(['totp_apps'], () => Array.from({ length: 20 }, () => offerTotp(user.id, start)))
  expect(new Set(offers.map((offer) => must(offer).id)).size).toBe(1)
})

test('the secret of an app that counts is never shown again', async () => {
  const user = await makeUser()
  const { secret } = await giveTotp(user.id, start)
  expect(must(await offerTotp(user.id, later(1))).secret).not.toBe(secret)
  expect(JSON.stringify(await listFactors(user.id))).not.toContain(secret)
})

test('an offer ends after ten minutes, belongs to one user, and is taken once', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  for (const { id } of [user, other]) await giveRecoveryCodes(id, start)
  const { id, secret } = must(await offerTotp(user.id, start))
  const enrol = async (userId: string, now: Date, name = 'phone') => enrolTotp(userId, id, totpCode(secret, totpStepAt(now)), name, await giveSession(userId, now), nowhere, now)
  expect(await enrol(user.id, later(600))).toEqual({ ok: false, error: 'offer-expired' })
  expect(await enrol(other.id, later(1))).toEqual({ ok: false, error: 'offer-expired' })
  must(await enrol(user.id, later(599)))
  expect(await enrol(user.id, later(599), 'again')).toEqual({ ok: false, error: 'offer-expired' })
})

test('one offer confirmed twice at once is one app', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const { id, secret } = must(await offerTotp(user.id, start))
  const enrol = async (name: string) => enrolTotp(user.id, id, totpCode(secret, totpStepAt(start)), name, await giveSession(user.id, start), nowhere, start)
  const enrolled = await whileWritesWait(['totp_apps'], () => [enrol('phone'), enrol('tablet')])
  expect(enrolled.map(({ ok }) => ok).sort()).toEqual([false, true])
})

test('a wrong code and a wrong clock are told apart while setting up, and only then', async () => {
  const user = await makeUser()
  await giveRecoveryCodes(user.id, start)
  const { id, secret } = must(await offerTotp(user.id, start))
  const enrol = async (code: string) => enrolTotp(user.id, id, code, 'phone', await giveSession(user.id, start), nowhere, start)
  const codeOf = (drift: number) => totpCode(secret, totpStepAt(start) + drift)
  expect(await enrol('nonsense')).toEqual({ ok: false, error: 'wrong-code' })
  expect(await enrol(codeOf(11))).toEqual({ ok: false, error: 'wrong-code' })
  expect(await enrol(codeOf(5))).toEqual({ ok: false, error: 'clock-out-of-sync' })
  expect(await enrol(codeOf(-5))).toEqual({ ok: false, error: 'clock-out-of-sync' })
  must(await enrol(codeOf(1)))
  expect(await spend(user.id, codeOf(7), start)).toBeNull()
})

test('without a confirmed address, or without saved codes, nothing is offered and nothing enrolled', async () => {
  const user = await makeUser({ confirmed: false })
  expect(await offerTotp(user.id, start)).toEqual({ ok: false, error: 'address-unconfirmed' })
  const another = await makeUser()
  expect(await offerTotp(another.id, start)).toEqual({ ok: false, error: 'codes-first' })

  const third = await makeUser()
  await giveRecoveryCodes(third.id, start)
  const { id, secret } = must(await offerTotp(third.id, start))
  await driver()`delete from recovery_codes where user_id = ${third.id}`
  const code = totpCode(secret, totpStepAt(start))
  expect(await enrolTotp(third.id, id, code, 'phone', await giveSession(third.id, start), nowhere, start)).toEqual({ ok: false, error: 'codes-first' })
})

test('ten apps are enough, and each has a name of its own', async () => {
  const user = await makeUser()
  for (let n = 0; n < 9; n++) await giveTotp(user.id, start, `phone ${n}`)
  const offer = must(await offerTotp(user.id, start))
  const enrol = async (name: string) => enrolTotp(user.id, offer.id, totpCode(offer.secret, totpStepAt(start)), name, await giveSession(user.id, start), nowhere, start)
  expect(await enrol('phone 3')).toEqual({ ok: false, error: 'name-taken' })
  must(await enrol('phone 9'))
  expect(await offerTotp(user.id, start)).toEqual({ ok: false, error: 'too-many' })
})

test('a new app takes the place of an old one, and its name, even where there are ten; the old one is over and every other sign-in ends', async () => {
  const [user, stranger] = [await makeUser(), await makeUser()]
  const apps = []
  for (let n = 0; n < 10; n++) apps.push(await giveTotp(user.id, start, `phone ${n}`))
  const [old, other] = apps
  if (!old || !other) throw new Error('no apps')
  const [session] = [await giveSession(user.id, start), await giveSession(user.id, start)]
  const { id, secret } = must(await offerTotp(user.id, start, old.id))
  const replace = async (which: string, name: string, code = totpCode(secret, totpStepAt(start))) => replaceTotp(user.id, which, id, code, name, session, nowhere, start)

  const theirs = await giveTotp(stranger.id, start, 'phone')
  expect(await replace(theirs.id, 'phone 0')).toEqual({ ok: false, error: 'not-found' })
  expect(await replace(old.id, 'phone 1')).toEqual({ ok: false, error: 'name-taken' })
  expect(await replace(old.id, 'phone 0', 'nonsense')).toEqual({ ok: false, error: 'wrong-code' })
  expect((await listFactors(user.id)).map((factor) => factor.id)).toContain(old.id)

  must(await replace(old.id, 'phone 0'))
  const left = await listFactors(user.id)
  expect([left.length, left.some((factor) => factor.id === old.id), left.find((factor) => factor.id === id)?.name]).toEqual([10, false, 'phone 0'])
  expect(await spend(user.id, old.codeAt(later(60)), later(60))).toBeNull()
  expect(await spend(user.id, other.codeAt(later(60)), later(60))).toMatchObject({ appId: other.id })
  expect((await listSessions(user.id, later(1))).map(({ publicId }) => publicId)).toEqual([session.publicId])
})

test('any of several apps will do', async () => {
  const user = await makeUser()
  const [phone, tablet] = [await giveTotp(user.id, start, 'phone'), await giveTotp(user.id, start, 'tablet')]
  expect(await spend(user.id, tablet.codeAt(later(30)), later(30))).toMatchObject({ appId: tablet.id })
  expect(await spend(user.id, phone.codeAt(later(30)), later(30))).toMatchObject({ appId: phone.id })
})

test("another user's app will not", async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const [, theirs] = [await giveTotp(user.id, start), await giveTotp(other.id, start)]
  expect(await spend(user.id, theirs.codeAt(later(30)), later(30))).toBeNull()
})

test('a code is accepted once, and an older one no more after it (RFC 6238 §5.2)', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  const [older, code] = [app.codeAt(later(60)), app.codeAt(later(90))]
  expect(await spend(user.id, code, later(75))).not.toBeNull()
  expect(await spend(user.id, code, later(75))).toBeNull()
  expect(await spend(user.id, `${code.slice(0, 3)} ${code.slice(3)}`, later(75))).toBeNull()
  expect(await spend(user.id, older, later(75))).toBeNull()
})

test('a replay leaves an event; a wrong code does not look like one', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  await spend(user.id, '000000', later(30))
  expect(await eventsOf(user.id)).not.toContain('totp.replayed')
  await spend(user.id, app.codeAt(start), later(20))
  expect(await eventsOf(user.id)).toContain('totp.replayed')
})

test('of twenty requests with one code, one gets in', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  const code = app.codeAt(later(30))
  const spent = await whileWritesWait(['totp_apps'], () =>
    Array.from({ length: 20 }, () => db().transaction((tx) => spendTotpCode(tx, user.id, code, later(30)))))
  expect(spent.filter((answer) => answer !== null)).toHaveLength(1)
})

test('a hundred failures in a row disable the app, and its owner is told', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  await failTimes(user.id, 99)
  expect(await spend(user.id, app.codeAt(later(30)), later(30))).not.toBeNull()
  await failTimes(user.id, 99)
  await lettersSent()
  await spend(user.id, wrongCode(app), later(60))
  expect(await lettersSent()).toMatchObject([{ kind: 'authenticator-disabled', to: 'all' }])
  expect(await eventsOf(user.id)).toContain('totp.disabled')
  expect(await listFactors(user.id)).toMatchObject([{ disabledAt: later(60) }])
  expect(await spend(user.id, app.codeAt(later(90)), later(90))).toBeNull()
})

test('a disabled app still means that the password is not enough', async () => {
  const user = await makeUser()
  await giveTotp(user.id, start)
  await failTimes(user.id, 100)
  expect(await hasSecondFactor(user.id)).toBe(true)
})

test('twenty wrong codes at once count as twenty', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  await failTimes(user.id, 85)
  await whileWritesWait(['totp_apps'], () => Array.from({ length: 20 }, () => spend(user.id, wrongCode(app), later(30))))
  expect(await listFactors(user.id)).toMatchObject([{ disabledAt: later(30) }])
})

test('twenty wrong codes for two apps at once end, all of them', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  await giveTotp(user.id, start, 'tablet')
  await whileWritesWait(['totp_apps'], () => Array.from({ length: 20 }, () => spend(user.id, wrongCode(app), later(30))))
  expect((await rows(user.id)).map(({ failCount }) => failCount)).toEqual([20, 20])
})

test('a right code forgives what was mistyped before, for that app alone', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  const other = await giveTotp(user.id, start, 'tablet')
  await failTimes(user.id, 3)
  await spend(user.id, app.codeAt(later(30)), later(30))
  const counts = Object.fromEntries((await rows(user.id)).map(({ id, failCount }) => [id, failCount]))
  expect(counts).toEqual({ [app.id]: 0, [other.id]: 3 })
})

test('a sealed secret moved to another row, or to another user, opens nothing', async () => {
  const [user, thief] = [await makeUser(), await makeUser()]
  const [app, second] = [await giveTotp(user.id, start), await giveTotp(user.id, start, 'tablet')]
  const theirs = await giveTotp(thief.id, start)
  const sealed = (await rows(thief.id))[0]?.sealedSecret
  const mine = (await rows(user.id)).find(({ id }) => id === app.id)?.sealedSecret
  if (!sealed || !mine) throw new Error('nothing sealed')
  await db().update(totpApps).set({ sealedSecret: sealed }).where(eq(totpApps.id, app.id))
  expect(await spend(user.id, theirs.codeAt(later(30)), later(30))).toBeNull()
  await db().update(totpApps).set({ sealedSecret: mine }).where(eq(totpApps.id, second.id))
  expect(await spend(user.id, app.codeAt(later(30)), later(30))).toBeNull()
  expect(await spend(user.id, second.codeAt(later(30)), later(30))).toBeNull()
})

test('a row given to another user opens nothing: the secret is sealed to its owner', async () => {
  const [user, thief] = [await makeUser(), await makeUser()]
  const theirs = await giveTotp(thief.id, start)
  await db().update(totpApps).set({ userId: user.id }).where(eq(totpApps.id, theirs.id))
  expect(await spend(user.id, theirs.codeAt(later(30)), later(30))).toBeNull()
})

test('no secret lies readable in the table', async () => {
  const user = await makeUser()
  const { secret } = await giveTotp(user.id, start)
  const [dump] = await driver()`select string_agg(t::text, '') as text, string_agg(encode(sealed_secret, 'escape'), '') as bytes from totp_apps t`
  const text = `${dump?.text}${dump?.bytes}`
  expect(text).toContain(user.id)
  for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(0, 20)]) expect(text).not.toContain(form)
})

test('an app gets another name, its owner alone may give it', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const app = await giveTotp(user.id, start)
  await giveTotp(user.id, start, 'tablet')
  expect(await renameTotp(other.id, app.id, 'mine', nowhere)).toEqual({ ok: false, error: 'not-found' })
  expect(await renameTotp(user.id, app.id, 'tablet', nowhere)).toEqual({ ok: false, error: 'name-taken' })
  must(await renameTotp(user.id, app.id, 'old phone', nowhere))
  must(await renameTotp(user.id, app.id, 'old phone', nowhere))
  expect((await listFactors(user.id)).map(({ name }) => name).sort()).toEqual(['old phone', 'tablet'])
  expect(await eventsOf(user.id)).toContain('totp.renamed')
})

test('removing an app ends every other sign-in, and tells', async () => {
  const user = await makeUser()
  const app = await giveTotp(user.id, start)
  const [session] = [await giveSession(user.id, start), await giveSession(user.id, start)]
  await db().insert(pendingLogins).values({ cookieHash: user.id, userId: user.id, attemptsLeft: 5, expiresAt: later(300) })
  await db().transaction((tx) => meetBrowser(tx, user.id, null, nowhere, start))
  await lettersSent()
  must(await removeTotp(user.id, app.id, session, nowhere, later(1)))
  expect(await db().$count(pendingLogins, and(eq(pendingLogins.userId, user.id), isNull(pendingLogins.consumedAt)))).toBe(0)
  expect(await listBrowsers(user.id, later(1))).toEqual([])
  expect(await hasSecondFactor(user.id)).toBe(false)
  expect((await listSessions(user.id, later(1))).map(({ publicId }) => publicId)).toEqual([session.publicId])
  expect(await lettersSent()).toMatchObject([{ kind: 'totp-removed', values: { name: 'phone' } }])
  expect(await eventsOf(user.id)).toContain('totp.removed')
  expect(await spend(user.id, app.codeAt(later(30)), later(30))).toBeNull()
})

test("another user's app cannot be removed, nor can an offer", async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const app = await giveTotp(user.id, start)
  const session = await giveSession(other.id, start)
  expect(await removeTotp(other.id, app.id, session, nowhere, start)).toEqual({ ok: false, error: 'not-found' })
  expect(await hasSecondFactor(user.id)).toBe(true)
})

test('an administrator keeps the last factor that works', async () => {
  const admin = await makeUser({ isAdmin: true })
  const [phone, tablet] = [await giveTotp(admin.id, start), await giveTotp(admin.id, start, 'tablet')]
  const session = await giveSession(admin.id, start)
  must(await removeTotp(admin.id, phone.id, session, nowhere, start))
  expect(await removeTotp(admin.id, tablet.id, session, nowhere, start)).toEqual({ ok: false, error: 'last-factor' })
  await giveSecurityKey(admin.id, start)
  must(await removeTotp(admin.id, tablet.id, session, nowhere, start))
})

test('a disabled app is no factor to be left with', async () => {
  const admin = await makeUser({ isAdmin: true })
  await giveTotp(admin.id, start)
  await failTimes(admin.id, 100)
  const tablet = await giveTotp(admin.id, start, 'tablet')
  const session = await giveSession(admin.id, start)
  expect(await removeTotp(admin.id, tablet.id, session, nowhere, start)).toEqual({ ok: false, error: 'last-factor' })
})

test('an offer is no factor to be left with', async () => {
  const admin = await makeUser({ isAdmin: true })
  const app = await giveTotp(admin.id, start)
  must(await offerTotp(admin.id, start))
  const session = await giveSession(admin.id, start)
  expect(await removeTotp(admin.id, app.id, session, nowhere, start)).toEqual({ ok: false, error: 'last-factor' })
})

test('the twenty factors of an administrator, ten apps and ten keys, removed at once: one stays', async () => {
  const admin = await makeUser({ isAdmin: true })
  const factors: { id: string }[] = []
  for (let n = 0; n < 10; n++) factors.push(await giveTotp(admin.id, start, `phone ${n}`), await giveSecurityKey(admin.id, start, { name: `key ${n}` }))
  const session = await giveSession(admin.id, start)
  const removed = await whileWritesWait(['totp_apps', 'security_keys'], () =>
    factors.map(({ id }, n) => (n % 2 === 0 ? removeTotp : removeSecurityKey)(admin.id, id, session, nowhere, start)))
  expect(removed.filter(({ ok }) => ok)).toHaveLength(19)
  expect(removed.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'last-factor' })
  expect(await listFactors(admin.id)).toHaveLength(1)
  expect(await hasSecondFactor(admin.id)).toBe(true)
})

test('offers nobody took are swept away, apps are not', async () => {
  const user = await makeUser()
  await giveTotp(user.id, start)
  must(await offerTotp(user.id, start))
  await sweepTotpOffers(later(601))
  expect(await rows(user.id)).toHaveLength(1)
})

const rows = (userId: string) => db().select().from(totpApps).where(eq(totpApps.userId, userId))

/** A code that none of the steps around has. */
function wrongCode(app: TestApp): string {
  const right = [0, 30, 60, 90, 120].map((seconds) => app.codeAt(later(seconds)))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
}

/** Malformed, so that no step can have it. */
async function failTimes(userId: string, times: number) {
  for (let n = 0; n < times; n++) await spend(userId, 'wrong!', later(10))
}
