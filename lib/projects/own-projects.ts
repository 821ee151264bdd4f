// The projects somebody has a role on, private, archived and quarantined ones too.
import { and, asc, desc, eq, isNull, like, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { literally } from '#lib/db/like.ts'
import { projectRoles, projects } from '#lib/db/schema.ts'
import { PROJECTS_PER_PAGE } from '#lib/numbers.ts'
import { pagesOf } from '#lib/pages.ts'
import { typedName } from '#lib/protocol/names.ts'
import type { Role } from './projects.ts'

export type OwnProject = {
  id: string; name: string; normalizedName: string; summary: string; status: string; isPrivate: boolean; role: Role; updatedAt: Date
  /** Nobody else could manage it. */
  isSoleOwner: boolean
}
export type OwnProjects = { projects: OwnProject[]; /** How many have what was asked for in their names, on how many pages, and how many there are at all. */ found: number; pages: number; all: number }

/** One page (from 1) of those whose names have `part` in them, in any spelling; without a part of all. Those changed last come first. */
export async function findOwnProjects(userId: string, part: string, page: number): Promise<OwnProjects> {
  const named = like(projects.normalizedName, `%${literally(typedName(part))}%`)
  const [counted] = await db().select({ all: sql<number>`count(*)::int`, found: sql<number>`(count(*) filter (where ${named}))::int` })
    .from(projectRoles).innerJoin(projects, ofRole).where(owns(userId))
  const { all, found } = counted ?? { all: 0, found: 0 }
  const rows = await readOwn().where(and(owns(userId), named)).limit(PROJECTS_PER_PAGE).offset((page - 1) * PROJECTS_PER_PAGE)
  return { projects: rows.map(shown), found, pages: pagesOf(found, PROJECTS_PER_PAGE), all }
}

/** All of them, for choosing among them; those changed last first. */
export async function listOwnProjects(userId: string): Promise<OwnProject[]> {
  return (await readOwn().where(owns(userId))).map(shown)
}

const ofRole = eq(projects.id, projectRoles.projectId)
const owns = (userId: string) => and(eq(projectRoles.userId, userId), isNull(projects.deletedAt))
const owners = sql<number>`(select count(*)::int from project_roles r where r.project_id = ${projects.id} and r.role = 'owner')`

const readOwn = () => db().select({ project: projects, role: projectRoles.role, owners }).from(projectRoles).innerJoin(projects, ofRole)
  .orderBy(desc(projects.updatedAt), asc(projects.normalizedName)).$dynamic()

type Row = Awaited<ReturnType<typeof readOwn>>[number]

const shown = ({ project: { id, name, normalizedName, summary, status, isPrivate, updatedAt }, role, owners }: Row): OwnProject =>
  ({ id, name, normalizedName, summary, status, isPrivate, role, updatedAt, isSoleOwner: role === 'owner' && owners === 1 })
