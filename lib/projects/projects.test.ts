import { and, eq, inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, journal, projectRoles, projects, settings, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { invite } from '#lib/projects/invitations.ts'
import { changeRole, handOver, removeMember, addMember } from '#lib/projects/members.ts'
import { checkNewName, createProject, permitProject } from '#lib/projects/create.ts'
import { findProject, findRole, listMembers, mayRead, requireRole } from '#lib/projects/projects.ts'
import { ruleKey } from '#lib/projects/site-rules.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { whoCanPublish } from '#lib/projects/who-can-publish.ts'
import { givePublisher, giveProject, type Publisher } from '#lib/testing/publishing.ts'
import { heldOpen, whileWritesWait } from '#lib/testing/races.ts'
import { giveSecurityKey, giveTotp } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')

async function permit(name: string, user: Publisher) {
  const permitted = await permitProject(name, user, nowhere, now)
  if (!permitted.ok) throw new Error(permitted.error)
  return permitted.value
}
const create = async (name: string, user: Publisher) => {
  const permitted = await permit(name, user)
  return db().transaction((tx) => createProject(tx, permitted, nowhere, now))
}
async function join(project: typeof projects.$inferSelect, user: Publisher, role: 'owner' | 'maintainer' = 'maintainer') {
  await db().transaction((tx) => addMember(tx, project, { userId: user.id, username: user.username, role }, user, nowhere, now))
}

test('who makes a project owns it, and the journal and the record say so', async () => {
  const user = await givePublisher()
  const made = await create('Coconut.Migration', user)
  if (!made.ok) throw new Error(made.error)

  expect(await requireRole('coconut_migration', user.id, 'owner')).toMatchObject({ ok: true, value: { role: 'owner' } })
  const entries = await db().select().from(journal).where(eq(journal.projectId, made.value.id)).orderBy(journal.serial)
  expect(entries.map(({ action }) => action)).toEqual(['create', `add Owner ${user.username}`])
  expect((await findProject('coconut-migration'))?.serial).toBe(entries[1]?.serial)
  const events = await db().select().from(auditEvents).where(eq(auditEvents.projectId, made.value.id))
  expect(events.map(({ action }) => action)).toEqual(['project.created', 'role.added'])
})

test.each([
  ['holy grail', 'name-invalid'],
  ['-grail', 'name-invalid'],
  ['Taken_Name', 'name-conflicts'],
  ['requirements.txt', 'name-prohibited'],
  ['taken-narne1', null],
  ['takenname', 'name-too-similar'],
  ['ta-ken.NAME', 'name-too-similar'],
  ['sys', null],
])('the name %s: %s', async (name, refusal) => {
  const user = await givePublisher()
  if (!(await findProject('taken-name'))) await giveProject(user, { name: 'taken.name' })
  expect(await checkNewName(db(), name)).toMatchObject(refusal ? { error: refusal } : { ok: true })
})

test('names of the standard library are refused where the operator asks for it', async () => {
  await db().insert(settings).values({ key: ruleKey('refuse-standard-library-names'), value: true })
  expect(await checkNewName(db(), 'json')).toMatchObject({ error: 'name-standard-library' })
  await db().delete(settings)
})

test('a deleted project keeps its name', async () => {
  const gone = await giveProject(await givePublisher(), { deletedAt: now })
  expect(await findProject(gone.name)).toBe(null)
  expect(await checkNewName(db(), gone.name)).toMatchObject({ error: 'name-conflicts' })
})

test('an unconfirmed address, too many projects and a closed door each refuse', async () => {
  expect(await permitProject('ni', await givePublisher(false), nowhere, now)).toMatchObject({ error: 'address-not-confirmed' })

  const eager = await givePublisher()
  for (let made = 0; made < 20; made++) await permitProject('-', eager, nowhere, now)
  expect(await permitProject('shrubbery', eager, nowhere, now)).toMatchObject({ error: 'too-many-projects' })

  const later = new Date(now.getTime() + 3_600_001)
  await db().insert(settings).values({ key: ruleKey('refuse-new-projects'), value: true })
  expect(await permitProject('shrubbery', eager, nowhere, later)).toMatchObject({ error: 'new-projects-refused' })
  await db().delete(settings)
})

test('of twenty who want one name at once, or one the eye takes for it, one owns it and the others are refused', async () => {
  const permits = await Promise.all(Array.from({ length: 20 }, async (_, n) => permit(['swallow', 'swa11ow', 'Swallow'][n % 3] ?? '', await givePublisher())))
  const outcomes = await whileWritesWait(['projects'], () => permits.map((permitted) => db().transaction((tx) => createProject(tx, permitted, nowhere, now))))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  const [project, ...others] = await db().select().from(projects).where(eq(projects.confusableName, 'swa110w'))
  expect(others).toEqual([])
  expect(await listMembers(project?.id ?? '')).toHaveLength(1)
})

test('a private project is there for its members only', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner, { isPrivate: true })
  expect(await mayRead(project, null)).toBe(false)
  expect(await mayRead(project, stranger.id)).toBe(false)
  expect(await mayRead(project, owner.id)).toBe(true)
  expect(await requireRole(project.name, stranger.id, 'maintainer')).toMatchObject({ error: 'no-such-project' })
})

