// API tokens: made once, shown once, listed, removed. Only what is needed to check one later is kept: its own
// root key, sealed, and the caveats it was made with. How one is checked is in check.ts.
import { randomBytes, randomUUID } from 'node:crypto'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, isUniqueViolation, type Tx } from '#lib/db/client.ts'
import { apiTokens, projectRoles, projects } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { TOKEN_DEFAULT_DAYS, TOKEN_MAX_DAYS, TOKEN_NAME_MAX_CHARS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { type Caveat, encodeCaveat, type TokenAction } from '#lib/protocol/caveats.ts'
import { encodeToken, mintMacaroon } from '#lib/protocol/macaroon.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { seal } from '#lib/protocol/sealed.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasConfirmedPrimary } from '#lib/two-factor/factors.ts'
import { recordOnProjects } from './on-projects.ts'
import { TOKEN_ROOT_KEYS } from './token-key.ts'

export type TokenUser = { id: string; username: string }

export type TokenWish = {
  name: string
  /** Every project of the user, or those of these names. */
  scope: 'user' | string[]
  /** Publishing alone, unless something else is named. */
  actions?: TokenAction[]
  expiresInDays?: number
}

export type CreateTokenError = 'bad-token-name' | 'bad-lifetime' | 'no-projects' | 'not-your-project' | 'name-taken' | 'address-not-confirmed' | 'too-many'

export type NewlyMade = { id: string; token: string; name: string; expiresAt: Date }

/**
 * Makes a token. Its text is in the answer and nowhere else. A token expires; it is limited to projects on which
 * the user has a role now, and at each use to those on which the user has one still.
 */
export async function createToken(user: TokenUser, wish: TokenWish, origin: Origin, now: Date): Promise<Result<NewlyMade, CreateTokenError>> {
  const checked = checkWish(wish)
  if (!checked.ok) return checked
  if (!(await hasConfirmedPrimary(user.id, db()))) return err('address-not-confirmed')
  const allowance = await countAttempt([['tokenCreatedPerAccount', user.id]], now)
  if (!allowance.allowed) return err('too-many')

  const scoped = wish.scope === 'user' ? null : await findOwnProjects(user.id, wish.scope)
  if (scoped === 'not-your-project') return err('not-your-project')
  return insertToken(user, wish, scoped, origin, now)
}

/** Removes a token of this user. Another's token looks like one that never was. */
export async function removeToken(user: TokenUser, tokenId: string, origin: Origin, now: Date): Promise<Result<void, 'no-such-token'>> {
  return db().transaction(async (tx) => {
    const mine = and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, user.id), isNull(apiTokens.revokedAt))
    const [removed] = await tx.update(apiTokens).set({ revokedAt: now }).where(mine).returning()
    if (!removed) return err('no-such-token')

    await record(tx, { action: 'token.removed', userId: user.id, actorName: user.username, tokenId, detail: { name: removed.name } }, origin)
    await recordOnProjects(tx, { action: 'token.removed', actorId: user.id, actorName: user.username }, removed, removed.projectIds ?? [], origin)
    await sendWarning(tx, 'token-removed', user.id, origin, now, { name: removed.name })
    return ok(undefined)
  })
}

export type ListedToken = {
  id: string
  name: string
  permission: TokenPermission
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  lastUsedIp: string | null
}

/** The parts of the sentence "This token may …": pages put them into words. */
export type TokenPermission = {
  actions: TokenAction[]
  /** null: every project the user can publish, and new ones. */
  projects: { id: string; name: string; normalizedName: string }[] | null
  mayCreateProjects: boolean
  expiresAt: Date
}

/** The tokens of a user that were not removed, expired ones among them, newest first. */
export async function listTokens(userId: string): Promise<ListedToken[]> {
  const live = and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt))
  const rows = await db().select().from(apiTokens).where(live).orderBy(desc(apiTokens.createdAt))
  const named = await findProjects(rows.flatMap(({ projectIds }) => projectIds ?? []))
  return rows.map(({ id, name, createdAt, expiresAt, lastUsedAt, lastUsedIp, ...row }) => ({
    id, name, createdAt, expiresAt, lastUsedAt, lastUsedIp, permission: permissionOf({ ...row, expiresAt }, named),
  }))
}

function permissionOf(row: { caveats: unknown[]; projectIds: string[] | null; expiresAt: Date }, named: NamedProject[]): TokenPermission {
  const actions = actionsOf(row.caveats)
  const projects = row.projectIds && named.filter(({ id }) => row.projectIds?.includes(id))
  return { actions, projects, mayCreateProjects: projects === null && actions.includes('upload'), expiresAt: row.expiresAt }
}

