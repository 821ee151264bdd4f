import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { hashPassword } from '#lib/accounts/passwords.ts'
import { db } from '#lib/db/client.ts'
import { files, totpApps, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { makeWheel } from '#lib/testing/archives.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { giveProject } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { formOf, send, useIndex } from '#lib/testing/upload-client.ts'
import { checkPasswordPublisher } from './password-publisher.ts'

process.env.UPLOAD_PASSWORDS = 'allowed'
useDatabase()
useIndex()

const PASSWORD = 'correct horse battery staple'
const now = new Date()
const basic = (name: string, password = PASSWORD) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
const givePerson = async () => makeUser({ passwordHash: await hashPassword(PASSWORD) })
let counter = 0

async function upload(auth: string, name = `bors-${process.pid}-${counter++}`) {
  return send(formOf(makeWheel({ name, version: '1.0' }), { name, version: '1.0' }), { auth })
}

test('where the operator allows it, a name and a password publish what that account may', async () => {
  const user = await givePerson()
  expect((await upload(basic(user.username))).status).toBe(200)
  expect(await db().select().from(files).where(eq(files.uploadedBy, user.id))).toMatchObject([{ tokenId: null }])
  const theirs = await giveProject(await givePerson())
  expect((await upload(basic(user.username), theirs.name)).reason).toMatch(/^The user '.*' isn't allowed to upload to project /)
})

test('a wrong password, an unknown name and a disabled account are answered alike, and counted', async () => {
  const user = await givePerson()
  const disabled = await givePerson()
  await db().update(users).set({ disabledAt: now }).where(eq(users.id, disabled.id))
  for (const auth of [basic(user.username, 'wrong wrong wrong'), basic('nobody-at-all'), basic(disabled.username)]) {
    expect(await upload(auth)).toMatchObject({ status: 403, reason: expect.stringMatching(/^Invalid or non-existent authentication information\./) })
  }
  const somewhere = { ...nowhere, ip: '203.0.113.9' }
  for (let n = 0; n < 10; n++) await checkPasswordPublisher(basic(user.username, 'wrong wrong wrong'), somewhere, now)
  expect(await checkPasswordPublisher(basic(user.username), somewhere, now)).toEqual({ ok: false, error: 'throttled' })
})

test('who has a second factor needs a token: the password alone does not go around it', async () => {
  const user = await givePerson()
  await db().insert(totpApps).values({ userId: user.id, sealedSecret: Buffer.alloc(1), keyId: 'k', confirmedAt: now })
  expect((await upload(basic(user.username))).reason).toMatch(/^Username\/Password authentication is no longer supported for this account/)
})

test('who must have a second factor again publishes nothing with a password, wherever factors are only encouraged', async () => {
  const user = await givePerson()
  await db().update(users).set({ mustHaveFactor: true }).where(eq(users.id, user.id))
  expect(await upload(basic(user.username))).toMatchObject({ status: 403, reason: expect.stringMatching(/two-factor/i) })
})

test('a password known from a breach publishes nothing', async () => {
  const user = await givePerson()
  await db().update(users).set({ passwordBreachedAt: now }).where(eq(users.id, user.id))
  expect(await upload(basic(user.username))).toMatchObject({ status: 403, reason: expect.stringMatching(/^The password was found in a breach of another site\. Sign in at /) })
})

test('while a recovery is running, and without a confirmed address, nothing is published', async () => {
  const user = await givePerson()
  await db().update(users).set({ frozenUntil: new Date(now.getTime() + 1000) }).where(eq(users.id, user.id))
  expect(await checkPasswordPublisher(basic(user.username), nowhere, now)).toEqual({ ok: false, error: 'account-frozen' })
  const unconfirmed = await makeUser({ passwordHash: await hashPassword(PASSWORD), confirmed: false })
  expect((await upload(basic(unconfirmed.username))).status).toBe(403)
})
