import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { projectRoles } from '#lib/db/schema.ts'
import { PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import { giveProject, givePublisher } from '#lib/testing/publishing.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { findOwnProjects, listOwnProjects } from './own-projects.ts'

useDatabase()

const now = new Date('2026-11-28T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const namesOf = ({ projects }: { projects: { name: string }[] }) => projects.map(({ name }) => name)

test('a list of projects says where one is the only owner', async () => {
  const [owner, second] = [await givePublisher(), await givePublisher()]
  const [alone, shared] = [await giveProject(owner), await giveProject(owner)]
  await db().insert(projectRoles).values({ projectId: shared.id, userId: second.id, role: 'owner' })
  const listed = await listOwnProjects(owner.id)
  expect(listed.find(({ id }) => id === alone.id)).toMatchObject({ role: 'owner', isSoleOwner: true })
  expect(listed.find(({ id }) => id === shared.id)).toMatchObject({ isSoleOwner: false })
})

test('more projects than a page holds are on several, each once, the one changed last first', async () => {
  const owner = await givePublisher()
  const names = Array.from({ length: PROJECTS_PER_PAGE + 1 }, (_, n) => `barge-${n}`)
  for (const [n, name] of names.entries()) await giveProject(owner, { name, updatedAt: minutesAgo(n), isPrivate: n % 2 === 0 })
  await giveProject(owner, { name: 'barge-sunk', deletedAt: now })
  await giveProject(await givePublisher(), { name: 'barge-of-others' })
  const [first, second, third] = [await findOwnProjects(owner.id, '', 1), await findOwnProjects(owner.id, '', 2), await findOwnProjects(owner.id, '', 3)]
  expect([...namesOf(first), ...namesOf(second)]).toEqual(names)
  expect(first).toMatchObject({ found: names.length, pages: 2, all: names.length })
  expect(third).toMatchObject({ projects: [], pages: 2 })
  expect(namesOf({ projects: await listOwnProjects(owner.id) })).toEqual(names)
})

test('one is found by a part of its name, in any spelling', async () => {
  const owner = await givePublisher()
  for (const name of ['Harbour.Light', 'night-light', 'pilot']) await giveProject(owner, { name, updatedAt: now })
  for (const part of ['harbour', 'BOUR_li', ' harbour  light ', 'Harbour.Light']) expect(namesOf(await findOwnProjects(owner.id, part, 1)), part).toEqual(['Harbour.Light'])
  expect(namesOf(await findOwnProjects(owner.id, 'light', 1))).toEqual(['Harbour.Light', 'night-light'])
  for (const part of ['%', '\\', 'lighthouse', '\0pilots', 'x'.repeat(5000)]) expect(await findOwnProjects(owner.id, part, 1), part).toEqual({ projects: [], found: 0, pages: 1, all: 3 })
})

test('somebody without projects has one empty page', async () => {
  expect(await findOwnProjects((await givePublisher()).id, '', 1)).toEqual({ projects: [], found: 0, pages: 1, all: 0 })
})
