import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { openSealed } from '#lib/db/sealed-store.ts'
import { apiTokens, auditEvents, projectRoles, totpApps, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { addCaveat, encodeToken, mintMacaroon, parseToken } from '#lib/protocol/macaroon.ts'
import { givePublisher, giveProject, type Publisher } from '#lib/testing/publishing.ts'
import { giveRecoveryCodes, giveTotp, lettersSent, must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken, type Uploader } from '#lib/tokens/check.ts'
import { revokeLeakedToken } from '#lib/tokens/leaks.ts'
import { TOKEN_ROOT_KEYS } from '#lib/tokens/token-key.ts'
import { createToken, listTokens, removeToken, type TokenWish } from '#lib/tokens/tokens.ts'
import { hasSecondFactor } from '#lib/two-factor/factors.ts'
import { offerTotp } from '#lib/two-factor/totp-apps.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const days = (count: number) => new Date(now.getTime() + count * 86_400_000)
const bearer = (token: string) => `Bearer ${token}`
const basic = (name: string, token: string) => `Basic ${Buffer.from(`${name}:${token}`).toString('base64')}`

async function make(user: Publisher, wish: Partial<TokenWish> = {}) {
  const made = await createToken(user, { name: 'ci', scope: 'user', ...wish }, nowhere, now)
  if (!made.ok) throw new Error(made.error)
  return made.value
}

async function uploaderOf(token: string, at = now): Promise<Uploader> {
  const checked = await checkToken(bearer(token), nowhere, at)
  if (!checked.ok) throw new Error(checked.error)
  return checked.value
}

test('a token says who holds it and lets them upload to what is theirs', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const uploader = await uploaderOf((await make(user)).token)

  expect(uploader).toMatchObject({ userId: user.id, username: user.username })
  expect(await uploader.may(project, 'upload')).toEqual({ allowed: true, role: 'owner' })
  expect(await uploader.may(null, 'upload')).toEqual({ allowed: true, role: null })
})

test("another's project is refused, whatever the token says", async () => {
  const uploader = await uploaderOf((await make(await givePublisher())).token)
  const theirs = await giveProject(await givePublisher())
  expect(await uploader.may(theirs, 'upload')).toMatchObject({ allowed: false, error: 'no-role' })
})

test('who lost the role has a token that can do nothing', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const uploader = await uploaderOf((await make(user, { scope: [project.name] })).token)
  await db().delete(projectRoles).where(eq(projectRoles.projectId, project.id))
  expect(await uploader.may(project, 'upload')).toMatchObject({ allowed: false, error: 'no-role' })
})

test('a token for one project opens no other, and makes none', async () => {
  const user = await givePublisher()
  const [one, other] = [await giveProject(user), await giveProject(user)]
  const uploader = await uploaderOf((await make(user, { scope: [one.name.toUpperCase()] })).token)

  expect(await uploader.may(one, 'upload')).toMatchObject({ allowed: true })
  expect(await uploader.may(other, 'upload')).toMatchObject({
    error: 'caveat-failed',
    reasons: [`project-scoped token is not valid for project: '${other.normalizedName}'`],
  })
  expect(await uploader.may(null, 'upload')).toMatchObject({ reasons: ['project-scoped token used outside of a project context'] })
})

test('a token says what one of PyPI would say: when it ends, and for whom or for what', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const caveatsOf = async (wish: Partial<TokenWish>) => must(parseToken((await make(user, wish)).token)).caveats
  const ends = `[0,${days(90).getTime() / 1000},0]`
  expect(await caveatsOf({ name: 'all', actions: ['upload', 'read'] })).toEqual([ends, `[3,"${user.id}"]`])
  expect(await caveatsOf({ name: 'one', scope: [project.name], actions: ['upload'] })).toEqual([ends, `[1,["${project.normalizedName}"]]`, `[2,["${project.id}"]]`, '[100,["upload"]]'])
})

test('a token whose id is none is one nobody knows', async () => {
  for (const id of ['', 'x', '-'.repeat(36), '0'.repeat(36)]) {
    const token = encodeToken(mintMacaroon(Buffer.alloc(32), 'localhost', id, []))
    expect(await checkToken(bearer(token), nowhere, now)).toEqual({ ok: false, error: 'unknown-token' })
    expect(await revokeLeakedToken(token, null, nowhere, now)).toBe(false)
  }
})

