// What forms about releases may say. Messages are codes for which the message files have sentences.

import { z } from 'zod'
import { YANK_REASON_MAX_CHARS } from '#lib/numbers.ts'
import { projectName } from '#lib/projects/input.ts'

const version = z.string().min(1).max(200)
const id = z.uuid('not-found')
/** Compared with what must be typed, letter by letter. */
const confirmation = z.string().trim().max(300)

export const oneRelease = z.strictObject({ project: projectName, version })
export const yanking = z.strictObject({ project: projectName, version, reason: z.string().trim().max(YANK_REASON_MAX_CHARS, 'reason-too-long').default('') })
export const releaseDeletion = z.strictObject({ project: projectName, version, confirmation })
export const fileDeletion = z.strictObject({ project: projectName, version, id, confirmation })
export const projectDeletion = z.strictObject({ project: projectName, confirmation })
export const binEntry = z.strictObject({ project: projectName, kind: z.enum(['release', 'file']), version, id })
export const deletedProject = z.strictObject({ id })
