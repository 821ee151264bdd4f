import { environment } from '#lib/env.ts'
import { fileUrl } from '#lib/projects/file-url.ts'
import { listMembers } from '#lib/projects/projects.ts'
import { type JsonFile, type JsonRelease, projectPageJson } from '#lib/protocol/json-page.ts'
import { canonicalVersion, latestVersion } from '#lib/protocol/versions.ts'
import { type FileRow, findListedProject, type ListedRelease, listReleases, type ProjectRow } from './listed-releases.ts'

/** Null when there is none, or it is quarantined. Whether it may be seen is asked before its page is made. */
export async function findJsonProject(normalizedName: string): Promise<ProjectRow | null> {
  const project = await findListedProject(normalizedName)
  return project?.status === 'quarantined' ? null : project
}

/** PyPI's JSON page of a project (`version` null: the release visitors see first, and a list of all) or of one release; null when there is none. */
export async function jsonPageOf(project: ProjectRow, version: string | null): Promise<string | null> {
  const listed = await listReleases(project.id)
  const release = version === null ? latestVersion(listed) : findRelease(listed, version)
  if (!release) return null

  const members = await listMembers(project.id)
  return projectPageJson({
    name: project.name,
    origin: environment().origin,
    serial: project.serial,
    release: jsonRelease(project, release),
    releases: version === null ? listed.map((one) => ({ version: one.version, files: jsonFiles(project, one) })) : null,
    roles: members.map(({ role, username }) => ({ role: role === 'owner' ? 'Owner' : 'Maintainer', user: username })),
  })
}

/** PEP 440: `1.0` finds `1.0.0`. */
function findRelease(listed: ListedRelease[], version: string): ListedRelease | null {
  const canonical = canonicalVersion(version)
  return listed.find((release) => release.canonicalVersion === canonical) ?? null
}

function jsonRelease(project: ProjectRow, release: ListedRelease): JsonRelease {
  const { version, summary, description, descriptionContentType, requiresPython, yanked, metadata } = release
  const yankedReason = yanked ? release.yankedReason || null : null
  return { version, summary, description, descriptionContentType, requiresPython, yanked, yankedReason, metadata, files: jsonFiles(project, release) }
}

const jsonFiles = (project: ProjectRow, release: ListedRelease): JsonFile[] => release.files.map((file) => jsonFile(project, release, file))

function jsonFile(project: ProjectRow, release: ListedRelease, file: FileRow): JsonFile {
  const { filename, packagetype, pythonVersion, size, md5, sha256, blake2b256, metadataSha256, requiresPython, comment, uploadedAt } = file
  return {
    filename, packagetype, pythonVersion, size, md5, sha256, blake2b256, metadataSha256, requiresPython, comment, uploadedAt,
    url: fileUrl(file, project), yanked: release.yanked, yankedReason: release.yanked ? release.yankedReason || null : null,
  }
}
