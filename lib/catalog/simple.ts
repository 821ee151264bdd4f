// The Simple API as installers ask for it: a stored page, ready to send, from memory or one indexed read.
import { and, eq, isNull } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { projects, simplePages } from '#lib/db/schema.ts'
import { etagOf, isCurrent, renderOutdatedPage } from '#lib/projects/simple-page.ts'
import { type SIMPLE_TYPES, SIMPLE_V1_JSON } from '#lib/protocol/simple-page.ts'
import { keptPage, peekPage } from './page-cache.ts'

export type SimpleType = (typeof SIMPLE_TYPES)[number]

/** Bytes as they are sent, with the tag that names exactly them. */
export type Rendering = { bytes: Uint8Array<ArrayBuffer>; etag: string }
/** The same of something large: of its plain bytes only their tag and length are kept, they are unpacked as they are sent. */
export type PackedRendering = { packed: Uint8Array<ArrayBuffer>; length: number; etag: string }

type Forms<Plain> = { plain: Plain; gzip: Rendering }
/** HTML and JSON, each plain and compressed. */
export type Page<Plain> = { serial: number; html: Forms<Plain>; json: Forms<Plain> }
export type StoredPage = Page<Rendering>
export type ProjectSimplePage = StoredPage & { project: { id: string; normalizedName: string; isPrivate: boolean } }

/** The stored page of a project by its normalized name; null when there is none, or it is in the bin. */
export async function findSimplePage(normalizedName: string): Promise<ProjectSimplePage | null> {
  return keptPage(`project:${normalizedName}`, () => loadProjectPage(normalizedName))
}

/** The same from memory and at once; null where it has to be read. */
export function peekSimplePage(normalizedName: string): ProjectSimplePage | null {
  return peekPage(`project:${normalizedName}`)
}

/** The rendering of a page for the type that was negotiated. */
export function renderingOf<Plain>(page: Page<Plain>, type: SimpleType, gzipped: boolean): Rendering | Plain {
  const forms = type === SIMPLE_V1_JSON ? page.json : page.html
  return gzipped ? forms.gzip : forms.plain
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
