import { and, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, emailAddresses, settings, users } from '#lib/db/schema.ts'
import { makeWheel } from '#lib/testing/archives.ts'
import { givePublisher, giveProject } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { formOf, givePublishing, giveToken, newName, plainWheel, projectOf, send, useIndex } from '#lib/testing/upload-client.ts'

useDatabase()
useIndex()

test('what came in the clear is refused before the token is looked at', async () => {
  const { name, wheel, auth } = await givePublishing()
  const answer = await send(wheel(), { auth, headers: { 'x-wheelkeep-in-the-clear': '1' } })
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(/^SSL is required/) })
  expect((await send(wheel(), { headers: { 'x-wheelkeep-in-the-clear': '1' } })).reason).toMatch(/^SSL is required/)
  expect(await projectOf(name)).toBeUndefined()
})

test.each([
  ['nobody', undefined, /^Invalid or non-existent authentication information\./],
  ['an unknown token', 'Bearer pypi-AgEIcHlwaS5vcmcCJDBiNmYwZjVlLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMQACB1szLCJ1Il0AAAYgLwa5h375OZEiiRLi4gVli_pgw0AMVNosERYYBzANvo4', /^Invalid or non-existent authentication information\./],
  ['a name and a password', `Basic ${Buffer.from('arthur:excalibur').toString('base64')}`, /^Username\/Password authentication is no longer supported\. .*\/manage\/account\/token\//],
])('%s is told 403, never 401, and nothing is taken in', async (_who, auth, opening) => {
  const { name, wheel } = await givePublishing()
  const answer = await send(wheel(), { auth })
  expect(answer.status).toBe(403)
  expect(answer.reason).toMatch(opening)
  expect(answer.headers['www-authenticate']).toBeUndefined()
  expect(await projectOf(name)).toBeUndefined()
})

test("another's project is refused, and so is a token made for another project", async () => {
  const theirs = await giveProject(await givePublisher())
  const { publisher, wheel, send: sendAs } = await givePublishing(theirs.name)
  const stranger = await sendAs(wheel())
  expect(stranger).toMatchObject({ status: 403 })
  expect(stranger.reason).toBe(`The user '${publisher.username}' isn't allowed to upload to project '${theirs.name}'. Ask an owner of the project to invite this user, or choose another name. See http://localhost:3000/help/problems/#role`)

  const mine = await giveProject(publisher)
  const auth = await giveToken(publisher, { scope: [mine.name] })
  const scoped = await send(formOf(makeWheel({ name: newName(), version: '1' }), { name: newName(), version: '1' }), { auth })
  expect(scoped).toMatchObject({ status: 403, reason: expect.stringMatching(/^Invalid API Token: project-scoped token /) })
})

test('a token that was made to install publishes nothing, and is told where one that does is made', async () => {
  const publisher = await givePublisher()
  const mine = await giveProject(publisher)
  const auth = await giveToken(publisher, { actions: ['read'] })
  for (const name of [mine.name, newName()]) {
    const refused = await send(formOf(makeWheel({ name, version: '1' }), { name, version: '1' }), { auth })
    expect(refused).toMatchObject({ status: 403, reason: expect.stringMatching(/^Invalid API Token: token is not valid for: upload\. It was made to install: make one that publishes at http:\/\/localhost:3000\/manage\/account\/token\/\./) })
    expect(refused.headers['www-authenticate']).toBeUndefined()
  }
})

test('the form is judged before the permission, the permission before the file', async () => {
  const theirs = await giveProject(await givePublisher())
  const { wheel, send } = await givePublishing(theirs.name)
  const answer = await send(wheel({ zip: { after: 'x' } }, { classifiers: 'No :: Such' }), 'application/json')
  expect(JSON.parse(answer.body).problems.map((p: { rule: string }) => p.rule)).toEqual([expect.any(String), 'no-role'])
  expect(answer.reason).toMatch(/^'No :: Such' is not a valid classifier\./)
})

test('without a confirmed address nobody publishes', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().update(emailAddresses).set({ verifiedAt: null }).where(eq(emailAddresses.userId, publisher.id))
  expect(await send(wheel())).toMatchObject({
    status: 403, reason: expect.stringMatching(/^User '.*', associated with the API token used, does not have a verified primary email address\./),
  })
})

test('what was refused stands in the history of the account, by the name of the rule', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await send(wheel({}, { sha256_digest: 'a'.repeat(64) }))
  expect(await db().select().from(auditEvents).where(and(eq(auditEvents.userId, publisher.id), eq(auditEvents.action, 'file.refused')))).toMatchObject([
    { outcome: 'failure', projectId: null, tokenId: expect.any(String), detail: { name, reason: 'digest-mismatch' } },
  ])
})

test('a token of a disabled account is unknown', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, publisher.id))
  expect((await send(wheel())).status).toBe(403)
})

test.each([['archived', /It is|The project is archived/], ['quarantined', /quarantine/]])('a project that is %s takes nothing', async (status, why) => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveProject(publisher, { name, status })
  const answer = await send(wheel())
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(/^The user '.*' isn't allowed to upload to project /) })
  expect(answer.reason).toMatch(why)
})

test('a deleted project keeps its name, and takes nothing', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  await giveProject(publisher, { name, deletedAt: new Date() })
  expect(await send(wheel())).toMatchObject({ status: 403, reason: expect.stringMatching(/deleted/) })
})

test.each([
  ['read-only', /^Read-only mode: Uploads are temporarily disabled\./],
  ['refuse-uploads', /^New uploads are temporarily disabled\./],
  ['refuse-new-projects', /^New project registration temporarily disabled\./],
])('the rule %s is told in the words PyPI uses', async (rule, opening) => {
  const { wheel, send } = await givePublishing()
  await db().insert(settings).values({ key: `rule.${rule}`, value: true })
  const answer = await send(wheel())
  await db().delete(settings).where(eq(settings.key, `rule.${rule}`))
  expect(answer).toMatchObject({ status: 403, reason: expect.stringMatching(opening) })
})

test('names of the standard library are refused where that rule is on', async () => {
  const { auth } = await givePublishing()
  await db().insert(settings).values({ key: 'rule.refuse-standard-library-names', value: true })
  const answer = await send(plainWheel('argparse'), { auth })
  await db().delete(settings).where(eq(settings.key, 'rule.refuse-standard-library-names'))
  expect(answer.reason).toMatch(/^The name 'argparse' isn't allowed \(conflict with /)
})

test('the twenty-first new project within an hour is too many', async () => {
  const { publisher, wheel, send } = await givePublishing()
  await db().execute(sql`insert into rate_limits (key, count, ends_at) values (${`projectCreatedPerAccount:${publisher.id}:3600`}, 20, now() + interval '1 hour')`)
  expect(await send(wheel())).toMatchObject({ status: 429, reason: expect.stringMatching(/^Too many new projects created/) })
})
