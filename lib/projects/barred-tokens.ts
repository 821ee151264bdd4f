// Keeping a token out of a project, whoever made it: it publishes and reads nothing there any more, and goes on elsewhere.
import { eq } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { barredTokens, projects } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { err, ok, type Result } from '#lib/result.ts'
import type { Actor } from './members.ts'
import { requireRole } from './projects.ts'
import { listMembersTokens } from './who-can-publish.ts'

export type BarError = 'no-such-project' | 'not-allowed' | 'no-such-token'

/** Only owners do it, and only to a token that can publish or read the project now. Its owner is told. */
export async function barToken(name: string, actor: Actor, tokenId: string, origin: Origin, now: Date): Promise<Result<void, BarError>> {
  return db().transaction(async (tx) => {
    await tx.select({ id: projects.id }).from(projects).where(eq(projects.normalizedName, normalizeName(name))).for('update')
    const allowed = await requireRole(name, actor.id, 'owner', tx)
    if (!allowed.ok) return allowed
    const { project } = allowed.value
    const token = (await listMembersTokens(project.id, now, tx)).find(({ id }) => id === tokenId)
    if (!token) return err('no-such-token')

    await tx.insert(barredTokens).values({ projectId: project.id, tokenId, createdAt: now })
    const by = { actorId: actor.id, actorName: actor.username, userId: token.userId, projectId: project.id, tokenId }
    await record(tx, { ...by, action: 'token.barred', detail: { name: token.name, project: project.name, user: token.username } }, origin)
    await sendLetter(tx, { kind: 'token-barred', userId: token.userId, to: 'primary', values: { name: token.name, project: project.name, by: actor.username } })
    return ok(undefined)
  })
}