/** What a token with these caveats may do: both, as at PyPI, where none of them says anything else. */
export function actionsOf(caveats: unknown[]): TokenAction[] {
  const stored = caveats.find((caveat) => typeof caveat === 'string' && caveat.startsWith('[100,'))
  return (['upload', 'read'] as const).filter((action) => typeof stored !== 'string' || stored.includes(`"${action}"`))
}

function checkWish({ name, scope, expiresInDays: days = TOKEN_DEFAULT_DAYS }: TokenWish): Result<void, CreateTokenError> {
  if (name.trim() === '' || name.length > TOKEN_NAME_MAX_CHARS) return err('bad-token-name')
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_MAX_DAYS) return err('bad-lifetime')
  return scope !== 'user' && scope.length === 0 ? err('no-projects') : ok(undefined)
}

async function insertToken(user: TokenUser, wish: TokenWish, scoped: NamedProject[] | null, origin: Origin, now: Date) {
  const made = mint(user, wish, scoped, now)
  try {
    await db().transaction(async (tx) => {
      await tx.insert(apiTokens).values(made.row)
      await announce(tx, user, made.row, scoped, origin, now)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'api_tokens_one_name')) return err('name-taken')
    throw error
  }
  return ok({ id: made.row.id, token: made.token, name: made.row.name, expiresAt: made.row.expiresAt })
}

function mint(user: TokenUser, wish: TokenWish, scoped: NamedProject[] | null, now: Date) {
  const id = randomUUID()
  const rootKey = randomBytes(32)
  const key = TOKEN_ROOT_KEYS.keys.current()
  const expiresAt = new Date(now.getTime() + (wish.expiresInDays ?? TOKEN_DEFAULT_DAYS) * 86_400_000)
  const caveats = caveatsFor(user, wish, scoped, expiresAt).map(encodeCaveat)
  const row = {
    id, userId: user.id, name: wish.name.trim(), caveats, expiresAt, createdAt: now,
    sealedKey: seal(rootKey, key, TOKEN_ROOT_KEYS.context(user.id, id)), keyId: key.id,
    projectIds: scoped && scoped.map((project) => project.id),
  }
  return { row, token: encodeToken(mintMacaroon(rootKey, environment().hostname, id, caveats)) }
}

/**
 * The caveats PyPI writes, plus an expiry for every token, and what it may do unless that is everything. Names are for tools that
 * read tokens; ids decide.
 */
function caveatsFor(user: TokenUser, { actions = ['upload'] }: TokenWish, scoped: NamedProject[] | null, expiresAt: Date): Caveat[] {
  const scope: Caveat[] = scoped
    ? [{ kind: 'project-names', names: scoped.map((p) => p.normalizedName) }, { kind: 'project-ids', ids: scoped.map((p) => p.id) }]
    : [{ kind: 'user', userId: user.id }]
  const narrowed: Caveat[] = actions.length === 1 ? [{ kind: 'actions', actions }] : []
  return [{ kind: 'expiration', expiresAt: Math.floor(expiresAt.getTime() / 1000), notBefore: 0 }, ...scope, ...narrowed]
}

async function announce(tx: Tx, user: TokenUser, row: { id: string; name: string; caveats: string[]; expiresAt: Date }, scoped: NamedProject[] | null, origin: Origin, now: Date) {
  const detail = { name: row.name, actions: actionsOf(row.caveats), projects: scoped ? scoped.map((project) => project.name) : null, expires: row.expiresAt.toISOString() }
  await record(tx, { action: 'token.created', userId: user.id, actorName: user.username, tokenId: row.id, detail }, origin)
  await recordOnProjects(tx, { action: 'token.created', actorId: user.id, actorName: user.username }, row, (scoped ?? []).map((project) => project.id), origin)
  await sendWarning(tx, 'token-created', user.id, origin, now, { name: row.name, expires: row.expiresAt.toISOString() })
}

type NamedProject = { id: string; name: string; normalizedName: string }
const namedProject = { id: projects.id, name: projects.name, normalizedName: projects.normalizedName }

async function findOwnProjects(userId: string, names: string[]): Promise<NamedProject[] | 'not-your-project'> {
  const normalized = [...new Set(names.map(normalizeName))]
  const found = await db().select(namedProject).from(projects)
    .innerJoin(projectRoles, and(eq(projectRoles.projectId, projects.id), eq(projectRoles.userId, userId)))
    .where(and(inArray(projects.normalizedName, normalized), isNull(projects.deletedAt)))
  return found.length === normalized.length ? found : 'not-your-project'
}

async function findProjects(ids: string[]): Promise<NamedProject[]> {
  if (ids.length === 0) return []
  return db().select(namedProject).from(projects).where(and(inArray(projects.id, ids), isNull(projects.deletedAt)))
}
