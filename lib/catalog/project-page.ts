// What the page of a project shows, all of it, in one value.
import { inArray } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { fileUrl } from '#lib/projects/file-url.ts'
import { listMembers, type Member, type Role } from '#lib/projects/projects.ts'
import { parseWheelFilename } from '#lib/protocol/filenames.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { canonicalVersion, isPrerelease, latestVersion } from '#lib/protocol/versions.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type FileRow, findListedProject, type ListedRelease, listReleases, type ProjectRow } from './listed-releases.ts'
import { type Description, renderDescription } from './readme.ts'
import { type ReleaseDetails, releaseDetails } from './release-details.ts'
import { type Day, readDownloads } from './statistics.ts'

export type PageFile = {
  filename: string; url: string; size: number; sha256: string; uploadedAt: Date; uploadedBy: string | null; requiresPython: string | null
  kind: 'sdist' | 'wheel'
  /** Of a wheel, as its name says them; empty for a source archive. */
  pythonTags: string[]; abiTags: string[]; platformTags: string[]
}

export type PageRelease = { version: string; releasedAt: Date; isYanked: boolean; isPrerelease: boolean; files: number }

export type ProjectPage = {
  project: { id: string; name: string; normalizedName: string; status: 'active' | 'archived' | 'quarantined'; isPrivate: boolean; createdAt: Date }
  release: ReleaseDetails & { isYanked: boolean; yankedReason: string | null; isPrerelease: boolean; releasedAt: Date; publishedBy: string | null }
  /** The release that visitors are shown first. */
  latest: string
  isLatest: boolean
  description: Description | null
  files: PageFile[]
  /** Newest version first. */
  releases: PageRelease[]
  members: Member[]
  viewerRole: Role | null
  /** Of each of the last days, oldest first. */
  downloads: Day[]
}

/**
 * The page of a project, of the release asked for or of the one shown first. Who may not see a private project is
 * told that there is none. `name` and `version` may be spelled in any way; the answer has them as their owners do.
 */
export async function findProjectPage(
  name: string, version: string | null, viewerId: string | null,
): Promise<Result<ProjectPage, 'no-such-project' | 'no-such-release'>> {
  const seen = await findSeen(name, viewerId)
  if (!seen) return err('no-such-project')
  const { project, members, viewerRole } = seen

  const listed = await listReleases(project.id)
  const latest = latestVersion(listed)
  const release = version === null ? latest : listed.find((one) => one.canonicalVersion === canonicalVersion(version))
  if (!latest || !release) return err('no-such-release')
  return ok(await pageOf(project, release, { latest: latest.version, listed, members, viewerRole }))
}

export type EmptyProjectPage = Pick<ProjectPage, 'project' | 'members' | 'viewerRole'>

/** The page of a project without any release: one that was made before its first file, or whose releases were all deleted. */
export async function findEmptyProjectPage(name: string, viewerId: string | null): Promise<EmptyProjectPage | null> {
  const seen = await findSeen(name, viewerId)
  return seen && (await listReleases(seen.project.id)).length === 0 ? { ...seen, project: shownProject(seen.project) } : null
}

type Seen = { project: ProjectRow; members: Member[]; viewerRole: Role | null }

async function findSeen(name: string, viewerId: string | null): Promise<Seen | null> {
  const project = await findListedProject(normalizeName(name))
  if (!project) return null
  const members = await listMembers(project.id)
  const viewerRole = members.find(({ userId }) => userId === viewerId)?.role ?? null
  return project.isPrivate && !viewerRole ? null : { project, members, viewerRole }
}

type Around = { latest: string; listed: ListedRelease[]; members: Member[]; viewerRole: Role | null }

async function pageOf(project: ProjectRow, release: ListedRelease, { latest, listed, members, viewerRole }: Around): Promise<ProjectPage> {
  const names = await usernames([release.publishedBy, ...release.files.map(({ uploadedBy }) => uploadedBy)])
  return {
    project: shownProject(project),
    release: {
      ...releaseDetails(release),
      ...standing(release),
      releasedAt: release.createdAt,
      publishedBy: names.get(release.publishedBy ?? '') ?? null,
    },
    latest,
    isLatest: release.version === latest,
    description: await renderDescription(release.description, release.descriptionContentType),
    files: project.status === 'quarantined' ? [] : release.files.map((file) => pageFile(file, project, names)),
    releases: listed.toReversed().map(pageRelease),
    members,
    viewerRole,
    downloads: await readDownloads(project.id, new Date()),
  }
}

function shownProject({ id, name, normalizedName, status, isPrivate, createdAt }: ProjectRow): ProjectPage['project'] {
  return { id, name, normalizedName, status: status === 'archived' || status === 'quarantined' ? status : 'active', isPrivate, createdAt }
}

const standing = ({ version, yanked, yankedReason }: ListedRelease) =>
  ({ isYanked: yanked, yankedReason: yanked ? yankedReason || null : null, isPrerelease: isPrerelease(version) })

function pageRelease({ version, createdAt, yanked, files }: ListedRelease): PageRelease {
  return { version, releasedAt: createdAt, isYanked: yanked, isPrerelease: isPrerelease(version), files: files.length }
}

function pageFile(file: FileRow, project: ProjectRow, names: Map<string, string>): PageFile {
  const { filename, size, sha256, uploadedAt, requiresPython, packagetype } = file
  const wheel = parseWheelFilename(filename)
  const tags = wheel.ok ? wheel.value : { pythonTags: [], abiTags: [], platformTags: [] }
  return {
    filename, size, sha256, uploadedAt, requiresPython, url: fileUrl(file, project),
    uploadedBy: names.get(file.uploadedBy ?? '') ?? null,
    kind: packagetype === 'sdist' ? 'sdist' : 'wheel',
    pythonTags: tags.pythonTags, abiTags: tags.abiTags, platformTags: tags.platformTags,
  }
}

async function usernames(ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const rows = wanted.length === 0 ? [] : await db().select({ id: users.id, username: users.username }).from(users).where(inArray(users.id, wanted))
  return new Map(rows.map(({ id, username }) => [id, username]))
}

