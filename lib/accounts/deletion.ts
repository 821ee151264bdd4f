import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import {
  apiTokens, browsers, emailAddresses, invitations, mailedLinks, projectRoles, projects, recoveries, recoveryCodes, securityKeys, totpApps, uploadReports, users, webauthnChallenges,
} from '#lib/db/schema.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { listAdministrators, lockAdministrators } from './administrators.ts'
import { type Actor, lockPerson } from './people.ts'

/**
 * Deletes an account: all access ends, everything personal goes. A tombstone keeps the user name, so that nobody can take it
 * and pass for its former owner, and the record of what happened stays. Refused to the only owner of a project, and to the only administrator.
 */
export async function deleteAccount(actor: Actor, confirmation: string, origin: Origin, now: Date): Promise<Result<void, 'confirmation-wrong' | 'sole-owner' | 'last-administrator'>> {
  return db().transaction(async (tx) => {
    await lockAdministrators(tx)
    const user = await lockPerson(tx, actor.id)
    if (confirmation.toLowerCase() !== user.usernameKey) return err('confirmation-wrong')
    if (await isSoleOwner(tx, user.id)) return err('sole-owner')
    if (user.isAdmin && (await listAdministrators(tx)).length === 1) return err('last-administrator')
    await sayGoodbye(tx, user.id, origin, now)
    await endOtherAccess(tx, user.id, null, origin, now)
    for (const table of [browsers, emailAddresses, projectRoles, invitations, securityKeys, totpApps, recoveryCodes, recoveries, webauthnChallenges, mailedLinks, uploadReports])
      await tx.delete(table).where(eq(table.userId, user.id))
    await tx.update(apiTokens).set({ revokedAt: now }).where(and(eq(apiTokens.userId, user.id), isNull(apiTokens.revokedAt)))
    await tx.update(users).set({ disabledAt: now, deletedAt: now, disabledReason: null, passwordHash: null, name: '', isAdmin: false, locale: null }).where(eq(users.id, user.id))
    await record(tx, { action: 'account.deleted', userId: user.id, actorName: user.username, detail: { username: user.username } }, origin)
    return ok(undefined)
  })
}

/** The projects are locked before their owners are counted: a co-owner who leaves at the same time waits. */
async function isSoleOwner(tx: Tx, userId: string): Promise<boolean> {
  const mine = await tx.select({ id: projects.id }).from(projects)
    .innerJoin(projectRoles, and(eq(projectRoles.projectId, projects.id), eq(projectRoles.userId, userId), eq(projectRoles.role, 'owner')))
    .where(isNull(projects.deletedAt)).for('update', { of: projects })
  if (mine.length === 0) return false
  const owners = await tx.select({ projectId: projectRoles.projectId, userId: projectRoles.userId }).from(projectRoles)
    .innerJoin(users, and(eq(users.id, projectRoles.userId), isNull(users.disabledAt)))
    .where(and(inArray(projectRoles.projectId, mine.map((p) => p.id)), eq(projectRoles.role, 'owner')))
  return mine.some((project) => !owners.some((o) => o.projectId === project.id && o.userId !== userId))
}

/** By address, not by user: when the letters are written, the user is gone. */
async function sayGoodbye(tx: Tx, userId: string, origin: Origin, now: Date): Promise<void> {
  const confirmed = await tx.select().from(emailAddresses).where(and(eq(emailAddresses.userId, userId), isNotNull(emailAddresses.verifiedAt)))
  for (const { address } of confirmed) await sendLetter(tx, { kind: 'account-deleted', userId, to: { address }, values: circumstances(origin, now) })
}
