import type { Context } from 'hono'
import { checkToken } from '#lib/tokens/check.ts'
import { originOf } from './origin.ts'

/** `unauthorized`: no token, or no good one. `hidden`: a good token of someone who may not see it. */
export type Visibility = 'shown' | 'unauthorized' | 'hidden'

type Project = { id: string; normalizedName: string; isPrivate: boolean }

/** Whether the one who asks may read this project. Where only a token can be meant, any user name may stand before it. */
export async function visibilityOf(c: Context, project: Project): Promise<Visibility> {
  if (!project.isPrivate) return 'shown'
  const reader = await checkToken(c.req.header('authorization'), originOf(c), new Date(), 'any-name')
  if (!reader.ok) return 'unauthorized'
  return (await reader.value.may(project, 'read')).allowed ? 'shown' : 'hidden'
}

/** How long an answer may be kept, and by whom: what only some may read is kept by nobody else, and asked for again. */
export const cacheControl = (project: { isPrivate: boolean }, whenPublic: string): string => (project.isPrivate ? 'private, no-cache' : whenPublic)
