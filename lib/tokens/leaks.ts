import { and, eq, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { openSealed } from '#lib/db/sealed-store.ts'
import { apiTokens } from '#lib/db/schema.ts'
import { sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { parseToken, signatureHolds } from '#lib/protocol/macaroon.ts'
import { projectsOpenedBy, recordOnProjects } from './on-projects.ts'
import { isTokenId, TOKEN_ROOT_KEYS } from './token-key.ts'

/**
 * Removes a token that was found where everyone can read it, and tells its owner and the history of each project it opened.
 * True when it was one of ours and live; a second report of the same token does nothing. Only a whole token counts: knowing its
 * id is not enough.
 */
export async function revokeLeakedToken(token: string, url: string | null, origin: Origin, now: Date): Promise<boolean> {
  const macaroon = parseToken(token.trim())
  if (!macaroon.ok || !isTokenId(macaroon.value.identifier)) return false
  const live = and(eq(apiTokens.id, macaroon.value.identifier), isNull(apiTokens.revokedAt))
  const [row] = await db().select().from(apiTokens).where(live)
  const rootKey = row && openSealed(TOKEN_ROOT_KEYS, { id: row.id, owner: row.userId, sealed: row.sealedKey, keyId: row.keyId })
  if (!row || !rootKey || !signatureHolds(macaroon.value, rootKey)) return false

  return db().transaction(async (tx) => {
    const revoked = await tx.update(apiTokens).set({ revokedAt: now }).where(live).returning()
    if (revoked.length === 0) return false
    const detail = { name: row.name, url }
    await record(tx, { action: 'token.leaked', userId: row.userId, actorId: null, tokenId: row.id, detail }, origin)
    await recordOnProjects(tx, { action: 'token.leaked', actorId: null }, row, await projectsOpenedBy(tx, row), origin)
    await sendLetter(tx, { kind: 'token-leaked', userId: row.userId, to: 'all', values: { name: row.name, url: url ?? '' } })
    return true
  })
}
