import { and, asc, eq, gt, isNull, max, notInArray, or, sql } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { apiTokens, barredTokens, files, invitations, projectRoles, users } from '#lib/db/schema.ts'
import type { TokenAction } from '#lib/protocol/caveats.ts'
import { actionsOf } from '#lib/tokens/tokens.ts'
import { hasSecondFactor, listFactors } from '#lib/two-factor/factors.ts'
import { listMembers, type Member } from './projects.ts'

export type MembersToken = { id: string; userId: string; username: string; name: string; actions: TokenAction[]; scope: 'user' | 'projects'; createdAt: Date; expiresAt: Date; lastUsedAt: Date | null }
export type PublishingPerson = Member & { /** When they last published a file of this project. */ lastPublishedAt: Date | null; hasSecondFactor: boolean; hasSecurityKey: boolean; /** Those that can publish it. */ tokens: MembersToken[] }
export type OpenInvitation = { id: string; username: string; role: 'owner' | 'maintainer'; expiresAt: Date }
export type WhoCanPublish = { people: PublishingPerson[]; /** Tokens that can only install it. */ readTokens: MembersToken[]; invitations: OpenInvitation[] }

/** Everyone and everything that could put a file into a project now: people, their live tokens, invitations still open. */
export async function whoCanPublish(projectId: string, now: Date): Promise<WhoCanPublish> {
  const members = await listMembers(projectId)
  const all = await listMembersTokens(projectId, now)
  const tokens = all.filter(({ actions }) => actions.includes('upload'))
  const published = await listLastPublished(projectId)
  const people = members.map(async (member) => ({
    ...member, ...(await guardOf(member.userId)), lastPublishedAt: published.get(member.userId) ?? null, tokens: tokens.filter(({ userId }) => userId === member.userId),
  }))
  return { people: await Promise.all(people), readTokens: all.filter((token) => !tokens.includes(token)), invitations: await listOpenInvitations(projectId, now) }
}

async function listLastPublished(projectId: string): Promise<Map<string | null, Date | null>> {
  const rows = await db().select({ userId: files.uploadedBy, at: max(files.uploadedAt) }).from(files).where(eq(files.projectId, projectId)).groupBy(files.uploadedBy)
  return new Map(rows.map(({ userId, at }) => [userId, at]))
}

/** How well an account is guarded; asked as everywhere else, so that no page says otherwise. */
async function guardOf(userId: string) {
  const working = (await listFactors(userId)).filter(({ disabledAt }) => disabledAt === null)
  const hasSecurityKey = working.some(({ kind }) => kind !== 'totp')
  return { hasSecondFactor: await hasSecondFactor(userId), hasSecurityKey }
}

/**
 * The live tokens of a project's members that can publish or read it. One without projects of its own opens all of its user's;
 * one that an owner keeps out does neither.
 */
export async function listMembersTokens(projectId: string, now: Date, reader: Reader = db()): Promise<MembersToken[]> {
  const opensIt = or(isNull(apiTokens.projectIds), sql`${projectId}::uuid = any(${apiTokens.projectIds})`)
  const barred = reader.select({ id: barredTokens.tokenId }).from(barredTokens).where(eq(barredTokens.projectId, projectId))
  const live = and(eq(projectRoles.projectId, projectId), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now), opensIt, notInArray(apiTokens.id, barred))
  const rows = await reader.select({ token: apiTokens, username: users.username }).from(apiTokens)
    .innerJoin(projectRoles, eq(projectRoles.userId, apiTokens.userId)).innerJoin(users, eq(users.id, apiTokens.userId))
    .where(live).orderBy(asc(apiTokens.createdAt))
  return rows.map(({ token: { id, userId, name, caveats, projectIds, createdAt, expiresAt, lastUsedAt }, username }) => ({
    id, userId, username, name, actions: actionsOf(caveats), scope: projectIds ? 'projects' : 'user', createdAt, expiresAt, lastUsedAt,
  }))
}

async function listOpenInvitations(projectId: string, now: Date): Promise<OpenInvitation[]> {
  const open = and(eq(invitations.projectId, projectId), isNull(invitations.answer), gt(invitations.expiresAt, now))
  return db()
    .select({ id: invitations.id, username: users.username, role: invitations.role, expiresAt: invitations.expiresAt })
    .from(invitations).innerJoin(users, eq(users.id, invitations.userId)).where(open)
}
