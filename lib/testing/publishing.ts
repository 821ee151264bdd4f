// People who publish, their projects, releases and files, as the database holds them: for tests of what reads them.

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { db } from '#lib/db/client.ts'
import { emailAddresses, files, projectRoles, projects, releases, users } from '#lib/db/schema.ts'
import { confusableName, normalizeName } from '#lib/protocol/names.ts'
import { canonicalVersion } from '#lib/protocol/versions.ts'

export type Publisher = { id: string; username: string }
type ProjectRow = typeof projects.$inferSelect
type ReleaseRow = typeof releases.$inferSelect
type FileRow = typeof files.$inferSelect

/** A user with a confirmed address (or an unconfirmed one), whose name no other test has. */
export async function givePublisher(confirmed = true): Promise<Publisher> {
  const username = `knight-${randomBytes(4).toString('hex')}`
  const [user] = await db().insert(users).values({ username, usernameKey: username, webauthnHandle: randomBytes(64) }).returning()
  if (!user) throw new Error('no user')
  const address = `${username}@camelot.example`
  await db().insert(emailAddresses).values({
    userId: user.id, address, addressKey: address, isPrimary: true, verifiedAt: confirmed ? new Date() : null,
  })
  return { id: user.id, username }
}

/** A project, owned by `owner`. */
export async function giveProject(owner: Publisher, change: Partial<typeof projects.$inferInsert> = {}): Promise<ProjectRow> {
  const name = change.name ?? `quest-${randomBytes(4).toString('hex')}`
  const names = { name, normalizedName: normalizeName(name), confusableName: confusableName(name) }
  const [project] = await db().insert(projects).values({ ...names, ...change }).returning()
  if (!project) throw new Error('no project')
  await db().insert(projectRoles).values({ projectId: project.id, userId: owner.id, role: 'owner' })
  return project
}

export async function giveRelease(project: { id: string }, version: string, change: Partial<typeof releases.$inferInsert> = {}): Promise<ReleaseRow> {
  const values = { projectId: project.id, version, canonicalVersion: canonicalVersion(version) ?? version, ...change }
  const [release] = await db().insert(releases).values(values).returning()
  if (!release) throw new Error('no release')
  return release
}

/** A wheel of that release, unless told otherwise; its bytes are nowhere. */
export async function giveFile(release: ReleaseRow, change: Partial<typeof files.$inferInsert> = {}): Promise<FileRow> {
  const filename = change.filename ?? `quest_${randomUUID().slice(0, 8)}-${release.version}-py3-none-any.whl`
  const digest = (kind: string) => createHash('sha256').update(`${kind} ${filename}`).digest('hex')
  const [file] = await db().insert(files).values({
    projectId: release.projectId, releaseId: release.id, filename, packagetype: 'bdist_wheel', pythonVersion: 'py3', size: 1234,
    sha256: digest('sha256'), blake2b256: digest('blake2b'), md5: digest('md5').slice(0, 32), requiresPython: release.requiresPython, ...change,
  }).returning()
  if (!file) throw new Error('no file')
  return file
}
