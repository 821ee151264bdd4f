import { z } from 'zod'
import { TOKEN_DEFAULT_DAYS, TOKEN_MAX_DAYS, TOKEN_NAME_MAX_CHARS } from '#lib/numbers.ts'

/** Each project of the form has a checkbox of its own, `project:<normalized name>`. */
const PROJECT = 'project:'

/** What the form for a new token posts. The projects ticked count only where the scope says so. */
export const newToken = z
  .looseObject({
    name: z.string().trim().min(1, 'name-required').max(TOKEN_NAME_MAX_CHARS, 'name-required'),
    scope: z.enum(['user', 'projects'], 'scope-required'),
    days: z.coerce.number('bad-expiry').int('bad-expiry').min(1, 'bad-expiry').max(TOKEN_MAX_DAYS, 'bad-expiry').default(TOKEN_DEFAULT_DAYS),
  })
  .transform(({ name, scope, days, ...boxes }) => ({ name, expiresInDays: days, scope: scope === 'user' ? ('user' as const) : tickedIn(boxes) }))
  .refine(({ scope }) => scope.length > 0, { path: ['scope'], error: 'projects-required' })

export const tokenId = z.object({ id: z.uuid('not-found') })

export type NewToken = z.infer<typeof newToken>

const tickedIn = (boxes: Record<string, unknown>) => Object.keys(boxes).filter((name) => name.startsWith(PROJECT)).map((name) => name.slice(PROJECT.length))
