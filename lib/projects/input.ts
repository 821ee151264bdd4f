// What forms about projects may say. Messages are codes for which the message files have sentences.

import { z } from 'zod'
import { USERNAME_MAX_CHARS } from '#lib/numbers.ts'

/** As a path of ours spells it (PEP 508). */
export const projectName = z.string().max(255).regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'no-such-project')

/** Which names are names is the rule's to say. */
export const newProject = z.strictObject({
  name: z.string().trim().min(1, 'name-required').max(255, 'name-invalid'), visibility: z.enum(['private', 'public'], 'visibility-required'),
}).transform(({ name, visibility }) => ({ name, isPrivate: visibility === 'private' }))

const id = z.uuid('not-found')
const role = z.enum(['owner', 'maintainer'], 'role-required')

export const newInvitation = z.strictObject({ project: projectName, username: z.string().trim().min(1, 'required').max(USERNAME_MAX_CHARS, 'no-such-user'), role })
/** The page whose button it was, to go back to. */
const page = z.enum(['collaboration', 'publishers']).default('collaboration')

export const oneInvitation = z.strictObject({ project: projectName, id, page })
export const invitationAnswer = z.strictObject({ id, answer: z.enum(['accepted', 'declined']) })
export const oneMember = z.strictObject({ project: projectName, id, page })
export const oneToken = z.strictObject({ project: projectName, id })
export const memberRole = z.strictObject({ project: projectName, id, role })
export const handingOver = z.strictObject({ project: projectName, id, confirmation: z.string().trim().max(300) })
export const standingChange = z.strictObject({ project: projectName, change: z.enum(['archive', 'unarchive', 'make-private', 'make-public']) })
