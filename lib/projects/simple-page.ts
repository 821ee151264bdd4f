// The simple page of a project is rendered once, in the transaction that changes the project, and stored as it will
// be sent: HTML and JSON, each plain and compressed. Reading (lib/catalog/simple.ts) is then one indexed row.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { db, type Tx } from '#lib/db/client.ts'
import { files, projects, releases, simplePages } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { type ProjectStatus, projectHtml, projectJson, type SimpleFile, type SimpleProject } from '#lib/protocol/simple-page.ts'
import { compareVersions, latestVersion } from '#lib/protocol/versions.ts'
import { fileUrl } from './file-url.ts'
import { searchText } from './search-text.ts'

const gzip = promisify(gzipWithCallback)

/** Listeners in every process drop their copy of the page whose normalized name arrives here. */
export const SIMPLE_PAGE_CHANNEL = 'simple_page'

/**
 * Renders what installers and search read of a project, and tells every process, all if the transaction commits.
 * Call it last in every transaction that changes a project, its releases or its files, and wherever the journal was
 * written: a mirror that reads a serial in the index waits for a page that has it. A change of `people` is none that
 * visitors would call an update.
 */
export async function refreshSimplePage(tx: Tx, projectId: string, now: Date, changed: 'content' | 'people' = 'content'): Promise<void> {
  const project = await lockProject(tx, projectId)
  if (!project) return
  const listed = await listReleasesWithFiles(tx, projectId)
  await storePage(tx, project, listed)

  await tx.update(projects).set({ ...searchFields(project.name, listed), updatedAt: changed === 'content' ? now : project.updatedAt }).where(eq(projects.id, projectId))
  await tx.execute(sql`select pg_notify(${SIMPLE_PAGE_CHANNEL}, ${project.normalizedName})`)
}

/**
 * The page of a project that has none, or one that was made by another renderer or for another address of the files: made now, by
 * whoever reads it first, so that after an update or a move of a large index nobody waits for all pages, and nobody gets an old
 * one. What a page says of its project stays as it was, so nobody is told. Null when the project is gone.
 */
export async function renderOutdatedPage(projectId: string): Promise<PageRow | null> {
  return db().transaction(async (tx) => {
    const project = await lockProject(tx, projectId)
    if (!project) return null
    const [page] = await tx.select().from(simplePages).where(eq(simplePages.projectId, projectId))
    return page && isCurrent(page) ? page : storePage(tx, project, await listReleasesWithFiles(tx, projectId))
  })
}

/** Whether a stored page is what would be rendered now. */
export const isCurrent = (page: PageRow): boolean => page.renderedWith === renderedWith()

const renderedWith = () => [RENDERER, environment().origin, environment().filesOrigin].join('|')
/** Count it up when the rendering changes. */
const RENDERER = 1

type ProjectRow = typeof projects.$inferSelect
type PageRow = typeof simplePages.$inferSelect
type ReleaseRow = typeof releases.$inferSelect
type FileRow = typeof files.$inferSelect
type Listed = { release: ReleaseRow; files: FileRow[] }

/** One renders at a time: the last to render has seen what the others wrote. */
async function lockProject(tx: Tx, projectId: string): Promise<ProjectRow | null> {
  const [project] = await tx.select().from(projects).where(eq(projects.id, projectId)).for('update')
  return project ?? null
}

async function storePage(tx: Tx, project: ProjectRow, listed: Listed[]): Promise<PageRow | null> {
  const rendered = await renderPage(simpleProject(project, listed))
  const values = { ...rendered, serial: project.serial, renderedWith: renderedWith(), renderedAt: sql`now()` }
  const [page] = await tx.insert(simplePages).values({ projectId: project.id, ...values })
    .onConflictDoUpdate({ target: simplePages.projectId, set: values }).returning()
  return page ?? null
}

/** Releases that are not in the bin, in PEP 440 order, with their files, by name. */
async function listReleasesWithFiles(tx: Tx, projectId: string): Promise<Listed[]> {
  const releaseRows = await tx.select().from(releases).where(and(eq(releases.projectId, projectId), isNull(releases.deletedAt)))
  const fileRows = await tx.select().from(files).where(and(eq(files.projectId, projectId), isNull(files.deletedAt)))
  const byRelease = Map.groupBy(fileRows, ({ releaseId }) => releaseId)
  return releaseRows
    .map((release) => ({ release, files: (byRelease.get(release.id) ?? []).sort((a, b) => (a.filename < b.filename ? -1 : 1)) }))
    .sort((a, b) => compareVersions(a.release.version, b.release.version))
}

/** A quarantined project is a page without files. */
function simpleProject(project: ProjectRow, listed: Listed[]): SimpleProject {
  const status = statusOf(project.status)
  const shown = status === 'quarantined' ? [] : listed.filter(({ files }) => files.length > 0)
  return {
    normalizedName: project.normalizedName,
    status,
    serial: project.serial,
    versions: shown.map(({ release }) => release.version),
    files: shown.flatMap(({ release, files }) => files.map((file) => simpleFile(project, release, file))),
  }
}

const statusOf = (status: string): ProjectStatus => (status === 'archived' || status === 'quarantined' ? status : 'active')

function simpleFile(project: ProjectRow, release: ReleaseRow, file: FileRow): SimpleFile {
  const { filename, sha256, size, uploadedAt, metadataSha256 } = file
  const yanked = release.yankedAt !== null && (release.yankedReason || true)
  return { filename, sha256, size, uploadedAt, metadataSha256, url: fileUrl(file, project), requiresPython: file.requiresPython, yanked, provenanceUrl: null }
}

async function renderPage(project: SimpleProject) {
  const html = Buffer.from(projectHtml(project))
  const json = Buffer.from(projectJson(project))
  const [htmlGzip, jsonGzip] = [await gzip(html), await gzip(json)]
  return { html, htmlGzip, htmlEtag: etagOf(html), json, jsonGzip, jsonEtag: etagOf(json) }
}

/** Strong: the base64 MD5 of the very bytes. */
export const etagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('base64')}"`

/** What search reads: of the release that visitors are shown first. */
function searchFields(name: string, listed: Listed[]): { summary: string; searchText: SQL } {
  const shown = latestVersion(listed.map(({ release }) => ({ ...release, yanked: release.yankedAt !== null })))
  const summary = shown?.summary ?? ''
  const keywords = [shown?.metadata.keywords ?? []].flat().join(' ')
  return { summary, searchText: searchText(name, summary, keywords) }
}
