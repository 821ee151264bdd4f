import { randomInt } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { machineFace } from '#lib/api/app.ts'
import { findEmptyProjectPage, findProjectPage } from '#lib/catalog/project-page.ts'
import { listNewProjects, listRecentlyUpdated } from '#lib/catalog/lists.ts'
import { searchProjects } from '#lib/catalog/search.ts'
import { readStatistics } from '#lib/catalog/statistics.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { auditEvents, journal, projects, settings, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { newProject } from '#lib/projects/input.ts'
import { listOwnProjects } from '#lib/projects/own-projects.ts'
import { ruleKey, type SiteRule } from '#lib/projects/site-rules.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { whoCanPublish } from '#lib/projects/who-can-publish.ts'
import { makeProject } from '#lib/releases/new-project.ts'
import { deleteProject, restoreProject } from '#lib/releases/project-bin.ts'
import { giveProject, givePublisher, type Publisher } from '#lib/testing/publishing.ts'
import { heldOpen, whileWritesWait } from '#lib/testing/races.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { givePublishing, newName, projectOf, useIndex } from '#lib/testing/upload-client.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()
useIndex()
afterEach(() => db().delete(settings))

const now = new Date()
/** From a network of its own each time: those have a limit, too. */
const somewhere = () => ({ ...nowhere, ip: `10.${randomInt(256)}.${randomInt(256)}.1` })
const make = (user: Publisher, name: string, isPrivate = true) => makeProject({ name, isPrivate }, user, somewhere(), now)
const turnOn = (rule: SiteRule) => db().insert(settings).values({ key: ruleKey(rule), value: true })
const rows = (name: string) => db().select().from(projects).where(eq(projects.name, name))

test('a project is made before its first file, private or not, and the journal and the record say so', async () => {
  for (const isPrivate of [true, false]) {
    const [owner, name] = [await givePublisher(), newName()]
    const project = must(await make(owner, name, isPrivate))
    expect(project).toMatchObject({ name, isPrivate })
    expect(await listOwnProjects(owner.id)).toMatchObject([{ name, role: 'owner', isPrivate }])
    const entries = await db().select().from(journal).where(eq(journal.projectId, project.id)).orderBy(journal.serial)
    expect(entries.map(({ action }) => action)).toEqual(['create', `add Owner ${owner.username}`])
    const [event] = await db().select().from(auditEvents).where(and(eq(auditEvents.projectId, project.id), eq(auditEvents.action, 'project.created')))
    expect(event).toMatchObject({ userId: owner.id, detail: { name, visibility: isPrivate ? 'private' : 'public' } })
  }
})

test('what stops the first upload of a name stops this', async () => {
  const user = await givePublisher()
  for (const [rule, error] of [['read-only', 'read-only'], ['refuse-uploads', 'uploads-refused'], ['refuse-new-projects', 'new-projects-refused']] as const) {
    await turnOn(rule)
    expect(await make(user, newName())).toEqual({ ok: false, error })
    await db().delete(settings)
  }
  expect(await make(await givePublisher(false), newName())).toEqual({ ok: false, error: 'address-not-confirmed' })
  const taken = await giveProject(await givePublisher())
  for (const [name, error] of [['-no', 'name-invalid'], [taken.name.toUpperCase(), 'name-conflicts'], ['requirements.txt', 'name-prohibited']] as const) {
    expect(await make(user, name)).toEqual({ ok: false, error })
  }
  const resting = await givePublisher()
  await db().update(users).set({ frozenUntil: new Date(now.getTime() + 86_400_000) }).where(eq(users.id, resting.id))
  expect(await make(resting, newName())).toEqual({ ok: false, error: 'account-frozen' })
})

test('twenty an hour, counted with those that uploads make', async () => {
  const user = await givePublisher()
  for (let n = 0; n < 20; n++) must(await make(user, newName()))
  expect(await make(user, newName())).toEqual({ ok: false, error: 'too-many-projects' })
})

test('of twenty who want one name, one gets it', async () => {
  const [name, people] = [newName(), await Promise.all(Array.from({ length: 20 }, () => givePublisher()))]
  const outcomes = await whileWritesWait(['projects'], () => people.map((user) => make(user, name)))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(new Set(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error])))).toEqual(new Set(['name-conflicts']))
  expect(await rows(name)).toHaveLength(1)
})

test('an account that freezes while the project is made makes none', async () => {
  const [user, name] = [await givePublisher(), newName()]
  const freeze = async (tx: Tx) => {
    await tx.execute('lock table rate_limits in access exclusive mode')
    await tx.update(users).set({ frozenUntil: new Date(now.getTime() + 86_400_000) }).where(eq(users.id, user.id))
  }
  expect(await heldOpen(freeze, () => [make(user, name)])).toEqual([{ ok: false, error: 'account-frozen' }])
  expect(await rows(name)).toEqual([])
})

