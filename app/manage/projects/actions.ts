'use server'

import { redirect } from 'next/navigation'
import { invitationAnswer, newProject } from '#lib/projects/input.ts'
import { answerInvitation } from '#lib/projects/invitations.ts'
import { deletedProject } from '#lib/releases/input.ts'
import * as newProjects from '#lib/releases/new-project.ts'
import * as projectBin from '#lib/releases/project-bin.ts'
import { sudoAction, userAction } from '#lib/web/form-action.ts'

export const answer = userAction(invitationAnswer, async (user, { id, answer }, origin) => {
  const answered = await answerInvitation(user, id, answer, origin, new Date())
  return answered.ok ? redirect(`/manage/projects/?done=${answer}`) : { error: answered.error }
})

/** A no about the name belongs to its field. */
export const makeProject = sudoAction(newProject, async (user, wish, origin) => {
  const made = await newProjects.makeProject(wish, user, origin, new Date())
  if (made.ok) redirect(`/manage/project/${made.value.name}/releases/?done=${wish.isPrivate ? 'project-made' : 'public-project-made'}`)
  return made.error.startsWith('name-') ? { fields: { name: made.error } } : { error: made.error }
})

export const restoreProject = sudoAction(deletedProject, async (user, { id }, origin) => {
  const restored = await projectBin.restoreProject(id, user, origin, new Date())
  return restored.ok ? redirect('/manage/projects/?done=restored') : { error: restored.error }
})
