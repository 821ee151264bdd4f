import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { projects, simplePages, users } from '#lib/db/schema.ts'
import { nowhere } from '#lib/origin.ts'
import { answerInvitation, invite, listInvitations, revokeInvitation } from '#lib/projects/invitations.ts'
import { findRole } from '#lib/projects/projects.ts'
import { whoCanPublish } from '#lib/projects/who-can-publish.ts'
import { givePublisher, giveProject } from '#lib/testing/publishing.ts'
import { whileWritesWait } from '#lib/testing/races.ts'
import { useDatabase } from '#lib/testing/setup.ts'

useDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const weekLater = new Date(now.getTime() + 7 * 86_400_000)

async function invited() {
  const [owner, guest] = [await givePublisher(), await givePublisher()]
  const project = await giveProject(owner)
  const done = await invite(project.name, owner, guest.username.toUpperCase(), 'maintainer', nowhere, now)
  if (!done.ok) throw new Error(done.error)
  const [invitation] = await listInvitations(guest.id, now)
  if (!invitation) throw new Error('no invitation')
  return { owner, guest, project, invitation }
}

test('who says yes becomes a member, and not before', async () => {
  const { guest, project, invitation } = await invited()
  expect(invitation).toMatchObject({ project: { name: project.name }, role: 'maintainer', expiresAt: weekLater })
  expect(await findRole(project.id, guest.id)).toBe(null)
  expect((await whoCanPublish(project.id, now)).invitations).toMatchObject([{ username: guest.username, role: 'maintainer' }])

  expect(await answerInvitation(guest, invitation.id, 'accepted', nowhere, now)).toMatchObject({ ok: true })
  expect(await findRole(project.id, guest.id)).toBe('maintainer')
  expect(await answerInvitation(guest, invitation.id, 'declined', nowhere, now)).toMatchObject({ error: 'no-such-invitation' })
})

test('of twenty answers at once, one counts', async () => {
  const { guest, invitation } = await invited()
  const answers = await whileWritesWait(['invitations'], () =>
    Array.from({ length: 20 }, (_, n) => answerInvitation(guest, invitation.id, n % 2 === 0 ? 'accepted' : 'declined', nowhere, now)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test("another's invitation cannot be answered, nor one that was revoked or ran out", async () => {
  const { owner, guest, project, invitation } = await invited()
  expect(await answerInvitation(owner, invitation.id, 'accepted', nowhere, now)).toMatchObject({ error: 'no-such-invitation' })
  expect(await answerInvitation(guest, invitation.id, 'accepted', nowhere, weekLater)).toMatchObject({ error: 'no-such-invitation' })
  expect(await listInvitations(guest.id, weekLater)).toEqual([])

  expect(await revokeInvitation(project.name, guest, invitation.id, nowhere, now)).toMatchObject({ error: 'not-allowed' })
  expect(await revokeInvitation(project.name, owner, invitation.id, nowhere, now)).toMatchObject({ ok: true })
  expect(await answerInvitation(guest, invitation.id, 'accepted', nowhere, now)).toMatchObject({ error: 'no-such-invitation' })
})

test('an owner cannot take back an invitation to another project', async () => {
  const { invitation } = await invited()
  const stranger = await givePublisher()
  const theirs = await giveProject(stranger)
  expect(await revokeInvitation(theirs.name, stranger, invitation.id, nowhere, now)).toMatchObject({ error: 'no-such-invitation' })
})

test('members, people already invited and people who cannot be are refused', async () => {
  const { owner, guest, project } = await invited()
  expect(await invite(project.name, owner, owner.username, 'owner', nowhere, now)).toMatchObject({ error: 'already-member' })
  expect(await invite(project.name, owner, guest.username, 'owner', nowhere, now)).toMatchObject({ error: 'already-invited' })
  expect(await invite(project.name, owner, guest.username, 'owner', nowhere, weekLater)).toMatchObject({ ok: true })
  expect(await invite(project.name, guest, owner.username, 'owner', nowhere, now)).toMatchObject({ error: 'not-allowed' })

  const [unconfirmed, disabled] = [await givePublisher(false), await givePublisher()]
  await db().update(users).set({ disabledAt: now }).where(eq(users.id, disabled.id))
  for (const username of [unconfirmed.username, disabled.username, 'nobody']) {
    expect(await invite(project.name, owner, username, 'owner', nowhere, now)).toMatchObject({ error: 'no-such-user' })
  }
})

test('a page has the serial of the last change, so that mirrors find what the index promises', async () => {
  const { guest, project, invitation } = await invited()
  await answerInvitation(guest, invitation.id, 'accepted', nowhere, now)
  const [row] = await db().select().from(projects).where(eq(projects.id, project.id))
  const [page] = await db().select().from(simplePages).where(eq(simplePages.projectId, project.id))
  expect(page?.serial).toBe(row?.serial)
  expect(row?.updatedAt).toEqual(project.updatedAt)
})
