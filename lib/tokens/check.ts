// Checking a token: who asks, and what may they do?
//
//   checkToken   header → the live row, its owner, the signature → an Uploader
//   may          the uploader's caveats, those in the string and those stored; then the role, now; then the owner's standing
//
// A token is looked up by the id it carries and proven by its signature. Nothing else in a request names a user.
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { isResting } from '#lib/accounts/resting.ts'
import { db, type Reader } from '#lib/db/client.ts'
import { openSealed } from '#lib/db/sealed-store.ts'
import { apiTokens, barredTokens, projectRoles, users } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import type { Origin } from '#lib/origin.ts'
import { tokenOf } from '#lib/protocol/basic-auth.ts'
import { caveatObjections, type TokenAction } from '#lib/protocol/caveats.ts'
import { type Macaroon, parseToken, signatureHolds } from '#lib/protocol/macaroon.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasConfirmedPrimary, hasSecondFactor } from '#lib/two-factor/factors.ts'
import { noticeNetwork } from './networks.ts'
import { isTokenId, TOKEN_ROOT_KEYS } from './token-key.ts'

/** No credentials; a name and password; a token nobody knows, removed, or of a disabled account; one that was tampered with. */
export type TokenError = 'no-credentials' | 'not-a-token' | 'unknown-token' | 'wrong-signature'

/** A caveat does not hold (the reasons say which); no role; an owner of the project keeps the token out; its owner's account is frozen; their address or second factor is missing. */
export type PermissionError = 'caveat-failed' | 'no-role' | 'token-barred' | 'account-frozen' | 'address-not-confirmed' | 'second-factor-missing'
export type Permission = { allowed: true; role: Role | null } | { allowed: false; error: PermissionError; reasons: string[] }
export type Role = 'owner' | 'maintainer'

/** Who holds a good token. Ask `may` before each thing done with it, and again in the transaction that does it. */
export type Uploader = {
  userId: string
  username: string
  tokenId: string
  /** `project` is null for one that does not exist yet. */
  may: (project: { id: string; normalizedName: string } | null, action: TokenAction, reader?: Reader) => Promise<Permission>
}

/** The one who sent this Authorization header. With `any-name`, Basic credentials may carry any user name. */
export async function checkToken(
  header: string | null | undefined, origin: Origin, now: Date, names: 'token-only' | 'any-name' = 'token-only',
): Promise<Result<Uploader, TokenError>> {
  const token = tokenOf(header, names)
  if (!token.ok) return token
  const macaroon = parseToken(token.value)
  if (!macaroon.ok) return err('unknown-token')
  const row = await findLiveToken(macaroon.value.identifier)
  if (!row) return err('unknown-token')

  const rootKey = openSealed(TOKEN_ROOT_KEYS, { id: row.id, owner: row.userId, sealed: row.sealedKey, keyId: row.keyId })
  if (!rootKey) throw new Error(`The key of token ${row.id} does not open: its row was altered, or its key is in neither SECRETS_KEY nor SECRETS_KEY_OLD.`)
  if (!signatureHolds(macaroon.value, rootKey)) return err('wrong-signature')

  await noteUse(row.id, origin, now)
  noticeNetwork(row, origin, now)
  return ok(uploader(row, macaroon.value, now))
}

type TokenRow = { id: string; userId: string; username: string; caveats: unknown[]; sealedKey: Uint8Array; keyId: string }

function uploader(row: TokenRow, macaroon: Macaroon, now: Date): Uploader {
  const { userId, username, id: tokenId } = row
  // The stored caveats count again: a string that lost one would gain nothing.
  const caveats = [...macaroon.caveats, ...row.caveats.filter((caveat) => typeof caveat === 'string')]

  const may: Uploader['may'] = async (project, action, reader = db()) => {
    const reasons = [...new Set(caveatObjections(caveats, { now, userId, publisherId: null, action, project }))]
    if (reasons.length > 0) return refuse('caveat-failed', reasons)
    const role = project && (await findRole(reader, project.id, userId))
    if (project && !role) return refuse('no-role')
    if (project && (await isBarred(reader, project.id, tokenId))) return refuse('token-barred')
    return standingOf(reader, userId, role, action, now)
  }
  return { userId, username, tokenId, may }
}

const refuse = (error: PermissionError, reasons: string[] = []): Permission => ({ allowed: false, error, reasons })

/** Whether the account itself may do this now: neither resting nor disabled since it was asked first, its address confirmed, a second factor where one is due. */
export async function standingOf(reader: Reader, userId: string, role: Role | null, action: TokenAction, now: Date): Promise<Permission> {
  const [owner] = await reader.select({ securedAt: users.securedAt, frozenUntil: users.frozenUntil, disabledAt: users.disabledAt, mustHaveFactor: users.mustHaveFactor })
    .from(users).where(eq(users.id, userId))
  if (!owner || isResting(owner, action, now)) return refuse('account-frozen')
  if (!(await hasConfirmedPrimary(userId, reader))) return refuse('address-not-confirmed')
  const factorMissing = (environment().twoFactor === 'required' || owner.mustHaveFactor) && !(await hasSecondFactor(userId, reader))
  return factorMissing ? refuse('second-factor-missing') : { allowed: true, role }
}

/** Looked at on each use: whoever lost the role has a token that can do nothing. */
async function findRole(reader: Reader, projectId: string, userId: string): Promise<Role | null> {
  const mine = and(eq(projectRoles.projectId, projectId), eq(projectRoles.userId, userId))
  const [row] = await reader.select({ role: projectRoles.role }).from(projectRoles).where(mine)
  return row?.role ?? null
}

/** Kept out of this project by one of its owners. */
async function isBarred(reader: Reader, projectId: string, tokenId: string): Promise<boolean> {
  return (await reader.$count(barredTokens, and(eq(barredTokens.projectId, projectId), eq(barredTokens.tokenId, tokenId)))) > 0
}

/** The row, unless it or its owner is out of action: removed or disabled. A resting one is told apart later, by `may`. */
async function findLiveToken(id: string): Promise<TokenRow | null> {
  if (!isTokenId(id)) return null
  const columns = { id: apiTokens.id, userId: users.id, username: users.username, caveats: apiTokens.caveats, sealedKey: apiTokens.sealedKey, keyId: apiTokens.keyId }
  const live = and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt), isNull(users.disabledAt))
  const [row] = await db().select(columns).from(apiTokens).innerJoin(users, eq(users.id, apiTokens.userId)).where(live)
  return row ?? null
}

/** Once a minute is often enough, and a row that is locked is left alone: uploads side by side must not queue up here. */
async function noteUse(tokenId: string, { ip }: Origin, now: Date): Promise<void> {
  const aMinuteAgo = new Date(now.getTime() - 60_000)
  const due = and(eq(apiTokens.id, tokenId), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, aMinuteAgo)))
  const free = db().select({ id: apiTokens.id }).from(apiTokens).where(due).for('update', { skipLocked: true })
  await db().update(apiTokens).set({ lastUsedAt: now, lastUsedIp: ip }).where(sql`${apiTokens.id} in ${free}`)
}
