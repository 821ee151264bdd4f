'use server'

import { redirect } from 'next/navigation'
import * as input from '#lib/admin/project-input.ts'
import { type AdminRefusal, endQuarantine, quarantineProject, setProjectLimits } from '#lib/admin/projects.ts'
import type { Result } from '#lib/result.ts'
import { adminAction } from '#lib/web/form-action.ts'

export const putInto = adminAction(input.quarantine, async (user, { project, reason }, origin) =>
  answer(await quarantineProject(project, reason, user, origin, new Date()), project, 'quarantined'))

export const end = adminAction(input.oneProject, async (user, { project }, origin) =>
  answer(await endQuarantine(project, user, origin, new Date()), project, 'ended'))

export const limit = adminAction(input.projectLimits, async (user, { project, fileLimit, totalLimit }, origin) =>
  answer(await setProjectLimits(project, { fileBytes: fileLimit, totalBytes: totalLimit }, user, origin), project, 'limited'))

function answer(changed: Result<void, AdminRefusal>, project: string, done: string) {
  return changed.ok ? redirect(`/admin/projects/${encodeURIComponent(project)}/?done=${done}`) : { error: changed.error }
}
