import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, projectRoles, projects } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { barToken } from '#lib/projects/barred-tokens.ts'
import { addMember } from '#lib/projects/members.ts'
import { whoCanPublish } from '#lib/projects/who-can-publish.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { giveFile, giveProject, givePublisher, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')

/** A project with an owner and a maintainer, who has a token for everything. */
async function scene() {
  const [owner, helper] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  await db().transaction((tx) => addMember(tx, project, { userId: helper.id, username: helper.username, role: 'maintainer' }, owner, nowhere, now))
  return { owner, helper, project, made: must(await createToken(helper, { name: 'laptop', scope: 'user', actions: ['upload', 'read'] }, nowhere, now)) }
}
const uploader = async (token: string) => must(await checkToken(`Bearer ${token}`, nowhere, now))
const tokensListed = async (projectId: string) => (await whoCanPublish(projectId, now)).people.flatMap(({ tokens }) => tokens.map(({ name }) => name))

test('a token that is taken out of a project does nothing there and everything elsewhere, and its owner is told', async () => {
  const { owner, helper, project, made } = await scene()
  const other = await giveProject(helper)
  expect(await (await uploader(made.token)).may(project, 'upload')).toMatchObject({ allowed: true })
  expect(await tokensListed(project.id)).toEqual(['laptop'])

  expect(await barToken(project.name.toUpperCase(), owner, made.id, nowhere, now)).toEqual({ ok: true })
  const { may } = await uploader(made.token)
  for (const action of ['upload', 'read'] as const) expect(await may(project, action)).toEqual({ allowed: false, error: 'token-barred', reasons: [] })
  expect(await may(other, 'upload')).toMatchObject({ allowed: true })
  expect(await tokensListed(project.id)).toEqual([])
  const letters = await lettersTo(`${helper.username}@camelot.example`, now)
  expect(letters.find(({ subject }) => subject === `Your API token was removed from ${project.name}`)?.text)
    .toContain(`${owner.username} removed your API token “laptop” from the project ${project.name}.`)
  const [event] = await db().select().from(auditEvents).where(and(eq(auditEvents.action, 'token.barred'), eq(auditEvents.projectId, project.id)))
  expect(event).toMatchObject({ actorId: owner.id, userId: helper.id, tokenId: made.id, detail: { name: 'laptop', project: project.name, user: helper.username } })
})

test('a token that only installs is no publisher, and is taken out as any other', async () => {
  const { owner, helper, project } = await scene()
  const reader = must(await createToken(helper, { name: 'mirror', scope: [project.name], actions: ['read'] }, nowhere, now))
  const readers = async () => (await whoCanPublish(project.id, now)).readTokens.map(({ name, scope, username }) => ({ name, scope, username }))
  expect(await tokensListed(project.id)).toEqual(['laptop'])
  expect(await readers()).toEqual([{ name: 'mirror', scope: 'projects', username: helper.username }])

  expect(await barToken(project.name, owner, reader.id, nowhere, now)).toEqual({ ok: true })
  expect(await (await uploader(reader.token)).may(project, 'read')).toEqual({ allowed: false, error: 'token-barred', reasons: [] })
  expect(await readers()).toEqual([])
  expect(await tokensListed(project.id)).toEqual(['laptop'])
})

test('only an owner does it, and only to what can publish or read the project', async () => {
  const { owner, helper, project, made } = await scene()
  const stranger = await givePublisher()
  const theirs = must(await createToken(stranger, { name: 'theirs', scope: 'user' }, nowhere, now))
  const bar = (actor: Publisher, id: string) => barToken(project.name, actor, id, nowhere, now)
  for (const actor of [helper, stranger]) expect(await bar(actor, made.id)).toEqual({ ok: false, error: 'not-allowed' })
  expect(await bar(owner, theirs.id)).toEqual({ ok: false, error: 'no-such-token' })
  expect(await bar(owner, made.id)).toEqual({ ok: true })
  expect(await bar(owner, made.id)).toEqual({ ok: false, error: 'no-such-token' })
  expect(await barToken('no-such-project', owner, made.id, nowhere, now)).toEqual({ ok: false, error: 'no-such-project' })
})

test('an owner whose role goes while they ask takes no token out', async () => {
  const { owner, project, made } = await scene()
  const demote = async (tx: Parameters<Parameters<typeof heldOpen>[0]>[0]) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.update(projectRoles).set({ role: 'maintainer' }).where(and(eq(projectRoles.projectId, project.id), eq(projectRoles.userId, owner.id)))
  }
  expect(await heldOpen(demote, () => [barToken(project.name, owner, made.id, nowhere, now)])).toEqual([{ ok: false, error: 'not-allowed' }])
})

test('one sees when each person last published there', async () => {
  const { owner, helper, project } = await scene()
  const release = await giveRelease(project, '1.0')
  for (const day of ['2026-03-01', '2026-05-01', '2026-04-01']) await giveFile(release, { uploadedBy: helper.id, uploadedAt: new Date(day) })
  await giveFile(await giveRelease(await giveProject(helper), '1.0'), { uploadedBy: owner.id })
  const { people } = await whoCanPublish(project.id, now)
  expect(people.map(({ username, lastPublishedAt }) => [username, lastPublishedAt])).toEqual([[owner.username, null], [helper.username, new Date('2026-05-01')]])
})
