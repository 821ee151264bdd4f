import { and, eq, exists, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { db, type Tx } from '#lib/db/client.ts'
import { recoveryCodes, securityKeys, totpApps, users } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import { CHECK_UP_DAYS } from '#lib/numbers.ts'
import { hasSecondFactor } from './factors.ts'
import { countRecoveryCodes } from './recovery-codes.ts'

const DAY_MS = 86_400_000

/**
 * Asks everybody with a second factor who has not looked at their recovery codes for 90 days whether they still have them;
 * again after another 90. Run daily; of several servers, one writes to a person. Answers how many letters were sent.
 */
export async function remindOfCheckUps(now: Date): Promise<number> {
  return db().transaction(async (tx) => {
    const due = await takeDue(tx, now)
    for (const { id, since } of due) {
      const days = Math.floor((now.getTime() - new Date(since).getTime()) / DAY_MS)
      await sendLetter(tx, { kind: 'check-up-reminder', userId: id, to: 'primary', values: { days } })
    }
    return due.length
  })
}

/** Marks them in the statement that finds them, so that nobody is found twice. */
async function takeDue(tx: Tx, now: Date) {
  const longAgo = new Date(now.getTime() - CHECK_UP_DAYS * DAY_MS)
  const looked = sql<string>`greatest(${users.codeTestedAt}, (select max(greatest(c.created_at, c.used_at)) from ${recoveryCodes} c where c.user_id = ${users.id}))`
  const quietSince = or(isNull(users.checkUpRemindedAt), lt(users.checkUpRemindedAt, longAgo))
  return tx.update(users).set({ checkUpRemindedAt: now })
    .where(and(isNull(users.disabledAt), hasFactor(tx), quietSince, sql`${looked} < ${longAgo.toISOString()}::timestamptz`))
    .returning({ id: users.id, since: looked })
}

export type CheckUpDates = { codeTestedAt: Date | null; remindedAt: Date | null; nextAt: Date | null }

/** When a code was last tested and a letter last sent, and when the next one is due: null for whoever gets none. */
export async function checkUpDates(userId: string): Promise<CheckUpDates> {
  const [user] = await db().select({ codeTestedAt: users.codeTestedAt, remindedAt: users.checkUpRemindedAt }).from(users).where(eq(users.id, userId))
  const { codeTestedAt = null, remindedAt = null } = user ?? {}
  const { generatedAt, lastUsedAt } = await countRecoveryCodes(userId)
  const getsLetters = generatedAt !== null && (await hasSecondFactor(userId))
  return { codeTestedAt, remindedAt, nextAt: getsLetters ? quietEnd([codeTestedAt, generatedAt, lastUsedAt, remindedAt]) : null }
}

/** The same rule as in takeDue: 90 days after the last look at the codes, and after the last letter. */
const quietEnd = (moments: (Date | null)[]) => new Date(Math.max(...moments.map((moment) => moment?.getTime() ?? 0)) + CHECK_UP_DAYS * DAY_MS)

const hasFactor = (tx: Tx) => or(
  exists(tx.select().from(securityKeys).where(eq(securityKeys.userId, users.id))),
  exists(tx.select().from(totpApps).where(and(eq(totpApps.userId, users.id), isNotNull(totpApps.confirmedAt)))),
)