test('an empty private project is there for its members, and for nobody else', async () => {
  const [owner, stranger] = [await givePublisher(), await givePublisher()]
  const { name, normalizedName } = must(await make(owner, newName()))
  expect(await findProjectPage(name, null, owner.id)).toEqual({ ok: false, error: 'no-such-release' })
  expect(await findEmptyProjectPage(name.toUpperCase(), owner.id)).toMatchObject({ project: { name, isPrivate: true }, viewerRole: 'owner', members: [{ username: owner.username }] })
  for (const viewer of [null, stranger.id]) expect(await findEmptyProjectPage(name, viewer)).toBe(null)

  const { token } = must(await createToken(owner, { name: 'reader', scope: [name], actions: ['read'] }, nowhere, now))
  const ask = async (path: string, headers = {}) => (await machineFace.request(path, { headers })).status
  const known = { authorization: `Bearer ${token}` }
  for (const [path, shown] of [[`/simple/${normalizedName}/`, 200], [`/pypi/${normalizedName}/json`, 404], [`/rss/project/${normalizedName}/releases.xml`, 200]] as const) {
    expect([path, await ask(path), await ask(path, known)]).toEqual([path, 401, shown])
  }
})

test('an empty public project is a page without files, and on no list of what is new', async () => {
  const owner = await givePublisher()
  const { id, name, normalizedName } = must(await make(owner, newName(), false))
  const ask = (path: string) => machineFace.request(path, { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })
  expect(await (await ask(`/simple/${normalizedName}/`)).json()).toMatchObject({ name: normalizedName, files: [], versions: [] })
  expect((await ask(`/pypi/${normalizedName}/json`)).status).toBe(404)
  expect(await (await ask('/simple/')).text()).toContain(`"${normalizedName}"`)
  expect(await (await ask('/rss/packages.xml')).text()).not.toContain(name)
  expect(await findEmptyProjectPage(name, null)).toMatchObject({ project: { name, isPrivate: false }, viewerRole: null })
  expect([...(await listNewProjects(100)), ...(await listRecentlyUpdated(100))].map((listed) => listed.name)).not.toContain(name)
  expect(must(await searchProjects({ query: name, order: 'relevance', classifiers: [], page: 1 }, nowhere, now)).found).toMatchObject([{ name, version: null, summary: '' }])
  expect((await readStatistics(now)).largest.map((large) => large.name)).not.toContain(name)
  expect(await whoCanPublish(id, now)).toMatchObject({ people: [{ username: owner.username, lastPublishedAt: null, tokens: [] }] })
})

test('it is hidden, shown, deleted and restored like any other', async () => {
  const owner = await givePublisher()
  const project = must(await make(owner, newName()))
  must(await changeStanding(project.name, 'make-public', owner, nowhere, now))
  expect(await findEmptyProjectPage(project.name, null)).not.toBe(null)
  must(await deleteProject(project.name, project.name, owner, nowhere, now))
  expect(await findEmptyProjectPage(project.name, owner.id)).toBe(null)
  expect(await make(owner, project.name)).toEqual({ ok: false, error: 'name-conflicts' })
  must(await restoreProject(project.id, owner, nowhere, now))
  expect(await findEmptyProjectPage(project.name, owner.id)).toMatchObject({ project: { isPrivate: false } })
})

test('its first file leaves it private; so does the rule of the site with a project that an upload makes', async () => {
  const { publisher, name, wheel, send } = await givePublishing()
  must(await make(publisher, name))
  expect((await send(wheel())).status).toBe(200)
  expect(await projectOf(name)).toMatchObject({ isPrivate: true })

  await turnOn('private-new-projects')
  const ruled = await givePublishing()
  expect((await ruled.send(ruled.wheel())).status).toBe(200)
  expect(await projectOf(ruled.name)).toMatchObject({ isPrivate: true })
  expect((await machineFace.request(`/simple/${ruled.name}/`)).status).toBe(401)
  expect(must(await make(publisher, newName(), false)).isPrivate).toBe(false)

  await db().delete(settings)
  const open = await givePublishing()
  expect((await open.send(open.wheel())).status).toBe(200)
  expect(await projectOf(open.name)).toMatchObject({ isPrivate: false })
})

test('a form says whether the project is private', () => {
  expect(newProject.parse({ name: ' Grail ', visibility: 'private' })).toEqual({ name: 'Grail', isPrivate: true })
  expect(newProject.parse({ name: 'grail', visibility: 'public' })).toEqual({ name: 'grail', isPrivate: false })
  for (const [wrong, error] of [[{ name: ' ', visibility: 'private' }, 'name-required'], [{ name: 'x'.repeat(256), visibility: 'private' }, 'name-invalid'], [{ name: 'grail' }, 'visibility-required']] as const) {
    expect(newProject.safeParse(wrong).error?.issues[0]?.message).toBe(error)
  }
})