test('a maintainer publishes but does not manage', async () => {
  const [owner, helper] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  await join(project, helper)
  expect(await requireRole(project.name, helper.id, 'maintainer')).toMatchObject({ ok: true })
  expect(await requireRole(project.name, helper.id, 'owner')).toMatchObject({ error: 'not-allowed' })
  expect(await removeMember(project.name, helper, owner.id, nowhere, now)).toMatchObject({ error: 'not-allowed' })
  expect(await changeRole(project.name, helper, helper.id, 'owner', nowhere, now)).toMatchObject({ error: 'own-role' })
  expect(await removeMember(project.name, helper, helper.id, nowhere, now)).toMatchObject({ ok: true })
  expect(await findRole(project.id, helper.id)).toBe(null)
})

test('the last owner stays', async () => {
  const owner = await givePublisher()
  const project = await giveProject(owner)
  expect(await removeMember(project.name, owner, owner.id, nowhere, now)).toMatchObject({ error: 'last-owner' })
})

test('a project is handed over in one: the member owns it, whoever did is a maintainer, and its name had to be typed', async () => {
  const [owner, heir] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  const hand = (typed: string, to = heir.id) => handOver(project.name, typed, owner, to, nowhere, now)
  expect(await hand(project.name)).toMatchObject({ error: 'no-such-member' })
  await join(project, heir)
  expect(await hand('something else')).toMatchObject({ error: 'wrong-confirmation' })
  expect(await hand(project.name, owner.id)).toMatchObject({ error: 'own-role' })
  expect([await findRole(project.id, owner.id), await findRole(project.id, heir.id)]).toEqual(['owner', 'maintainer'])

  expect(await hand(` ${project.name} `)).toMatchObject({ ok: true })
  expect([await findRole(project.id, owner.id), await findRole(project.id, heir.id)]).toEqual(['maintainer', 'owner'])
  expect(await hand(project.name)).toMatchObject({ error: 'not-allowed' })
})

test('a project is left to nobody whose account is disabled', async () => {
  const [owner, other, helper] = [await givePublisher(), await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  await join(project, other, 'owner')
  await join(project, helper)
  await db().update(users).set({ disabledAt: now }).where(inArray(users.id, [other.id, helper.id]))
  for (const heir of [other, helper]) expect(await handOver(project.name, project.name, owner, heir.id, nowhere, now)).toEqual({ ok: false, error: 'last-owner' })
  expect(await removeMember(project.name, owner, owner.id, nowhere, now)).toEqual({ ok: false, error: 'last-owner' })
  expect(await removeMember(project.name, owner, other.id, nowhere, now)).toMatchObject({ ok: true })
})

test('of twenty who are handed one project at once, one owns it', async () => {
  const [owner, ...heirs] = await Promise.all(Array.from({ length: 21 }, () => givePublisher()))
  if (!owner) throw new Error('nobody')
  const project = await giveProject(owner)
  for (const heir of heirs) await join(project, heir)
  const done = await heldOpen((tx) => tx.select().from(projects).where(eq(projects.id, project.id)).for('update'), () =>
    heirs.map((heir) => handOver(project.name, project.name, owner, heir.id, nowhere, now)))
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await listMembers(project.id)).filter(({ role }) => role === 'owner')).toHaveLength(1)
})

test('twenty owners who remove each other at once leave one, and so do twenty who leave', async () => {
  const owners = await Promise.all(Array.from({ length: 20 }, () => givePublisher()))
  const [first] = owners
  if (!first) throw new Error('nobody')
  for (const victim of [(n: number) => owners[(n + 1) % 20], (n: number) => owners[n]]) {
    const project = await giveProject(first)
    for (const owner of owners.slice(1)) await join(project, owner, 'owner')
    const removed = await heldOpen((tx) => tx.select().from(projects).where(eq(projects.id, project.id)).for('update'), () =>
      owners.map((owner, n) => removeMember(project.name, owner, victim(n)?.id ?? '', nowhere, now)))
    expect(removed.filter(({ ok }) => ok).length).toBeGreaterThan(0)
    const left = await listMembers(project.id)
    expect(left.length).toBeGreaterThan(0)
    expect(left).toHaveLength(20 - removed.filter(({ ok }) => ok).length)
  }
})

