// What a token's caveats say, and whether a request satisfies them. Tags 0–4 and the older objects are PyPI's;
// numbers from 100 are ours. A caveat nobody here understands is a caveat nobody here can keep: it denies.
import { err, ok, type Result } from '#lib/result.ts'

export type TokenAction = 'upload' | 'read'

export type Caveat =
  | { kind: 'expiration'; expiresAt: number; notBefore: number }
  | { kind: 'project-names'; names: string[] }
  | { kind: 'project-ids'; ids: string[] }
  | { kind: 'user'; userId: string }
  | { kind: 'publisher'; publisherId: string }
  | { kind: 'any-user' }
  | { kind: 'actions'; actions: string[] }

/** What is asked for, by whom, when. `project` is null where none exists yet. */
export type CaveatContext = {
  now: Date
  userId: string | null
  publisherId: string | null
  action: TokenAction
  project: { id: string; normalizedName: string; publisherIds?: string[] } | null
}

/** The bytes of a caveat: compact JSON, the tag first. */
export function encodeCaveat(caveat: Caveat): string {
  switch (caveat.kind) {
    case 'expiration':
      return JSON.stringify([0, caveat.expiresAt, caveat.notBefore])
    case 'project-names':
      return JSON.stringify([1, caveat.names])
    case 'project-ids':
      return JSON.stringify([2, caveat.ids])
    case 'user':
      return JSON.stringify([3, caveat.userId])
    case 'publisher':
      return JSON.stringify([4, caveat.publisherId])
    case 'any-user':
      return JSON.stringify({ version: 1, permissions: 'user' })
    case 'actions':
      return JSON.stringify([100, caveat.actions])
  }
}

/** Reads one caveat. Unknown tags, wrong types and wrong arity are refused alike. */
export function parseCaveat(text: string): Result<Caveat, 'invalid-caveat'> {
  const caveat = readCaveat(parseJson(text))
  return caveat ? ok(caveat) : err('invalid-caveat')
}

/** PyPI's words for every caveat that the request does not satisfy; an empty list is a yes. */
export function caveatObjections(caveats: string[], context: CaveatContext): string[] {
  return caveats.flatMap((text) => {
    const caveat = parseCaveat(text)
    const objection = caveat.ok ? objectionOf(caveat.value, context) : 'caveat is invalid'
    return objection === null ? [] : [objection]
  })
}

function objectionOf(caveat: Caveat, context: CaveatContext): string | null {
  switch (caveat.kind) {
    case 'expiration':
      return expirationObjection(caveat, context.now)
    case 'project-names':
      return projectObjection(context, (project) => caveat.names.includes(project.normalizedName))
    case 'project-ids':
      return projectObjection(context, (project) => caveat.ids.includes(project.id))
    case 'user':
      return userObjection(caveat.userId, context)
    case 'publisher':
      return publisherObjection(caveat.publisherId, context)
    case 'any-user':
      return context.userId === null ? 'token with user restriction without a user' : null
    case 'actions':
      return caveat.actions.includes(context.action) ? null : `token is not valid for: ${context.action}`
  }
}

/** not_before ≤ now < expires_at. */
function expirationObjection(caveat: { expiresAt: number; notBefore: number }, now: Date): string | null {
  const seconds = now.getTime() / 1000
  if (seconds >= caveat.expiresAt) return 'token is expired'
  return seconds < caveat.notBefore ? 'token is not yet valid' : null
}

type Project = NonNullable<CaveatContext['project']>

function projectObjection({ project }: CaveatContext, listed: (project: Project) => boolean): string | null {
  if (project === null) return 'project-scoped token used outside of a project context'
  return listed(project) ? null : `project-scoped token is not valid for project: '${project.normalizedName}'`
}

function userObjection(userId: string, context: CaveatContext): string | null {
  if (context.userId === null) return 'token with user restriction without a user'
  return context.userId === userId ? null : 'current user does not match user restriction in token'
}

function publisherObjection(publisherId: string, { publisherId: actual, project }: CaveatContext): string | null {
  if (actual === null) return 'OIDC scoped token used outside of an OIDC identified request'
  if (actual !== publisherId) return 'current OIDC publisher does not match publisher restriction in token'
  if (project === null) return 'OIDC scoped token used outside of a project context'
  const registered = project.publisherIds?.includes(publisherId) ?? false
  return registered ? null : `OIDC scoped token is not valid for project '${project.normalizedName}'`
}

function readCaveat(value: unknown): Caveat | null {
  if (!Array.isArray(value)) return readOlderCaveat(value)
  const [tag, ...fields]: unknown[] = value
  const read = typeof tag === 'number' ? readers.get(tag) : undefined
  return read?.(fields) ?? null
}

/** Fields are append-only with defaults, so the last of tag 4, now unused, may be there or not. */
const readers = new Map<number, (fields: unknown[]) => Caveat | null>([
  [0, ([expiresAt, notBefore, ...rest]) =>
    isInteger(expiresAt) && isInteger(notBefore) && rest.length === 0 ? { kind: 'expiration', expiresAt, notBefore } : null],
  [1, ([names, ...rest]) => (isStrings(names) && rest.length === 0 ? { kind: 'project-names', names } : null)],
  [2, ([ids, ...rest]) => (isStrings(ids) && rest.length === 0 ? { kind: 'project-ids', ids } : null)],
  [3, ([userId, ...rest]) => (typeof userId === 'string' && rest.length === 0 ? { kind: 'user', userId } : null)],
  [4, ([publisherId, claims, ...rest]) =>
    typeof publisherId === 'string' && isClaims(claims) && rest.length === 0 ? { kind: 'publisher', publisherId } : null],
  [100, ([actions, ...rest]) => (isStrings(actions) && rest.length === 0 ? { kind: 'actions', actions } : null)],
])

/** The objects PyPI wrote before 2022, still honoured. */
function readOlderCaveat(value: unknown): Caveat | null {
  if (!isObject(value)) return null
  const { nbf, exp, project_ids: ids, version, permissions } = value
  if (hasOnly(value, 'nbf', 'exp')) return isInteger(nbf) && isInteger(exp) ? { kind: 'expiration', expiresAt: exp, notBefore: nbf } : null
  if (hasOnly(value, 'project_ids')) return isStrings(ids) ? { kind: 'project-ids', ids } : null
  if (!hasOnly(value, 'version', 'permissions') || version !== 1) return null
  return permissions === 'user' ? { kind: 'any-user' } : readOlderProjects(permissions)
}

function readOlderProjects(permissions: unknown): Caveat | null {
  if (!isObject(permissions) || !hasOnly(permissions, 'projects')) return null
  return isStrings(permissions.projects) ? { kind: 'project-names', names: permissions.projects } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string')
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isClaims = (value: unknown) => value === undefined || value === null || isObject(value)
const hasOnly = (value: object, ...keys: string[]) => Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key))
