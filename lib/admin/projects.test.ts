import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { auditEvents, projects, simplePages } from '#lib/db/schema.ts'
import { FILE_MAX_BYTES, PROJECT_MAX_BYTES, PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import { nowhere } from '#lib/origin.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { fileLimitOf } from '#lib/releases/taken.ts'
import { makeUser } from '#lib/testing/factories.ts'
import { lettersTo } from '#lib/testing/mailbox.ts'
import { giveFile, giveProject, givePublisher, giveRelease } from '#lib/testing/publishing.ts'
import { heldOpen } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { projectLimits, quarantine } from './project-input.ts'
import { endQuarantine, findProjectForAdmins, listProjectsForAdmins, quarantineProject, setProjectLimits } from './projects.ts'

useDatabase()
const now = new Date('2026-11-28T12:00:00Z')

async function withFile(change = {}) {
  const [owner, admin] = [await givePublisher(), await makeUser({ isAdmin: true })]
  const project = await giveProject(owner, change)
  await giveFile(await giveRelease(project, '1.0'))
  return { owner, admin, project }
}
const watched = async () => (await listProjectsForAdmins('', 1)).projects
const rowOf = async (id: string) => (await db().select().from(projects).where(eq(projects.id, id)))[0]
const pageOf = async (projectId: string) => JSON.parse(String((await db().select().from(simplePages).where(eq(simplePages.projectId, projectId)))[0]?.json)) as { files: unknown[]; 'project-status'?: { status: string } }

test('a quarantine stops installations and changes, tells the members why, and ends as it began', async () => {
  const { owner, admin, project } = await withFile()
  expect(await changeStanding(project.name, 'archive', owner, nowhere, now)).toMatchObject({ ok: true })
  expect((await pageOf(project.id)).files).toHaveLength(1)

  expect(await quarantineProject(project.name, 'It sends passwords away.', admin, nowhere, now)).toMatchObject({ ok: true })
  const page = await pageOf(project.id)
  expect([page.files, page['project-status']]).toEqual([[], { status: 'quarantined' }])
  expect(await changeStanding(project.name, 'unarchive', owner, nowhere, now)).toEqual({ ok: false, error: 'quarantined' })
  const letter = (await lettersTo(`${owner.username}@camelot.example`)).at(-1)
  expect(letter?.subject).toBe(`${project.name} is in quarantine`)
  for (const said of ['It sends passwords away.', admin.username]) expect(letter?.text).toContain(said)
  expect(await quarantineProject(project.name, 'Again.', admin, nowhere, now)).toEqual({ ok: false, error: 'changed-meanwhile' })

  expect(await endQuarantine(project.name, admin, nowhere, now)).toMatchObject({ ok: true })
  expect(await rowOf(project.id)).toMatchObject({ status: 'archived', statusBefore: null })
  expect((await pageOf(project.id)).files).toHaveLength(1)
  expect(await endQuarantine(project.name, admin, nowhere, now)).toEqual({ ok: false, error: 'changed-meanwhile' })
  const events = await db().select().from(auditEvents).where(eq(auditEvents.projectId, project.id)).orderBy(auditEvents.id)
  expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['project.archived', owner.username], ['project.quarantined', admin.username], ['project.unquarantined', admin.username],
  ])
})

test('of twenty administrators who put it into quarantine at once, one does', async () => {
  const { admin, project } = await withFile()
  const done = await heldOpen(
    (tx) => tx.select().from(projects).where(eq(projects.id, project.id)).for('update'),
    () => Array.from({ length: 20 }, () => quarantineProject(project.name, 'Unclear.', admin, nowhere, now)),
  )
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
})

test('a project gets more room, and never less than every other has', async () => {
  const { admin, project } = await withFile()
  await setProjectLimits(project.name, { fileBytes: 2 * FILE_MAX_BYTES, totalBytes: PROJECT_MAX_BYTES }, admin, nowhere)
  const row = await rowOf(project.id)
  expect([fileLimitOf(row ?? null), row?.totalLimitBytes]).toEqual([2 * FILE_MAX_BYTES, null])
  expect(await watched()).toContainEqual(expect.objectContaining({ name: project.name, fileLimitBytes: 2 * FILE_MAX_BYTES, totalLimitBytes: PROJECT_MAX_BYTES }))
  await setProjectLimits(project.name, { fileBytes: FILE_MAX_BYTES, totalBytes: 0 }, admin, nowhere)
  expect((await watched()).map(({ name }) => name)).not.toContain(project.name)
})

test('a project is found by the beginning of its name, private and deleted ones too', async () => {
  const { owner, project } = await withFile({ name: 'Vault.Keys', isPrivate: true, deletedAt: now })
  for (const query of ['vault', 'VAULT_k', ' vault keys ']) expect((await listProjectsForAdmins(query, 1)).projects).toMatchObject([{ name: 'Vault.Keys', isPrivate: true, isDeleted: true, owners: [owner.username] }])
  expect(await listProjectsForAdmins('%', 1)).toEqual({ projects: [], pages: 1 })
  expect(await findProjectForAdmins('vault-keys')).toMatchObject({ name: project.name })
  expect(await findProjectForAdmins('vault')).toBeNull()
})

test('more projects than a page holds are on several, each once', async () => {
  const owner = await givePublisher()
  const names = Array.from({ length: PROJECTS_PER_PAGE + 1 }, (_, n) => `granary-${String(n).padStart(2, '0')}`)
  for (const name of names) await giveProject(owner, { name })
  const [first, second, third] = [await listProjectsForAdmins('granary', 1), await listProjectsForAdmins('granary', 2), await listProjectsForAdmins('granary', 3)]
  expect([...first.projects, ...second.projects].map(({ name }) => name)).toEqual(names)
  expect([first.projects.length, first.pages, third.projects.length]).toEqual([PROJECTS_PER_PAGE, 2, 0])
})

test('what is not there is refused', async () => {
  const admin = await makeUser({ isAdmin: true })
  for (const refused of [await quarantineProject('nobody', 'x', admin, nowhere, now), await endQuarantine('nobody', admin, nowhere, now), await setProjectLimits('nobody', { fileBytes: 0, totalBytes: 0 }, admin, nowhere)])
    expect(refused).toEqual({ ok: false, error: 'no-such-project' })
})

test('forms say what is wrong with them', () => {
  const why = (wrong: { error?: { issues: { message: string }[] } }) => wrong.error?.issues.map(({ message }) => message)
  expect(why(quarantine.safeParse({ project: 'x', reason: ' ' }))).toContain('required')
  expect(why(quarantine.safeParse({ project: 'x', reason: 'x'.repeat(501) }))).toContain('reason-too-long')
  expect(quarantine.parse({ project: 'x', reason: 'Two\r\nlines\u0007' })).toEqual({ project: 'x', reason: 'Two\nlines' })
  for (const limit of ['99', '1.5', 'many', '1048577']) expect(why(projectLimits.safeParse({ project: 'x', fileLimit: limit, totalLimit: '10240' }))).toContain('not-in-range')
  expect(projectLimits.parse({ project: 'x', fileLimit: '100', totalLimit: '10240' })).toEqual({ project: 'x', fileLimit: FILE_MAX_BYTES, totalLimit: PROJECT_MAX_BYTES })
})
