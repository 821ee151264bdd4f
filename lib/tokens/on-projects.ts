import { eq } from 'drizzle-orm'
import { type AuditEvent, record } from '#lib/audit/audit.ts'
import type { Tx } from '#lib/db/client.ts'
import { projectRoles } from '#lib/db/schema.ts'
import type { Origin } from '#lib/origin.ts'

type OfToken = Pick<AuditEvent, 'action' | 'actorId' | 'actorName'>

/**
 * Those who own a project see in its history which tokens can publish it, and what became of them. Of a token they read the name
 * and nothing else: not what other projects it opens, nor from where it is used.
 */
export async function recordOnProjects(tx: Tx, what: OfToken, token: { id: string; name: string }, projectIds: string[], origin: Origin): Promise<void> {
  for (const projectId of projectIds) await record(tx, { ...what, projectId, tokenId: token.id, detail: { name: token.name } }, origin)
}

/** The projects that a token opens: those it is limited to, else all of its user's. */
export async function projectsOpenedBy(tx: Tx, token: { userId: string; projectIds: string[] | null }): Promise<string[]> {
  if (token.projectIds) return token.projectIds
  const roles = await tx.select({ id: projectRoles.projectId }).from(projectRoles).where(eq(projectRoles.userId, token.userId))
  return roles.map(({ id }) => id)
}