test('fifty tokens a day, then no more', async () => {
  const user = await givePublisher()
  for (let n = 0; n < 50; n++) await make(user, { name: `ci ${n}` })
  expect(await createToken(user, { name: 'ci 50', scope: 'user' }, nowhere, now)).toEqual({ ok: false, error: 'too-many' })
})

test('a token is of its project, not of a name that another may bear', async () => {
  const user = await givePublisher()
  const [one, other] = [await giveProject(user), await giveProject(user)]
  const uploader = await uploaderOf((await make(user, { scope: [one.name] })).token)
  expect(await uploader.may({ id: one.id, normalizedName: one.normalizedName }, 'upload')).toMatchObject({ allowed: true })
  expect(await uploader.may({ id: other.id, normalizedName: one.normalizedName }, 'upload')).toMatchObject({ error: 'caveat-failed' })
})

test('a token’s key is its own, and lies sealed: moved to another token it opens nothing', async () => {
  const user = await givePublisher()
  const [one, other] = [await make(user), await make(user, { name: 'other' })]
  const rows = await db().select().from(apiTokens).where(eq(apiTokens.userId, user.id))
  const [first, second] = rows.map((row) => openSealed(TOKEN_ROOT_KEYS, { id: row.id, owner: row.userId, sealed: row.sealedKey, keyId: row.keyId }))
  expect(first).toHaveLength(32)
  expect(first).not.toEqual(second)
  expect(Buffer.from(rows[0]?.sealedKey ?? []).includes(Buffer.from(first ?? []))).toBe(false)

  const [moved] = rows.filter(({ id }) => id === other.id)
  await db().update(apiTokens).set({ sealedKey: moved?.sealedKey }).where(eq(apiTokens.id, one.id))
  await expect(checkToken(bearer(one.token), nowhere, now)).rejects.toThrow(/does not open/)
})

test('a token publishes and does not read, unless it was made to', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const uploader = await uploaderOf((await make(user)).token)
  expect(await uploader.may(project, 'upload')).toMatchObject({ allowed: true })
  expect(await uploader.may(project, 'read')).toMatchObject({ error: 'caveat-failed', reasons: ['token is not valid for: read'] })
})

test('a token made before one could choose says nothing of it, and goes on doing both', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const { token } = await make(user, { name: 'old', actions: ['upload', 'read'] })
  const uploader = await uploaderOf(token)
  expect(must(parseToken(token)).caveats.some((caveat) => caveat.startsWith('[100'))).toBe(false)
  for (const action of ['upload', 'read'] as const) expect(await uploader.may(project, action)).toMatchObject({ allowed: true })
  expect(await listTokens(user.id)).toMatchObject([{ name: 'old', permission: { actions: ['upload', 'read'] } }])
})

test('a read token reads and does not upload', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const uploader = await uploaderOf((await make(user, { actions: ['read'] })).token)
  expect(await uploader.may(project, 'read')).toMatchObject({ allowed: true })
  expect(await uploader.may(project, 'upload')).toMatchObject({ reasons: ['token is not valid for: upload'] })
})

test('a token expires after 90 days unless told otherwise', async () => {
  const user = await givePublisher()
  const { token, expiresAt } = await make(user)
  expect(expiresAt).toEqual(days(90))
  expect(await (await uploaderOf(token, new Date(days(90).getTime() - 1000))).may(null, 'upload')).toMatchObject({ allowed: true })
  expect(await (await uploaderOf(token, days(90))).may(null, 'upload')).toMatchObject({ reasons: ['token is expired'] })
})

test('an expiry added offline is enforced', async () => {
  const { token } = await make(await givePublisher())
  const read = parseToken(token)
  if (!read.ok) throw new Error(read.error)
  const narrowed = encodeToken(addCaveat(read.value, `[0,${now.getTime() / 1000},0]`))
  expect(await (await uploaderOf(narrowed)).may(null, 'upload')).toMatchObject({ reasons: ['token is expired'] })
})

test('the stored caveats count even where the string has others', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const made = await make(user)
  await db().update(apiTokens).set({ caveats: ['[1,["ni"]]'] }).where(eq(apiTokens.id, made.id))
  expect(await (await uploaderOf(made.token)).may(project, 'upload')).toMatchObject({ error: 'caveat-failed' })
})

test('a changed caveat and a token of another key have a wrong signature', async () => {
  const { token } = await make(await givePublisher())
  const read = parseToken(token)
  if (!read.ok) throw new Error(read.error)
  const forged = encodeToken({ ...read.value, caveats: ['[100,["read","upload"]]'] })
  expect(await checkToken(bearer(forged), nowhere, now)).toEqual({ ok: false, error: 'wrong-signature' })
})

