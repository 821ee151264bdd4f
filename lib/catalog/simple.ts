// The Simple API as installers ask for it: a stored page, ready to send, from memory or one indexed read.
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { journal, projects, simplePages } from '#lib/db/schema.ts'
import { seenByAll } from '#lib/projects/seen-by-all.ts'
import { etagOf, isCurrent, renderOutdatedPage } from '#lib/projects/simple-page.ts'
import { indexHtml, indexJson, type SIMPLE_TYPES, SIMPLE_V1_JSON } from '#lib/protocol/simple-page.ts'
import { keptPage, peekPage } from './page-cache.ts'

export type SimpleType = (typeof SIMPLE_TYPES)[number]

/** Bytes as they are sent, with the tag that names exactly them. */
export type Rendering = { bytes: Uint8Array<ArrayBuffer>; etag: string }
type Renderings = { plain: Rendering; gzip: Rendering }

export type StoredPage = { serial: number; html: Renderings; json: Renderings }
export type ProjectSimplePage = StoredPage & { project: { id: string; normalizedName: string; isPrivate: boolean } }

/** The stored page of a project by its normalized name; null when there is none, or it is in the bin. */
export async function findSimplePage(normalizedName: string): Promise<ProjectSimplePage | null> {
  return keptPage(`project:${normalizedName}`, () => loadProjectPage(normalizedName))
}

/** The same from memory and at once; null where it has to be read. */
export function peekSimplePage(normalizedName: string): ProjectSimplePage | null {
  return peekPage(`project:${normalizedName}`)
}

/** The list of all projects that are public and not quarantined. */
export async function findSimpleIndex(): Promise<StoredPage> {
  const page = await keptPage('index', loadIndex)
  if (!page) throw new Error('The index is always there.')
  return page
}

/** The rendering of a page for the type that was negotiated. */
export function renderingOf(page: StoredPage, type: SimpleType, gzipped: boolean): Rendering {
  const renderings = type === SIMPLE_V1_JSON ? page.json : page.html
  return gzipped ? renderings.gzip : renderings.plain
}

async function loadProjectPage(normalizedName: string): Promise<{ value: ProjectSimplePage; bytes: number } | null> {
  const [row] = await db().select({ stored: simplePages, id: projects.id, isPrivate: projects.isPrivate })
    .from(projects).leftJoin(simplePages, eq(simplePages.projectId, projects.id))
    .where(and(eq(projects.normalizedName, normalizedName), isNull(projects.deletedAt)))
  if (!row) return null
  const { id, isPrivate, stored } = row
  const current = stored && isCurrent(stored) ? stored : await renderOutdatedPage(id)
  if (!current) return null
  const page = storedPage(current.serial, current)
  return { value: { ...page, project: { id, normalizedName, isPrivate } }, bytes: sizeOf(page) }
}

async function loadIndex(): Promise<{ value: StoredPage; bytes: number }> {
  const columns = { name: projects.name, normalizedName: projects.normalizedName, serial: projects.serial }
  const rows = await db().select(columns).from(projects).where(seenByAll).orderBy(asc(projects.normalizedName))
  const [last] = await db().select({ serial: sql<number>`coalesce(max(${journal.serial}), 0)::int` }).from(journal)

  const index = { serial: last?.serial ?? 0, projects: rows }
  const [html, json] = [Buffer.from(indexHtml(index)), Buffer.from(indexJson(index))]
  const page = storedPage(index.serial, { html, json, htmlGzip: await gzip(html), jsonGzip: await gzip(json) })
  return { value: page, bytes: sizeOf(page) }
}

function storedPage(serial: number, bytes: Record<'html' | 'htmlGzip' | 'json' | 'jsonGzip', Uint8Array>): StoredPage {
  return {
    serial,
    html: { plain: rendering(bytes.html), gzip: rendering(bytes.htmlGzip) },
    json: { plain: rendering(bytes.json), gzip: rendering(bytes.jsonGzip) },
  }
}

/** Of a buffer of its own: the driver's are slices of what came over the wire, and would hold on to it. */
function rendering(from: Uint8Array): Rendering {
  const bytes = new Uint8Array(from)
  return { bytes, etag: etagOf(bytes) }
}

const sizeOf = ({ html, json }: StoredPage) =>
  [html.plain, html.gzip, json.plain, json.gzip].reduce((sum, { bytes }) => sum + bytes.length, 500)

const gzip = promisify(gzipWithCallback)
