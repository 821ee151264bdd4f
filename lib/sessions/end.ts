// When a session will end, for people who are about to lose it (WCAG 2.2 SC 2.2.1). Asking does not count as using it.

import { and, eq, gt, isNull } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { sessions, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import type { Session } from './sessions.ts'

/** `isFirm`: it ends then however much it is used. */
export type SessionEnd = { at: Date; isFirm: boolean }

/** When a session ends if nobody uses it from now on: idle for too long, or too old, whichever comes first. */
export function endOf({ lastSeenAt, expiresAt }: Pick<Session, 'lastSeenAt' | 'expiresAt'>): SessionEnd {
  const idle = lastSeenAt.getTime() + environment().sessionIdleMinutes * 60_000
  return idle < expiresAt.getTime() ? { at: new Date(idle), isFirm: false } : { at: expiresAt, isFirm: true }
}

/** When the session of a cookie ends; null when it is over. Unlike `findSession` it leaves the session as it is. */
export async function sessionEnd(token: string, now: Date): Promise<SessionEnd | null> {
  const { lastSeenAt, expiresAt } = sessions
  const [found] = await db().select({ lastSeenAt, expiresAt }).from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.idHash, hashSecret(token)), isNull(sessions.revokedAt), gt(expiresAt, now), isNull(users.disabledAt)))
  const end = found && endOf(found)
  return end && end.at > now ? end : null
}