test('a removed token and a disabled owner are refused alike', async () => {
  const unknown = { ok: false, error: 'unknown-token' }
  const [removed, disabled] = [await givePublisher(), await givePublisher()]
  const tokens = { removed: await make(removed), disabled: await make(disabled) }
  await removeToken(removed, tokens.removed.id, nowhere, now)
  await db().update(users).set({ disabledAt: now }).where(eq(users.id, disabled.id))

  expect(await checkToken(bearer(tokens.removed.token), nowhere, now)).toEqual(unknown)
  expect(await checkToken(bearer(tokens.disabled.token), nowhere, now)).toEqual(unknown)
})

test('while an account is recovered its tokens read and do not publish; once it is secured they do nothing', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const { token } = await make(user, { actions: ['upload', 'read'] })
  const frozen = { allowed: false, error: 'account-frozen', reasons: [] }
  await db().update(users).set({ frozenUntil: days(7) }).where(eq(users.id, user.id))
  expect(await (await uploaderOf(token)).may(project, 'upload')).toEqual(frozen)
  expect(await (await uploaderOf(token)).may(null, 'upload')).toEqual(frozen)
  expect(await (await uploaderOf(token)).may(project, 'read')).toMatchObject({ allowed: true })
  expect(await (await uploaderOf(token, days(7))).may(project, 'upload')).toMatchObject({ allowed: true })

  await db().update(users).set({ securedAt: now }).where(eq(users.id, user.id))
  expect(await (await uploaderOf(token, days(8))).may(project, 'read')).toEqual(frozen)
  expect(await (await uploaderOf(token, days(8))).may(project, 'upload')).toEqual(frozen)
})

test('a token made before its owner was recovered waits for a second factor, wherever factors are only encouraged', async () => {
  const user = await givePublisher()
  const { token } = await make(user)
  await db().update(users).set({ mustHaveFactor: true }).where(eq(users.id, user.id))
  expect(await (await uploaderOf(token)).may(null, 'upload')).toMatchObject({ error: 'second-factor-missing' })
})

test('tokens and pages ask alike for a second factor: an offer is none, a disabled app is one', async () => {
  const user = await givePublisher()
  const { token } = await make(user)
  await db().update(users).set({ mustHaveFactor: true }).where(eq(users.id, user.id))
  await giveRecoveryCodes(user.id, now)
  must(await offerTotp(user.id, now))
  expect(await (await uploaderOf(token)).may(null, 'upload')).toMatchObject({ error: 'second-factor-missing' })
  await giveTotp(user.id, now)
  expect(await (await uploaderOf(token)).may(null, 'upload')).toEqual({ allowed: true, role: null })
  await db().update(totpApps).set({ disabledAt: now }).where(eq(totpApps.userId, user.id))
  expect(await hasSecondFactor(user.id)).toBe(true)
  expect(await (await uploaderOf(token)).may(null, 'upload')).toEqual({ allowed: true, role: null })
})

test('an address that is no longer confirmed stops uploads, but only after the role was looked at', async () => {
  const user = await givePublisher()
  const uploader = await uploaderOf((await make(user)).token)
  await db().execute(`update email_addresses set verified_at = null where user_id = '${user.id}'`)
  expect(await uploader.may(null, 'upload')).toMatchObject({ error: 'address-not-confirmed' })
  expect(await uploader.may(await giveProject(await givePublisher()), 'upload')).toMatchObject({ error: 'no-role' })
})

test('what is no token of ours is told apart only where the client can do something about it', async () => {
  expect(await checkToken(undefined, nowhere, now)).toEqual({ ok: false, error: 'no-credentials' })
  expect(await checkToken(basic('arthur', 'excalibur'), nowhere, now)).toEqual({ ok: false, error: 'not-a-token' })
  expect(await checkToken(basic('__token__', 'excalibur'), nowhere, now)).toEqual({ ok: false, error: 'unknown-token' })
  expect(await checkToken(basic('arthur', 'excalibur'), nowhere, now, 'any-name')).toEqual({ ok: false, error: 'unknown-token' })
  expect(await checkToken(bearer('pypi-AgEIcHlwaS5vcmc'), nowhere, now)).toEqual({ ok: false, error: 'unknown-token' })
})

