// The Simple API: the pages that installers read (PEP 503, 592, 629, 658, 691, 700, 714, 740, 792).
// One plain value in, an HTML and a JSON rendering out. PEP 833 freezes the HTML, so its bytes, odd spaces
// included, are those that PyPI sends; the tests pin them.
import { escapeMarkup } from '#lib/protocol/escape.ts'
import { type Json, sortedJson } from '#lib/protocol/sorted-json.ts'

export const SIMPLE_API_VERSION = '1.4'
export const SIMPLE_HTML = 'text/html'
export const SIMPLE_V1_HTML = 'application/vnd.pypi.simple.v1+html'
export const SIMPLE_V1_JSON = 'application/vnd.pypi.simple.v1+json'
/** In the order in which a tie is decided. */
export const SIMPLE_TYPES = [SIMPLE_HTML, SIMPLE_V1_HTML, SIMPLE_V1_JSON] as const

export type ProjectStatus = 'active' | 'archived' | 'quarantined'

export type SimpleFile = {
  filename: string
  /** Absolute. */
  url: string
  sha256: string
  size: number
  uploadedAt: Date
  requiresPython: string | null
  /** The reason, if one was given. */
  yanked: boolean | string
  metadataSha256: string | null
  provenanceUrl: string | null
}

export type SimpleProject = {
  normalizedName: string
  status: ProjectStatus
  serial: number
  /** In PEP 440 order; only those with files. */
  versions: string[]
  files: SimpleFile[]
}

export type IndexEntry = { name: string; normalizedName: string; serial: number }

/** `/simple/` in pieces, since nobody wants a large one whole in memory: what stands before the projects, each of them, what stands after. */
export type IndexForm = { before: string; entry: (project: IndexEntry, isFirst: boolean) => string; after: string }

/** `/simple/<name>/` as HTML, without a line break at the end. */
export function projectHtml(project: SimpleProject): string {
  const name = escapeMarkup(project.normalizedName)
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="${SIMPLE_API_VERSION}">
<meta name="pypi:project-status" content="${project.status}">    <title>Links for ${name}</title>
  </head>
  <body>
    <h1>Links for ${name}</h1>
${project.files.map(fileLink).join('')}</body>
</html>
<!--SERIAL ${project.serial}-->`
}

/** `/simple/<name>/` as JSON, with a line break at the end. */
export function projectJson(project: SimpleProject): string {
  const page = {
    meta: { '_last-serial': project.serial, 'api-version': SIMPLE_API_VERSION },
    name: project.normalizedName,
    'project-status': { status: project.status },
    versions: project.versions,
    files: project.files.map(fileEntry),
  }
  return `${sortedJson(page)}\n`
}

/** `/simple/` as HTML. */
export const INDEX_HTML: IndexForm = {
  before: `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="${SIMPLE_API_VERSION}">
    <title>Simple index</title>
  </head>
  <body>
`,
  entry: ({ name, normalizedName }) => `    <a href="/simple/${escapeMarkup(normalizedName)}/">${escapeMarkup(name)}</a>\n`,
  after: '</body>\n</html>',
}

/** `/simple/` as JSON. */
export const indexJson = (serial: number): IndexForm => ({
  before: `{"meta":${sortedJson({ '_last-serial': serial, 'api-version': SIMPLE_API_VERSION })},"projects":[`,
  entry: ({ name, serial: last }, isFirst) => `${isFirst ? '' : ','}${sortedJson({ '_last-serial': last, name })}`,
  after: ']}\n',
})

/** PEP 714: the old and the new attribute name of the metadata digest, both. */
function fileLink(file: SimpleFile): string {
  const metadata = file.metadataSha256 === null ? null : `sha256=${file.metadataSha256}`
  const attributes = [
    attribute('data-requires-python', file.requiresPython),
    attribute('data-yanked', yankedAttribute(file.yanked)),
    attribute('data-dist-info-metadata', metadata),
    attribute('data-core-metadata', metadata),
    attribute('data-provenance', file.provenanceUrl),
  ]
  const href = escapeMarkup(`${file.url}#sha256=${file.sha256}`)
  return `<a href="${href}" ${attributes.join('')}>${escapeMarkup(file.filename)}</a><br />\n`
}

const attribute = (name: string, value: string | null) => (value === null ? '' : `${name}="${escapeMarkup(value)}" `)

/** PEP 592: the attribute is there for every yanked file, and empty where no reason was given. */
const yankedAttribute = (yanked: boolean | string) => (typeof yanked === 'string' ? yanked : yanked ? '' : null)

function fileEntry(file: SimpleFile): Json {
  const metadata = file.metadataSha256 === null ? false : { sha256: file.metadataSha256 }
  return {
    filename: file.filename,
    url: file.url,
    hashes: { sha256: file.sha256 },
    size: file.size,
    'upload-time': uploadTime(file.uploadedAt),
    'requires-python': file.requiresPython,
    yanked: file.yanked === '' ? true : file.yanked,
    'core-metadata': metadata,
    'data-dist-info-metadata': metadata,
    provenance: file.provenanceUrl,
  }
}

/** PEP 700: ISO 8601 with microseconds and a Z. */
export const uploadTime = (at: Date) => at.toISOString().replace('Z', '000Z')
