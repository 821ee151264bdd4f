import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { apiTokens, invitations, users } from '#lib/db/schema.ts'
import { hasSecondFactor, listFactors } from '#lib/two-factor/factors.ts'
import { listMembers, type Member } from './projects.ts'

export type PublishingToken = { id: string; userId: string; name: string; scope: 'user' | 'projects'; createdAt: Date; expiresAt: Date; lastUsedAt: Date | null }
export type PublishingPerson = Member & { isDisabled: boolean; hasSecondFactor: boolean; hasSecurityKey: boolean; tokens: PublishingToken[] }
export type OpenInvitation = { id: string; username: string; role: 'owner' | 'maintainer'; expiresAt: Date }
export type WhoCanPublish = { people: PublishingPerson[]; invitations: OpenInvitation[] }

/** Everyone and everything that could put a file into a project now: people, their live tokens, invitations still open. */
export async function whoCanPublish(projectId: string, now: Date): Promise<WhoCanPublish> {
  const members = await listMembers(projectId)
  const tokens = await listPublishingTokens(projectId, members.map(({ userId }) => userId), now)
  const people = members.map(async (member) => ({ ...member, ...(await guardOf(member.userId)), tokens: tokens.filter(({ userId }) => userId === member.userId) }))
  return { people: await Promise.all(people), invitations: await listOpenInvitations(projectId, now) }
}

/** How well an account is guarded; asked as everywhere else, so that no page says otherwise. */
async function guardOf(userId: string) {
  const [user] = await db().select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, userId))
  const working = (await listFactors(userId)).filter(({ disabledAt }) => disabledAt === null)
  const hasSecurityKey = working.some(({ kind }) => kind !== 'totp')
  return { isDisabled: user?.disabledAt !== null, hasSecondFactor: await hasSecondFactor(userId), hasSecurityKey }
}

/** A token without projects of its own opens all of its user's; a read token publishes nothing. */
async function listPublishingTokens(projectId: string, userIds: string[], now: Date): Promise<PublishingToken[]> {
  if (userIds.length === 0) return []
  const opensIt = or(isNull(apiTokens.projectIds), sql`${projectId}::uuid = any(${apiTokens.projectIds})`)
  const live = and(inArray(apiTokens.userId, userIds), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now), opensIt)
  const rows = await db().select().from(apiTokens).where(live).orderBy(asc(apiTokens.createdAt))
  return rows
    .filter(({ caveats }) => !caveats.includes('[100,["read"]]'))
    .map(({ id, userId, name, projectIds, createdAt, expiresAt, lastUsedAt }) => ({
      id, userId, name, scope: projectIds ? 'projects' : 'user', createdAt, expiresAt, lastUsedAt,
    }))
}

async function listOpenInvitations(projectId: string, now: Date): Promise<OpenInvitation[]> {
  const open = and(eq(invitations.projectId, projectId), isNull(invitations.answer), gt(invitations.expiresAt, now))
  return db()
    .select({ id: invitations.id, username: users.username, role: invitations.role, expiresAt: invitations.expiresAt })
    .from(invitations).innerJoin(users, eq(users.id, invitations.userId)).where(open)
}
