import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { files, projects, releases } from '#lib/db/schema.ts'
import { compareVersions } from '#lib/protocol/versions.ts'

export type ProjectRow = typeof projects.$inferSelect
export type FileRow = typeof files.$inferSelect
export type ListedRelease = typeof releases.$inferSelect & { files: FileRow[]; yanked: boolean }

/** Of a project in a list for visitors: there is something to look at. */
export const hasRelease: SQL = sql`exists (select 1 from releases r where r.project_id = ${projects.id} and r.deleted_at is null)`

/** The project of that normalized name, unless it is in the bin. */
export async function findListedProject(normalizedName: string): Promise<ProjectRow | null> {
  const [project] = await db().select().from(projects).where(and(eq(projects.normalizedName, normalizedName), isNull(projects.deletedAt)))
  return project ?? null
}

/** The releases of a project that are not in the bin, in PEP 440 order, each with its files by name. */
export async function listReleases(projectId: string): Promise<ListedRelease[]> {
  const rows = await db().select().from(releases).where(and(eq(releases.projectId, projectId), isNull(releases.deletedAt)))
  const fileRows = await db().select().from(files).where(and(eq(files.projectId, projectId), isNull(files.deletedAt)))
  const byRelease = Map.groupBy(fileRows, ({ releaseId }) => releaseId)
  return rows
    .map((release) => ({ ...release, yanked: release.yankedAt !== null, files: (byRelease.get(release.id) ?? []).sort(byName) }))
    .sort((a, b) => compareVersions(a.version, b.version))
}

const byName = (a: FileRow, b: FileRow) => (a.filename < b.filename ? -1 : 1)