const ASKED: [string, (name: string, owner: Publisher, helper: Publisher) => Promise<object>][] = [
  ['to change a role', (name, owner, helper) => changeRole(name, owner, helper.id, 'owner', nowhere, now)],
  ['to hand it over', (name, owner, helper) => handOver(name, name, owner, helper.id, nowhere, now)],
  ['to remove a member', (name, owner, helper) => removeMember(name, owner, helper.id, nowhere, now)],
  ['to invite somebody', async (name, owner) => invite(name, owner, (await givePublisher()).username, 'owner', nowhere, now)],
  ['to hide the project', (name, owner) => changeStanding(name, 'make-private', owner, nowhere, now)],
]

test.each(ASKED)('an owner who is removed while asking %s gets nothing', async (_, ask) => {
  const [first, second, helper] = [await givePublisher(), await givePublisher(), await givePublisher()]
  const project = await giveProject(first)
  await join(project, second, 'owner')
  await join(project, helper)
  const [asked] = await heldOpen(async (tx) => {
    await tx.select().from(projects).where(eq(projects.id, project.id)).for('update')
    await tx.delete(projectRoles).where(and(eq(projectRoles.projectId, project.id), eq(projectRoles.userId, second.id)))
  }, () => [ask(project.name, second, helper)])
  expect(asked).toEqual({ ok: false, error: 'not-allowed' })
  expect(await findRole(project.id, helper.id)).toBe('maintainer')
  expect(await findProject(project.name)).toMatchObject({ isPrivate: false })
})

test('one page says who and what can publish', async () => {
  const [owner, helper] = [await givePublisher(), await givePublisher()]
  const [project, other] = [await giveProject(owner), await giveProject(owner)]
  await join(project, helper)
  await createToken(owner, { name: 'everything', scope: 'user' }, nowhere, now)
  await createToken(owner, { name: 'this', scope: [project.name] }, nowhere, now)
  await createToken(owner, { name: 'another', scope: [other.name] }, nowhere, now)
  await createToken(owner, { name: 'reader', scope: 'user', actions: ['read'] }, nowhere, now)
  await createToken(owner, { name: 'yesterday', scope: 'user', expiresInDays: 1 }, nowhere, now)

  const { people, readTokens } = await whoCanPublish(project.id, new Date(now.getTime() + 2 * 86_400_000))
  expect(readTokens).toMatchObject([{ name: 'reader', actions: ['read'] }])
  expect(people).toMatchObject([
    { username: owner.username, role: 'owner', hasSecondFactor: false, tokens: [{ name: 'everything', scope: 'user' }, { name: 'this', scope: 'projects' }] },
    { username: helper.username, role: 'maintainer', tokens: [] },
  ])
})

test('whose password alone opens the project is told from who has an app, and from who has a key', async () => {
  const [owner, withApp, withKey] = [await givePublisher(), await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  for (const user of [withApp, withKey]) await join(project, user)
  await giveTotp(withApp.id, now)
  await giveSecurityKey(withKey.id, now)

  const { people } = await whoCanPublish(project.id, now)
  const guardOf = (user: Publisher) => people.find(({ userId }) => userId === user.id)
  expect(guardOf(owner)).toMatchObject({ isDisabled: false, hasSecondFactor: false, hasSecurityKey: false })
  expect(guardOf(withApp)).toMatchObject({ isDisabled: false, hasSecondFactor: true, hasSecurityKey: false })
  expect(guardOf(withKey)).toMatchObject({ isDisabled: false, hasSecondFactor: true, hasSecurityKey: true })
})

test('archiving and hiding are for owners, and not while a project is quarantined', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  expect(await changeStanding(project.name, 'archive', stranger, nowhere, now)).toMatchObject({ error: 'not-allowed' })
  expect(await changeStanding(project.name, 'archive', owner, nowhere, now)).toMatchObject({ ok: true })
  expect(await changeStanding(project.name, 'make-private', owner, nowhere, now)).toMatchObject({ ok: true })
  expect(await findProject(project.name)).toMatchObject({ status: 'archived', isPrivate: true })
  await db().update(projects).set({ status: 'quarantined' }).where(eq(projects.id, project.id))
  expect(await changeStanding(project.name, 'unarchive', owner, nowhere, now)).toMatchObject({ error: 'quarantined' })
})
