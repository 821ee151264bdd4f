import { redirect } from 'next/navigation'
import type { Project } from '#lib/projects/create.ts'
import { requireRole, type Role } from '#lib/projects/projects.ts'
import { type CurrentUser } from '#lib/web/current-user.ts'
import { requireUser } from '#lib/web/guards.ts'
import { pathPart } from '../../../path-part.ts'

export type Managed = { user: CurrentUser; project: Project; role: Role; /** The path of the project's pages. */ home: string }

/**
 * The project that a page manages, for a member of it. To everyone else there is no such page (null). What only owners may see sends
 * maintainers to the page that tells them who the owners are. `page` is the rest of the path, for the way back after signing in.
 */
export async function managedProject(params: Promise<{ name: string }>, page: string, needed: Role = 'owner'): Promise<Managed | null> {
  const name = pathPart((await params).name)
  const user = await requireUser(`/manage/project/${encodeURIComponent(name)}/${page}/`)
  const allowed = await requireRole(name, user.id, 'maintainer')
  if (!allowed.ok) return null
  const { project, role } = allowed.value
  const home = `/manage/project/${project.name}/`
  if (project.name !== name) redirect(`${home}${page}/`)
  if (needed === 'owner' && role !== 'owner') redirect(`${home}collaboration/?done=owners-only`)
  return { user, project, role, home }
}