test('a token for a project that is not yours is not made', async () => {
  const [user, other] = [await givePublisher(), await givePublisher()]
  const theirs = await giveProject(other)
  expect(await createToken(user, { name: 'x', scope: [theirs.name] }, nowhere, now)).toEqual({ ok: false, error: 'not-your-project' })
  expect(await createToken(user, { name: 'x', scope: ['no-such'] }, nowhere, now)).toEqual({ ok: false, error: 'not-your-project' })
  expect(await createToken(user, { name: 'x', scope: [] }, nowhere, now)).toEqual({ ok: false, error: 'no-projects' })
})

test('a name is used once per user, and again after the token is gone', async () => {
  const user = await givePublisher()
  const first = await make(user, { name: 'laptop' })
  expect(await createToken(user, { name: 'laptop', scope: 'user' }, nowhere, now)).toEqual({ ok: false, error: 'name-taken' })
  expect((await createToken(await givePublisher(), { name: 'laptop', scope: 'user' }, nowhere, now)).ok).toBe(true)
  await removeToken(user, first.id, nowhere, now)
  expect((await createToken(user, { name: 'laptop', scope: 'user' }, nowhere, now)).ok).toBe(true)
})

test('lifetimes beyond a year and users without a confirmed address are refused', async () => {
  const user = await givePublisher()
  expect(await createToken(user, { name: 'x', scope: 'user', expiresInDays: 366 }, nowhere, now)).toEqual({ ok: false, error: 'bad-lifetime' })
  expect(await createToken(user, { name: ' ', scope: 'user' }, nowhere, now)).toEqual({ ok: false, error: 'bad-token-name' })
  expect(await createToken(await givePublisher(false), { name: 'x', scope: 'user' }, nowhere, now)).toEqual({ ok: false, error: 'address-not-confirmed' })
})

test('who has a token is told when it is made and when it is removed, and from where; nobody is of one that was not', async () => {
  const user = await givePublisher()
  await lettersSent()
  const origin = { ...nowhere, ip: '203.0.113.9' }
  const { id, expiresAt } = must(await createToken(user, { name: 'ci', scope: 'user' }, origin, now))
  const made = { name: 'ci', ip: '203.0.113.9', when: now.toISOString(), expires: expiresAt.toISOString() }
  expect(await lettersSent()).toMatchObject([{ kind: 'token-created', userId: user.id, to: 'all', values: made }])
  must(await removeToken(user, id, origin, now))
  expect(await lettersSent()).toMatchObject([{ kind: 'token-removed', userId: user.id, to: 'all', values: { name: 'ci', ip: '203.0.113.9', when: now.toISOString() } }])
  expect((await removeToken(user, id, origin, now)).ok).toBe(false)
  expect(await lettersSent()).toEqual([])
})

test("another's token cannot be removed, and looks as if it never was", async () => {
  const [user, intruder] = [await givePublisher(), await givePublisher()]
  const { id, token } = await make(user)
  expect(await removeToken(intruder, id, nowhere, now)).toEqual({ ok: false, error: 'no-such-token' })
  expect((await checkToken(bearer(token), nowhere, now)).ok).toBe(true)
})

test('the list says what each token may do and when it was last used, and never a secret', async () => {
  const user = await givePublisher()
  const project = await giveProject(user, { name: `Holy.Grail-${user.username}` })
  await make(user, { name: 'all', actions: ['upload', 'read'] })
  const { token } = await make(user, { name: 'one', scope: [project.name], actions: ['upload'] })
  await checkToken(bearer(token), { ...nowhere, ip: '203.0.113.9' }, now)

  const listed = await listTokens(user.id)
  expect(listed.find(({ name }) => name === 'all')).toMatchObject({ lastUsedAt: null, permission: { actions: ['upload', 'read'], projects: null, mayCreateProjects: true } })
  expect(listed.find(({ name }) => name === 'one')).toMatchObject({
    lastUsedAt: now,
    lastUsedIp: '203.0.113.9',
    permission: { actions: ['upload'], projects: [{ id: project.id, name: project.name }], mayCreateProjects: false },
  })
  expect(JSON.stringify(listed)).not.toContain('sealedKey')
})

test('making and removing a token is recorded on the account and on the project', async () => {
  const user = await givePublisher()
  const project = await giveProject(user)
  const { id } = await make(user, { scope: [project.name] })
  await removeToken(user, id, nowhere, now)

  const actions = async (where: ReturnType<typeof eq>) => (await db().select().from(auditEvents).where(and(where, eq(auditEvents.tokenId, id)))).map(({ action }) => action)
  expect(await actions(eq(auditEvents.userId, user.id))).toEqual(['token.created', 'token.removed'])
  expect(await actions(eq(auditEvents.projectId, project.id))).toEqual(['token.created', 'token.removed'])
})
