'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { handingOver, memberRole, newInvitation, oneInvitation, oneMember, oneToken, standingChange } from '#lib/projects/input.ts'
import * as invitations from '#lib/projects/invitations.ts'
import * as members from '#lib/projects/members.ts'
import * as tokens from '#lib/projects/barred-tokens.ts'
import { changeStanding } from '#lib/projects/standing.ts'
import * as bin from '#lib/releases/bin.ts'
import { binEntry, fileDeletion, oneRelease, projectDeletion, releaseDeletion, yanking } from '#lib/releases/input.ts'
import * as projectBin from '#lib/releases/project-bin.ts'
import * as yank from '#lib/releases/yank.ts'
import type { Result } from '#lib/result.ts'
import { sudoAction, sudoByKeyAction } from '#lib/web/form-action.ts'

/** Back to the page, which says what was done; a no belongs to the field that can cure it, else to the form. */
function answer(result: Result<unknown, string>, to: string, done: string, fields: Record<string, string> = {}): FormState {
  if (result.ok) redirect(`/manage/project/${to}?done=${done}`)
  const field = fields[result.error]
  return field ? { fields: { [field]: result.error } } : { error: result.error }
}

const CONFIRMATION = { 'wrong-confirmation': 'confirmation' }
const releasePath = (project: string, version: string) => `${project}/release/${encodeURIComponent(version)}/`

export const yankRelease = sudoAction(yanking, async (user, { project, version, reason }, origin) =>
  answer(await yank.yankRelease(project, version, reason, user, origin, new Date()), releasePath(project, version), 'yanked', { 'reason-too-long': 'reason' }))

export const unyankRelease = sudoAction(oneRelease, async (user, { project, version }, origin) =>
  answer(await yank.unyankRelease(project, version, user, origin, new Date()), releasePath(project, version), 'unyanked'))

export const deleteRelease = sudoByKeyAction(releaseDeletion, async (user, { project, version, confirmation }, origin) =>
  answer(await bin.deleteRelease(project, version, confirmation, user, origin, new Date()), `${project}/releases/`, 'release-deleted', CONFIRMATION))

export const deleteFile = sudoByKeyAction(fileDeletion, async (user, { project, version, id, confirmation }, origin) =>
  answer(await bin.deleteFile(project, id, confirmation, user, origin, new Date()), releasePath(project, version), 'file-deleted', CONFIRMATION))

export const restore = sudoAction(binEntry, async (user, { project, kind, version, id }, origin) => {
  const restored = kind === 'release'
    ? await bin.restoreRelease(project, version, user, origin, new Date())
    : await bin.restoreFile(project, id, user, origin, new Date())
  return answer(restored, `${project}/releases/`, 'restored')
})

export const invite = sudoByKeyAction(newInvitation, async (user, { project, username, role }, origin) => {
  const invited = await invitations.invite(project, user, username, role, origin, new Date())
  return answer(invited, `${project}/collaboration/`, 'invited', { 'no-such-user': 'username', 'already-member': 'username', 'already-invited': 'username' })
})

export const revokeInvitation = sudoAction(oneInvitation, async (user, { project, id, page }, origin) =>
  answer(await invitations.revokeInvitation(project, user, id, origin, new Date()), `${project}/${page}/`, 'invitation-revoked'))

export const changeRole = sudoByKeyAction(memberRole, async (user, { project, id, role }, origin) =>
  answer(await members.changeRole(project, user, id, role, origin, new Date()), `${project}/collaboration/`, 'role-changed'))

export const handOver = sudoByKeyAction(handingOver, async (user, { project, id, confirmation }, origin) =>
  answer(await members.handOver(project, confirmation, user, id, origin, new Date()), `${project}/collaboration/`, 'handed-over', { ...CONFIRMATION, 'no-such-member': 'id' }))

export const removeMember = sudoAction(oneMember, async (user, { project, id, page }, origin) => {
  const removed = await members.removeMember(project, user, id, origin, new Date())
  if (removed.ok && id === user.id) redirect('/manage/projects/?done=left')
  return answer(removed, `${project}/${page}/`, 'member-removed')
})

export const barToken = sudoAction(oneToken, async (user, { project, id }, origin) =>
  answer(await tokens.barToken(project, user, id, origin, new Date()), `${project}/publishers/`, 'token-barred'))

export const changeProject = sudoAction(standingChange, async (user, { project, change }, origin) =>
  answer(await changeStanding(project, change, user, origin, new Date()), `${project}/settings/`, change))

export const deleteProject = sudoByKeyAction(projectDeletion, async (user, { project, confirmation }, origin) => {
  const deleted = await projectBin.deleteProject(project, confirmation, user, origin, new Date())
  if (deleted.ok) redirect('/manage/projects/?done=project-deleted')
  return answer(deleted, '', '', CONFIRMATION)
})
