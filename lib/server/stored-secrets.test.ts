import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from '#lib/accounts/passwords.ts'
import { isCannotStart } from '#lib/cannot-start.ts'
import { databaseUrl, db } from '#lib/db/client.ts'
import { holdKeyLock } from '#lib/db/key-lock.ts'
import * as schema from '#lib/db/schema.ts'
import { openSealed } from '#lib/db/sealed-store.ts'
import { environment } from '#lib/env.ts'
import { startLogin } from '#lib/login/login.ts'
import { nowhere } from '#lib/origin.ts'
import { makeUser, type TestUser } from '#lib/testing/factories.ts'
import { newKey, startWithKeys } from '#lib/testing/keys.ts'
import { sideBySide } from '#lib/testing/races.ts'
import { eventsOf, giveRecoveryCodes, giveTotp, lettersSent, must, type TestApp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { createToken } from '#lib/tokens/tokens.ts'
import { spendRecoveryCode } from '#lib/two-factor/recovery-codes.ts'
import { spendTotpCode, TOTP_SECRETS } from '#lib/two-factor/totp-apps.ts'
import { dropOldKeys, reseal, rotateSecretsKey } from './key-commands.ts'
import { forgetLostSecrets } from './lost-key.ts'
import { countNeedingOldKeys, openStoredSecrets, resealStoredSecrets, serverKeyId, STORES } from './stored-secrets.ts'

useDatabase()
const { keptPeppers, recoveryCodes, totpApps, users } = schema
const PASSWORD = 'correct horse battery staple'
const start = new Date('2026-11-24T12:00:00Z')
let clock = 0
/** A time whose code nobody has spent. */
const next = () => new Date(start.getTime() + ++clock * 60_000)
const quiet = () => {}

type Holder = { user: TestUser; app: TestApp; codes: string[]; token: string }
let [oldKey, newOne] = [newKey(), newKey()]
let holder: Holder

beforeEach(async () => {
  await db().execute(sql`truncate users, kept_peppers cascade`)
  ;[oldKey, newOne] = [newKey(), newKey()]
  startWithKeys(oldKey)
  holder = await giveEverything()
})

async function giveEverything(): Promise<Holder> {
  const user = await makeUser({ passwordHash: await hashPassword(PASSWORD) })
  const codes = await giveRecoveryCodes(user.id, start)
  const app = await giveTotp(user.id, start)
  const { token } = must(await createToken(user, { name: 'ci', scope: 'user' }, nowhere, start))
  return { user, app, codes, token }
}

/** What of all that works: each by the verb that people use. */
async function whatWorks({ user, app, codes, token }: Holder): Promise<string[]> {
  const now = next()
  const [row] = await db().select().from(users).where(eq(users.id, user.id))
  const works = {
    password: await verifyPassword(row?.passwordHash ?? null, PASSWORD),
    app: (await db().transaction((tx) => spendTotpCode(tx, user.id, app.codeAt(now), now))) !== null,
    code: (await db().transaction((tx) => spendRecoveryCode(tx, user.id, codes.shift() ?? '', now))) === 'ok',
    token: (await checkToken(`Bearer ${token}`, nowhere, now).catch(() => null))?.ok === true,
  }
  return Object.entries(works).flatMap(([name, works]) => (works ? name : []))
}
const EVERYTHING = ['password', 'app', 'code', 'token']

const refusal = () => openStoredSecrets().then(() => null, (trouble: unknown) => trouble)

test('with the old key beside the new one everything works, during the change and after it; in the end the new one alone is enough', async () => {
  startWithKeys(newOne, oldKey)
  await openStoredSecrets()
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
  const late = await giveEverything()

  const lines: string[] = []
  expect(await reseal(environment(), (line) => lines.push(line))).toMatchObject({ code: 0, facts: { resealed: 2, unreadable: 0, left: 0 } })
  expect(lines).toEqual(['authenticator apps: 1 of 1 sealed anew', 'API tokens: 1 of 1 sealed anew'])
  expect(await whatWorks(holder)).toEqual(EVERYTHING)

  startWithKeys(newOne)
  await openStoredSecrets()
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
  expect(await whatWorks(late)).toEqual(EVERYTHING)
})

test('a second change carries the peppers of the first one on; a pepper that nothing needs is forgotten', async () => {
  startWithKeys(newOne, oldKey)
  await resealStoredSecrets(quiet)
  const third = newKey()
  startWithKeys(third, newOne)
  await openStoredSecrets()
  await resealStoredSecrets(quiet)
  expect(await countNeedingOldKeys()).toBe(0)
  startWithKeys(third)
  await openStoredSecrets()
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
  expect(await db().$count(keptPeppers)).toBe(2)

  await db().delete(recoveryCodes)
  await resealStoredSecrets(quiet)
  expect((await db().select().from(keptPeppers)).map(({ purpose }) => purpose)).toEqual(['password pepper'])
})

test('at the next sign-in a password gets the new pepper', async () => {
  startWithKeys(newOne, oldKey)
  const hash = async () => (await db().select().from(users).where(eq(users.id, holder.user.id)))[0]?.passwordHash ?? ''
  expect(needsRehash(await hash())).toBe(true)
  expect((await startLogin({ login: holder.user.username, password: PASSWORD, next: '' }, null, nowhere, next())).ok).toBe(true)
  expect(needsRehash(await hash())).toBe(false)
  startWithKeys(newOne)
  expect(await verifyPassword(await hash(), PASSWORD)).toBe(true)
})

test.each([
  ['the apps', 'authenticator app'], ['the tokens', 'token'], ['the passwords', 'password'], ['the codes', 'codes'],
])('another key, where only %s hang on the old one, stops the start with one line that names variable and cure', async (_, kept) => {
  if (kept !== 'authenticator app') await db().delete(totpApps)
  if (kept !== 'token') await db().delete(schema.apiTokens)
  if (kept !== 'password') await db().update(users).set({ passwordHash: null })
  if (kept !== 'codes') await db().delete(recoveryCodes)
  startWithKeys(newOne)
  const trouble = await refusal()
  expect(isCannotStart(trouble)).toBe(true)
  expect(String(trouble)).toMatch(/SECRETS_KEY [^\n]*SECRETS_KEY_OLD[^\n]*docs\/keys\.md has the steps$/)
  startWithKeys(oldKey)
  expect(await refusal()).toBeNull()
})

test('a kept pepper whose key is gone stops the start', async () => {
  startWithKeys(newOne, oldKey)
  await resealStoredSecrets(quiet)
  await db().delete(totpApps)
  await db().delete(schema.apiTokens)
  startWithKeys(oldKey)
  expect(isCannotStart(await refusal())).toBe(true)
})

test('old keys are not dropped while something needs one, and a new one is not made in DATA_DIR where a variable gives it', async () => {
  startWithKeys(newOne, oldKey)
  expect(await dropOldKeys(environment())).toMatchObject({ code: 1, facts: { left: 4 } })
  expect(await rotateSecretsKey(environment())).toMatchObject({ code: 1, line: expect.stringContaining('SECRETS_KEY_OLD') })
  await resealStoredSecrets(quiet)
  expect(await dropOldKeys(environment())).toMatchObject({ code: 0, line: expect.stringContaining('take it out of the variables') })
})

test('nothing is sealed anew while a server runs that knows only the old key', async () => {
  const running = await holdKeyLock(databaseUrl(), serverKeyId())
  startWithKeys(newOne, oldKey)
  expect(await reseal(environment(), quiet)).toMatchObject({ code: 1, line: expect.stringMatching(/restart it/) })
  expect(await countNeedingOldKeys()).toBe(4)
  await running.release()
  const restarted = await holdKeyLock(databaseUrl(), serverKeyId())
  expect(await reseal(environment(), quiet)).toMatchObject({ code: 0 })
  await restarted.release()
})

test('a row that was altered, or moved, is left as it is and told of; the others are sealed anew', async () => {
  const other = await giveEverything()
  const bytesOf = async (id: string) => (await db().select().from(totpApps).where(eq(totpApps.id, id)))[0]
  const theirs = await bytesOf(other.app.id)
  await db().update(totpApps).set({ sealedSecret: theirs?.sealedSecret }).where(eq(totpApps.id, holder.app.id))
  const before = await bytesOf(holder.app.id)
  startWithKeys(newOne, oldKey)
  expect(await reseal(environment(), quiet)).toMatchObject({ code: 1, facts: { resealed: 3, unreadable: 1, left: 1 }, line: expect.stringContaining('1 do not open') })
  expect(await bytesOf(holder.app.id)).toEqual(before)
  startWithKeys(newOne, oldKey)
  expect(await whatWorks(other)).toEqual(EVERYTHING)
})

test('what two runs side by side do is what one would do', async () => {
  await Promise.all([giveEverything(), giveEverything()])
  startWithKeys(newOne, oldKey)
  await sideBySide(5, () => resealStoredSecrets(quiet))
  expect(await countNeedingOldKeys()).toBe(0)
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
})

test('twenty read at once, again and again, while everything is sealed anew: none fails', async () => {
  await fillWith(100)
  startWithKeys(newOne, oldKey)
  await openStoredSecrets()
  const ids = (await db().select({ id: totpApps.id }).from(totpApps)).map(({ id }) => id)
  let isDone = false
  const readers = sideBySide(20, async (n) => {
    let reads = 0
    for (let last = false; !last; reads++) {
      last = isDone
      expect((await checkToken(`Bearer ${holder.token}`, nowhere, start)).ok).toBe(true)
      expect(await countOpening(ids[(n * 31 + reads) % ids.length])).toBe(1)
    }
    return reads
  })
  expect(await resealStoredSecrets(quiet)).toEqual({ resealed: 102, unreadable: 0 })
  isDone = true
  for (const reads of await readers) expect(reads).toBeGreaterThan(1)
  expect(await countNeedingOldKeys()).toBe(0)
})

test('kill -9 in the middle loses nothing, and the next run does the rest', async () => {
  await fillWith(300)
  const ids = (await db().select({ id: totpApps.id }).from(totpApps).orderBy(totpApps.id)).map(({ id }) => id)
  startWithKeys(newOne, oldKey)
  await db().transaction(async (tx) => {
    await tx.select().from(totpApps).where(eq(totpApps.id, ids[150] ?? '')).for('update') // there it will stand when it is killed
    const run = resealInAnotherProcess()
    for await (const text of run.stdout) if (String(text).includes('100 of 301')) break
    run.kill('SIGKILL')
    await once(run, 'exit')
  })
  const anew = (await db().select({ keyId: totpApps.keyId }).from(totpApps)).filter(({ keyId }) => keyId === TOTP_SECRETS.keys.current().id).length
  expect(anew).toBeGreaterThanOrEqual(100)
  expect(anew).toBeLessThan(301)
  expect(await countOpening()).toBe(301)
  expect(await reseal(environment(), quiet)).toMatchObject({ code: 0, facts: { unreadable: 0, left: 0 } })
  startWithKeys(newOne)
  await openStoredSecrets()
  expect(await countOpening()).toBe(301)
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
})

test('hashes and codes of before there were key ids are given the oldest one, at the start', async () => {
  const [row] = await db().select().from(users).where(eq(users.id, holder.user.id))
  await db().update(users).set({ passwordHash: row?.passwordHash?.replace(/,keyid=[^$]+/, '') })
  await db().update(recoveryCodes).set({ keyId: null })
  startWithKeys(newOne, oldKey)
  await openStoredSecrets()
  expect((await db().select().from(users).where(eq(users.id, holder.user.id)))[0]?.passwordHash).toBe(row?.passwordHash)
  await resealStoredSecrets(quiet)
  startWithKeys(newOne)
  await openStoredSecrets()
  expect(await whatWorks(holder)).toEqual(EVERYTHING)
})

test('a key that is lost for good: what needs it is taken away, its owners are told, and the server starts', async () => {
  startWithKeys(newOne)
  const untouched = await giveEverything()
  await lettersSent()
  expect(await forgetLostSecrets(next())).toMatchObject({ code: 0, facts: { accounts: 1 } })
  await openStoredSecrets()
  expect(await whatWorks(holder)).toEqual([])
  expect(await whatWorks(untouched)).toEqual(EVERYTHING)
  expect((await db().select().from(users).where(eq(users.id, holder.user.id)))[0]).toMatchObject({ passwordHash: null, mustHaveFactor: true })
  expect(await eventsOf(holder.user.id)).toContain('secrets.lost')
  expect(await lettersSent()).toContainEqual(expect.objectContaining({ kind: 'secrets-lost', userId: holder.user.id, to: 'all' }))
})

test('every sealed column of the schema is sealed anew', () => {
  const sealed = Object.values(schema).filter((value) => value instanceof PgTable).map(getTableConfig)
    .flatMap(({ name, columns }) => columns.filter((column) => column.name.startsWith('sealed_')).map((column) => `${name}.${column.name}`))
  expect(STORES.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(sealed.toSorted())
})

/** So many more apps of the holder's, each with a sealed secret of its own. */
async function fillWith(count: number): Promise<void> {
  const { seal } = await import('#lib/protocol/sealed.ts')
  const { randomUUID } = await import('node:crypto')
  const [key, userId] = [TOTP_SECRETS.keys.current(), holder.user.id]
  await db().insert(totpApps).values(Array.from({ length: count }, (_, n) => {
    const id = randomUUID()
    return { id, userId, name: `app ${n}`, keyId: key.id, sealedSecret: seal(Buffer.from(`secret of ${id}`), key, TOTP_SECRETS.context(userId, id)) }
  }))
}

/** How many apps (or whether this one) open, and to their own secret. */
async function countOpening(only?: string): Promise<number> {
  const rows = await db().select().from(totpApps).where(only ? eq(totpApps.id, only) : undefined)
  const opened = rows.map((row) => ({ ...row, secret: openSealed(TOTP_SECRETS, { id: row.id, owner: row.userId, sealed: row.sealedSecret, keyId: row.keyId }) }))
  return opened.filter(({ id, secret }) => secret && (id === holder.app.id || Buffer.from(secret).toString() === `secret of ${id}`)).length
}

function resealInAnotherProcess() {
  const script = `
    import { openDatabase } from '#lib/db/client.ts'
    import { resealStoredSecrets } from '#lib/server/stored-secrets.ts'
    openDatabase(process.env.DATABASE_URL)
    await resealStoredSecrets((line) => console.log(line))`
  const root = resolve(import.meta.dirname, '../..')
  return spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env: { ...process.env, DATABASE_URL: databaseUrl() }, stdio: ['ignore', 'pipe', 'inherit'] })
}
