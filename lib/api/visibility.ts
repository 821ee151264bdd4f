import type { Context } from 'hono'
import { checkToken } from '#lib/tokens/check.ts'
import { originOf } from './origin.ts'

/** `unauthorized`: no token, or no good one. `publish-only`: one that may publish it and no more. `hidden`: a good token of someone who may not see it. */
export type Visibility = 'shown' | 'unauthorized' | 'publish-only' | 'hidden'

type Project = { id: string; normalizedName: string; isPrivate: boolean }

/** Whether the one who asks may read this project. Where only a token can be meant, any user name may stand before it. */
export async function visibilityOf(c: Context, project: Project): Promise<Visibility> {
  if (!project.isPrivate) return 'shown'
  const reader = await checkToken(c.req.header('authorization'), originOf(c), new Date(), 'any-name')
  if (!reader.ok) return 'unauthorized'
  if ((await reader.value.may(project, 'read')).allowed) return 'shown'
  // Who may publish it knows that it is there, and is told why this token does not install it.
  return (await reader.value.may(project, 'upload')).allowed ? 'publish-only' : 'hidden'
}

/** How long an answer may be kept, and by whom: what only some may read is kept by nobody else, and asked for again. */
export const cacheControl = (project: { isPrivate: boolean }, whenPublic: string): string => (project.isPrivate ? 'private, no-cache' : whenPublic)
