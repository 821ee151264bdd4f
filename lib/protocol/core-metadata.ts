// Core metadata from its two sources: the METADATA or PKG-INFO file of a distribution (the e-mail format that the
// "Core metadata specifications" describe), and the fields of an upload form.
import { assembleMetadata, type CoreMetadata, type RawFields } from '#lib/protocol/core-metadata-fields.ts'
import { err, ok, type Result } from '#lib/result.ts'

export type { CoreMetadata, ProjectUrl } from '#lib/protocol/core-metadata-fields.ts'
export type { Problem } from '#lib/protocol/problem.ts'
export { checkMetadata } from '#lib/protocol/metadata-rules.ts'

/** Reads a METADATA or PKG-INFO file; refused only when it is not UTF-8. NUL is made visible. What it says is judged by `checkMetadata`. */
export function parseCoreMetadata(file: Uint8Array | string): Result<CoreMetadata, 'not-utf-8'> {
  const text = typeof file === 'string' ? file : decodeUtf8(file)
  return text === null ? err('not-utf-8') : ok(assembleMetadata(readHeaders(visible(text))))
}

/** Reads the metadata fields of an upload form, by their form names; other fields are left alone. NUL is made visible. */
export function readMetadataForm(form: RawFields): CoreMetadata {
  const raw = new Map<string, string[]>()
  for (const [field, values] of form) {
    raw.set(FORM_PLURALS.get(field) ?? field.replaceAll('_', '-'), values.map(visible))
  }
  return assembleMetadata(raw)
}

/** Form fields are named after their headers, but for two. */
const FORM_PLURALS: ReadonlyMap<string, string> = new Map([
  ['classifiers', 'classifier'],
  ['project_urls', 'project-url'],
])

/** Postgres keeps no zero byte in a text, and no reader would see it (PyPI writes it so, too). */
const visible = (text: string) => text.replaceAll('\u0000', '\\x00')

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * Reads headers as Python's email parser does: `Name: value`, lines that begin with a space or tab go on with the
 * header before, and whatever follows the first other line is the body, which is the description.
 */
function readHeaders(text: string): RawFields {
  const raw = new Map<string, string[]>()
  const line = /(?<content>[^\r\n]*)(?<end>\r\n|\r|\n|$)/y
  let open: string[] | null = null
  let bodyStart = text.length

  while (line.lastIndex < text.length) {
    const start = line.lastIndex
    const { content = '', end = '' } = line.exec(text)?.groups ?? {}
    if (/^[ \t]/.test(content)) {
      open?.push(content)
      continue
    }
    const header = /^(?<name>[!-9;-~]+):[ \t]*(?<value>.*)$/s.exec(content)?.groups
    if (!header) {
      bodyStart = content === '' ? start + end.length : start
      break
    }
    if (open) close(raw, open)
    open = [(header.name ?? '').toLowerCase(), header.value ?? '']
  }
  if (open) close(raw, open)

  const body = text.slice(bodyStart)
  if (body.trim() !== '') add(raw, 'description', body)
  return raw
}

function close(raw: Map<string, string[]>, [name = '', ...lines]: string[]): void {
  add(raw, name, lines.map((line, index) => (index === 0 ? line : unfold(line))).join('\n'))
}

/** Build tools indent what goes on by seven spaces and a bar, or by eight spaces; the value has neither. */
function unfold(line: string): string {
  return line.replace(/^(?: {7}\|| {8}|\t)/, '')
}

function add(raw: Map<string, string[]>, name: string, value: string): void {
  const values = raw.get(name)
  if (values) values.push(value)
  else raw.set(name, [value])
}
