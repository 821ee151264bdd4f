// docs/permissions.md, cell by cell: each thing that can be done with a project, done by each kind of person, on a project of its
// own, through the functions that pages, forms and programs call.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { invitations, projectRoles, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { barToken } from '#lib/projects/barred-tokens.ts'
import { answerInvitation, invite, revokeInvitation } from '#lib/projects/invitations.ts'
import { changeRole, handOver, removeMember } from '#lib/projects/members.ts'
import { mayRead, requireRole } from '#lib/projects/projects.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import { deleteFile, deleteRelease, listBin, restoreFile, restoreRelease } from '#lib/releases/bin.ts'
import { deleteProject, restoreProject } from '#lib/releases/project-bin.ts'
import { unyankRelease, yankRelease } from '#lib/releases/yank.ts'
import type { Result } from '#lib/result.ts'
import { giveFile, giveProject, givePublisher, giveRelease, type Publisher } from '#lib/testing/publishing.ts'
import { must } from '#lib/testing/second-factors.ts'
import { useDatabase } from '#lib/testing/setup.ts'
import { checkToken } from '#lib/tokens/check.ts'
import { createToken } from '#lib/tokens/tokens.ts'

useDatabase()
const now = new Date('2026-11-24T12:00:00Z')

type Scene = { actor: Publisher; owner: Publisher; member: Publisher; project: Awaited<ReturnType<typeof giveProject>>; fileId: string }
type Person = 'visitor' | 'stranger' | 'maintainer' | 'owner' | 'administrator'
type Act = (scene: Scene) => Promise<boolean | Result<unknown, string>>

const as = ({ actor, project }: Scene) => [project.name, actor] as const
const seen = (isPrivate: boolean): Act => ({ actor, project }) => mayRead({ id: project.id, isPrivate }, actor.id || null)

const ACTS: Record<string, Act> = {
  'see a public project and its files': seen(false),
  'see a private project and its files': seen(true),
  'publish a file, with a token': (scene) => byToken(scene, 'upload'),
  'read a private project, with a token': (scene) => byToken(scene, 'read'),
  'open the pages that manage it': ({ actor, project }) => requireRole(project.name, actor.id, 'maintainer'),
  'leave it': (scene) => removeMember(...as(scene), scene.actor.id, nowhere, now),
  'look into the bin': (scene) => listBin(...as(scene), now),
  'yank a release': ({ actor, project }) => yankRelease(project.name, '1.0', 'broken', actor, nowhere, now),
  'take a yank back': ({ actor, project }) => unyankRelease(project.name, '1.0', actor, nowhere, now),
  'delete a release': ({ actor, project }) => deleteRelease(project.name, '1.0', '1.0', actor, nowhere, now),
  'restore a release': async ({ actor, owner, project }) => {
    must(await deleteRelease(project.name, '1.0', '1.0', owner, nowhere, now))
    return restoreRelease(project.name, '1.0', actor, nowhere, now)
  },
  'delete a file': ({ actor, project, fileId }) => deleteFile(project.name, fileId, project.name, actor, nowhere, now),
  'restore a file': async ({ actor, owner, project, fileId }) => {
    must(await deleteFile(project.name, fileId, project.name, owner, nowhere, now))
    return restoreFile(project.name, fileId, actor, nowhere, now)
  },
  'invite somebody': async (scene) => invite(...as(scene), (await givePublisher()).username, 'owner', nowhere, now),
  'take an invitation back': async (scene) => {
    const invited = await givePublisher()
    must(await invite(scene.project.name, scene.owner, invited.username, 'maintainer', nowhere, now))
    return revokeInvitation(...as(scene), await invitationOf(invited), nowhere, now)
  },
  'change a role': (scene) => changeRole(...as(scene), scene.member.id, 'owner', nowhere, now),
  'hand it over': ({ actor, project, member }) => handOver(project.name, project.name, actor, member.id, nowhere, now),
  'remove a member': (scene) => removeMember(...as(scene), scene.member.id, nowhere, now),
  "take a member's token out of it": async (scene) => {
    const { id } = must(await createToken(scene.member, { name: 'theirs', scope: 'user' }, nowhere, now))
    return barToken(...as(scene), id, nowhere, now)
  },
  'archive it': ({ actor, project }) => changeStanding(project.name, 'archive', actor, nowhere, now),
  'hide it from strangers': ({ actor, project }) => changeStanding(project.name, 'make-private', actor, nowhere, now),
  'delete it': ({ actor, project }) => deleteProject(project.name, project.name, actor, nowhere, now),
  'restore it': async ({ actor, owner, project }) => {
    must(await deleteProject(project.name, project.name, owner, nowhere, now))
    return restoreProject(project.id, actor, nowhere, now)
  },
}

