// Who is told of a recovery: its owner at every confirmed address, and everyone who owns a project together with them. Each
// letter, as long as it runs, brings a link that cancels it.

import { and, eq, isNull, lte, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from '#lib/db/client.ts'
import { projectRoles, projects, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { type Letter, type LetterKind, sendLetter } from '#lib/mail/mail.ts'
import { lastMoment, type Recovery } from './recovery.ts'

type Values = Record<string, string | number>

/** To the owner, with a link to cancel. */
export async function tellOwner(tx: Tx, kind: LetterKind, recovery: Recovery, now: Date, values: Values = {}): Promise<void> {
  await sendLetter(tx, { kind, userId: recovery.userId, to: 'all', values: { expires: recovery.endsAt.toISOString(), ...values }, link: cancelLink(recovery, now) })
}

/** That it can be finished now, with the link for that; "This was not me", in every letter, cancels it too. */
export async function tellReady(tx: Tx, recovery: Recovery, now: Date): Promise<void> {
  const link = { purpose: 'finish-recovery' as const, path: '/account/recover/finish/', subject: recovery.id, minutes: minutesLeft(recovery, now) }
  await sendLetter(tx, { kind: 'recovery-ready', userId: recovery.userId, to: 'all', values: { expires: lastMoment(recovery).toISOString() }, link })
}

/** To everyone who owns a project together with the one who waits. `running` also says where to vouch. */
export async function tellCoOwners(tx: Tx, stage: 'running' | 'cancelled' | 'finished', recovery: Recovery, now: Date): Promise<void> {
  const [person] = await tx.select({ username: users.username }).from(users).where(eq(users.id, recovery.userId))
  const page = `${environment().origin}/manage/vouch/${recovery.id}/`
  const values = { user: person?.username ?? '', page, stage, expires: recovery.endsAt.toISOString() }
  const link = stage === 'running' ? cancelLink(recovery, now) : undefined
  for (const userId of await coOwnersOf(tx, recovery.userId, now))
    await sendLetter(tx, { kind: 'recovery-co-owner', userId, to: 'primary', values, link })
}

/** Who owned a project together with this user at that time. */
export async function coOwnersOf(reader: Reader, userId: string, since: Date): Promise<string[]> {
  const mine = alias(projectRoles, 'mine')
  const rows = await reader.selectDistinct({ userId: projectRoles.userId }).from(projectRoles)
    .innerJoin(mine, and(eq(mine.projectId, projectRoles.projectId), eq(mine.userId, userId), eq(mine.role, 'owner'), lte(mine.createdAt, since)))
    .innerJoin(projects, and(eq(projects.id, projectRoles.projectId), isNull(projects.deletedAt)))
    .innerJoin(users, and(eq(users.id, projectRoles.userId), isNull(users.disabledAt)))
    .where(and(eq(projectRoles.role, 'owner'), ne(projectRoles.userId, userId), lte(projectRoles.createdAt, since)))
  return rows.map((row) => row.userId)
}

function cancelLink(recovery: Recovery, now: Date): NonNullable<Letter['link']> {
  return { purpose: 'cancel-recovery', path: '/account/recover/cancel/', subject: recovery.id, minutes: minutesLeft(recovery, now) }
}

const minutesLeft = (recovery: Recovery, now: Date) => Math.max(1, Math.ceil((lastMoment(recovery).getTime() - now.getTime()) / 60_000))
