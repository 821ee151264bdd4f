// May this person publish to this project now? Asked before the file is opened, and again under the project's lock.

import { eq } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { projects } from '#lib/db/schema.ts'
import { checkNewName, type Project } from '#lib/projects/create.ts'
import type { Actor } from '#lib/projects/members.ts'
import { findRole } from '#lib/projects/projects.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { standingOf } from '#lib/tokens/check.ts'
import { refusal, type Publisher, type UploadRefusal } from './upload.ts'

/** Somebody who publishes as themselves, without a token: their own roles, and the same standing as is asked of the owner of a token. */
export function publisherFor({ id: userId, username }: Actor, now: Date): Publisher {
  return {
    userId, username, tokenId: null,
    may: async (project, action, reader = db()) => {
      const role = project && (await findRole(project.id, userId, reader))
      if (project && !role) return { allowed: false, error: 'no-role', reasons: [] }
      return standingOf(reader, userId, role, action, now)
    },
  }
}

/** The project of that name, in the bin or not; null when an upload would make it. */
export async function findAnyProject(name: string, reader: Reader): Promise<Project | null> {
  const [project] = await reader.select().from(projects).where(eq(projects.normalizedName, normalizeName(name)))
  return project ?? null
}

/** Whether the index takes uploads at all. */
export async function siteRefusals(reader: Reader): Promise<UploadRefusal[]> {
  if (await isRuleOn('read-only', reader)) return [refusal('read-only')]
  return (await isRuleOn('refuse-uploads', reader)) ? [refusal('uploads-refused')] : []
}

/** Why this person may not publish to the project, or may not make one of that name; nothing when they may. */
export async function projectRefusals(publisher: Publisher, name: string, project: Project | null, reader: Reader): Promise<UploadRefusal[]> {
  const said = { username: publisher.username, project: project?.name ?? name, via: publisher.via }
  const may = await publisher.may(project, 'upload', reader)
  if (!may.allowed) return [refusal(may.error, { ...said, reasons: may.reasons })]
  if (project) return standing(project).map((code) => refusal(code, said))

  const named = await checkNewName(reader, name)
  if (named.ok) return []
  // Someone else, or another upload of this very release, has made it since we looked.
  const theirs = named.error === 'name-conflicts' ? await findAnyProject(name, reader) : null
  return theirs ? projectRefusals(publisher, name, theirs, reader) : [refusal(named.error, said)]
}

/** PEP 792: nothing new comes to a project that is archived or in quarantine. */
function standing({ status, deletedAt }: Project) {
  if (deletedAt !== null) return ['project-in-bin'] as const
  if (status === 'archived') return ['project-archived'] as const
  return status === 'quarantined' ? (['project-quarantined'] as const) : []
}