const page = readFileSync(new URL('../docs/permissions.md', import.meta.url), 'utf8')
const [head = [], ...rows] = [...page.slice(0, page.indexOf('\n## Forms')).matchAll(/^\| ([^`\n]+) \|$/gm)].map((m) => (m[1] ?? '').split(' | ')).filter((cells) => cells.length === 6)
const cells = rows.flatMap(([action = '', ...verdicts]) => verdicts.map((verdict, n) => ({ action, person: head[n + 1] as Person, verdict })))

test('the page names each action, and no other', () => {
  expect(rows.map(([action]) => action).toSorted()).toEqual(Object.keys(ACTS).toSorted())
})

test.each(cells.filter(({ verdict }) => verdict !== '–'))('$person: $action? $verdict', async ({ action, person, verdict }) => {
  const act = ACTS[action]
  if (!act) throw new Error(`The test does not know how to ${action}.`)
  const done = await act(await sceneFor(person))
  expect(typeof done === 'boolean' ? done : done.ok).toBe(verdict === 'yes')
})

test('an invitation is answered by the account it is for, whoever else one is', async () => {
  for (const person of ['stranger', 'maintainer', 'owner', 'administrator'] as const) {
    const { actor, owner, project } = await sceneFor(person)
    const invited = await givePublisher()
    must(await invite(project.name, owner, invited.username, 'maintainer', nowhere, now))
    const id = await invitationOf(invited)
    expect(await answerInvitation(actor, id, 'accepted', nowhere, now)).toEqual({ ok: false, error: 'no-such-invitation' })
    must(await answerInvitation(invited, id, 'accepted', nowhere, now))
  }
})

/** A project with another owner, another member, a release and a file; and the person who acts. */
async function sceneFor(person: Person): Promise<Scene> {
  const [owner, member] = [await givePublisher(), await givePublisher()]
  const actor = person === 'visitor' ? { id: '', username: '' } : await givePublisher()
  const project = await giveProject(owner)
  await db().insert(projectRoles).values({ projectId: project.id, userId: member.id, role: 'maintainer' })
  if (person === 'owner' || person === 'maintainer') await db().insert(projectRoles).values({ projectId: project.id, userId: actor.id, role: person })
  if (person === 'administrator') await db().update(users).set({ isAdmin: true }).where(eq(users.id, actor.id))
  const file = await giveFile(await giveRelease(project, '1.0'))
  return { actor, owner, member, project, fileId: file.id }
}

async function byToken({ actor, project }: Scene, action: 'upload' | 'read'): Promise<boolean> {
  const { token } = must(await createToken(actor, { name: randomBytes(4).toString('hex'), scope: 'user', actions: [action] }, nowhere, now))
  const uploader = must(await checkToken(`Bearer ${token}`, nowhere, now))
  return (await uploader.may({ id: project.id, normalizedName: project.normalizedName }, action)).allowed
}

async function invitationOf(invited: Publisher): Promise<string> {
  const [open] = await db().select({ id: invitations.id }).from(invitations).where(eq(invitations.userId, invited.id))
  if (!open) throw new Error('no invitation')
  return open.id
}
