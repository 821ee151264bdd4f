// A project before its first file, for whoever wants it private from the start or a token for it alone. What the first upload of
// a new name is asked is asked here too, and again where the project is made: accounts freeze and doors close in between.

import { db, type Reader } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import { createProject, type NewProjectError, permitProject, type Project } from '#lib/projects/create.ts'
import type { Actor } from '#lib/projects/members.ts'
import { isRuleOn } from '#lib/projects/site-rules.ts'
import { err, type Result } from '#lib/result.ts'
import type { PermissionError } from '#lib/tokens/check.ts'
import { publisherFor } from './may-publish.ts'

type ClosedError = 'read-only' | 'uploads-refused' | PermissionError
export type MakeProjectError = ClosedError | NewProjectError

/** Makes an empty project, owned by who asks. Of many at once who want one name, one gets it. */
export async function makeProject(
  { name, isPrivate }: { name: string; isPrivate: boolean }, actor: Actor, origin: Origin, now: Date,
): Promise<Result<Project, MakeProjectError>> {
  const closed = await closedFor(actor, now, db())
  if (closed) return err(closed)
  const permit = await permitProject(name, actor, origin, now)
  if (!permit.ok) return permit
  return db().transaction(async (tx) => {
    const closedSince = await closedFor(actor, now, tx)
    return closedSince ? err(closedSince) : createProject(tx, permit.value, origin, now, { isPrivate })
  })
}

/** Why this person can publish nothing new at the moment. */
async function closedFor(actor: Actor, now: Date, reader: Reader): Promise<ClosedError | null> {
  if (await isRuleOn('read-only', reader)) return 'read-only'
  if (await isRuleOn('refuse-uploads', reader)) return 'uploads-refused'
  const may = await publisherFor(actor, now).may(null, 'upload', reader)
  return may.allowed ? null : may.error
}
