import { z } from 'zod'
import { TOKEN_DEFAULT_DAYS, TOKEN_MAX_DAYS, TOKEN_NAME_MAX_CHARS } from '#lib/numbers.ts'

/** What the form for a new token posts. `projects` counts only where the scope says so. */
export const newToken = z
  .object({
    name: z.string().trim().min(1).max(TOKEN_NAME_MAX_CHARS),
    scope: z.enum(['user', 'projects']),
    projects: z.array(z.string().max(200)).max(100).default([]),
    actions: z.array(z.enum(['upload', 'read'])).default([]),
    expiresInDays: z.coerce.number().int().min(1).max(TOKEN_MAX_DAYS).default(TOKEN_DEFAULT_DAYS),
  })
  .refine(({ scope, projects }) => scope === 'user' || projects.length > 0, { path: ['projects'] })

export type NewToken = z.infer<typeof newToken>
