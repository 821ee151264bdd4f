import { and, gt, isNull, lt } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { apiTokens } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import { TOKEN_WARNING_DAYS } from '#lib/numbers.ts'

const DAY_MS = 86_400_000

/** Tells owners of tokens that end within a week, once for each token. Run daily. Answers how many were warned of. */
export async function warnOfExpiringTokens(now: Date): Promise<number> {
  return db().transaction(async (tx) => {
    const soon = new Date(now.getTime() + TOKEN_WARNING_DAYS * DAY_MS)
    const due = await tx.update(apiTokens).set({ expiryWarnedAt: now })
      .where(and(isNull(apiTokens.revokedAt), isNull(apiTokens.expiryWarnedAt), gt(apiTokens.expiresAt, now), lt(apiTokens.expiresAt, soon)))
      .returning()
    for (const { userId, name, expiresAt } of due) {
      await sendLetter(tx, { kind: 'token-expiring', userId, to: 'all', values: { name, expires: expiresAt.toISOString() } })
    }
    return due.length
  })
}
