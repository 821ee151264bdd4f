// The right password, and then nothing: ASVS 5.0 V6.3.5 wants its owner told. Each sign-in that ended without its second step is
// looked at once, after its end, from its row: a server that slept, or fell over half way, does it when it wakes.
//
// Most of them are people who closed a tab. A letter that comes for nothing is a letter nobody reads, so one is sent only when
// the browser was unknown or a wrong factor was tried, when no code was mailed (that letter said it), when the same browser did not come in after all, and when the password
// is still the one that was used; and not more than one an hour and five a day. The event is recorded for each.

import { and, asc, eq, gt, gte, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { pendingLogins } from '#lib/db/schema.ts'
import { networkOf } from '#lib/limits/network.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { ABANDONED_LETTERS_PER_DAY, ABANDONED_LETTER_EVERY_HOURS, PENDING_LOGIN_ATTEMPTS } from '#lib/numbers.ts'
import type { PendingLogin } from './pending.ts'

const HOUR_MS = 3_600_000
const AT_ONCE = 500

/** Looks at every sign-in that was left half way. Run each minute; several at once do no harm. */
export async function reviewAbandonedLogins(now: Date): Promise<void> {
  const over = or(isNotNull(pendingLogins.consumedAt), lte(pendingLogins.expiresAt, now))
  const ended = await db().select({ cookieHash: pendingLogins.cookieHash, userId: pendingLogins.userId }).from(pendingLogins)
    .where(and(unreviewed, over)).orderBy(asc(pendingLogins.createdAt)).limit(AT_ONCE)
  for (const { cookieHash, userId } of ended) await db().transaction((tx) => review(tx, cookieHash, userId, now))
}

/** The user's row is locked first: letters of the last hour are counted, and a last step that is under way ends before. */
async function review(tx: Tx, cookieHash: string, userId: string, now: Date): Promise<void> {
  const user = await lockPerson(tx, userId)
  const [login] = await tx.update(pendingLogins).set({ reviewedAt: now })
    .where(and(eq(pendingLogins.cookieHash, cookieHash), unreviewed)).returning()
  if (!login || (await cameInAfterAll(tx, login))) return
  const origin = { ip: login.ip, userAgent: login.userAgent, requestId: null }
  const wrong = PENDING_LOGIN_ATTEMPTS - login.attemptsLeft
  await record(tx, { action: 'login.abandoned', userId, actorId: null, outcome: 'failure', detail: { wrong } }, origin)
  if (!isWorthALetter(login, user, wrong) || !(await mayTell(tx, userId, now))) return
  await tx.update(pendingLogins).set({ toldAt: now }).where(eq(pendingLogins.cookieHash, cookieHash))
  await sendWarning(tx, 'second-step-abandoned', userId, origin, login.createdAt)
}

function isWorthALetter(login: PendingLogin, user: User, wrong: number): boolean {
  const isStillRight = user.passwordHash !== null && user.passwordChangedAt <= login.createdAt
  return isStillRight && login.codesMailed === 0 && (login.browserId === null || wrong > 0)
}

/** Whether whoever left it began again and finished, as far as one can see: in the same kind of browser, on the same network. */
async function cameInAfterAll(tx: Tx, login: PendingLogin): Promise<boolean> {
  const finished = await tx.select().from(pendingLogins)
    .where(and(eq(pendingLogins.userId, login.userId), isNotNull(pendingLogins.completedAt), gte(pendingLogins.createdAt, login.createdAt)))
  return finished.some(({ ip, userAgent }) => userAgent === login.userAgent && networkOf(ip) === networkOf(login.ip))
}

/** So that whoever knows a password cannot bury its owner in letters. */
async function mayTell(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const toldSince = (hours: number) =>
    tx.$count(pendingLogins, and(eq(pendingLogins.userId, userId), gt(pendingLogins.toldAt, new Date(now.getTime() - hours * HOUR_MS))))
  return (await toldSince(ABANDONED_LETTER_EVERY_HOURS)) === 0 && (await toldSince(24)) < ABANDONED_LETTERS_PER_DAY
}

const unreviewed = and(isNull(pendingLogins.completedAt), isNull(pendingLogins.reviewedAt))
