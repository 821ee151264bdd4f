import { z } from 'zod'
import { TOKEN_DEFAULT_DAYS, TOKEN_MAX_DAYS, TOKEN_NAME_MAX_CHARS } from '#lib/numbers.ts'
import type { TokenAction } from '#lib/protocol/caveats.ts'

/** Each project of the form has a checkbox of its own, `project:<normalized name>`. */
const PROJECT = 'project:'

/** What a token can be made for. */
export const PURPOSES = ['publish', 'install', 'both'] as const

export type Purpose = (typeof PURPOSES)[number]

const ACTIONS: Record<Purpose, TokenAction[]> = { publish: ['upload'], install: ['read'], both: ['upload', 'read'] }

/** The name of what a token may do. */
export const purposeOf = (actions: TokenAction[]): Purpose => PURPOSES.find((purpose) => ACTIONS[purpose].join() === actions.join()) ?? 'both'

/** What the form for a new token posts: it publishes and no more, unless something else was chosen. The projects ticked count only where the scope says so. */
export const newToken = z
  .looseObject({
    name: z.string().trim().min(1, 'name-required').max(TOKEN_NAME_MAX_CHARS, 'name-required'),
    purpose: z.enum(PURPOSES, 'purpose-required').default('publish'),
    scope: z.enum(['user', 'projects'], 'scope-required'),
    days: z.coerce.number('bad-expiry').int('bad-expiry').min(1, 'bad-expiry').max(TOKEN_MAX_DAYS, 'bad-expiry').default(TOKEN_DEFAULT_DAYS),
  })
  .transform(({ name, purpose, scope, days, ...boxes }) => ({
    name, purpose, actions: ACTIONS[purpose], expiresInDays: days, scope: scope === 'user' ? ('user' as const) : tickedIn(boxes),
  }))
  .refine(({ scope }) => scope.length > 0, { path: ['scope'], error: 'projects-required' })

export const tokenId = z.object({ id: z.uuid('not-found') })

export type NewToken = z.infer<typeof newToken>

const tickedIn = (boxes: Record<string, unknown>) => Object.keys(boxes).filter((name) => name.startsWith(PROJECT)).map((name) => name.slice(PROJECT.length))
