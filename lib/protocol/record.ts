// RECORD, the list of a wheel's files with their hashes (binary distribution format, "The .dist-info directory";
// "Recording installed projects" for the columns): CSV with path, hash and size.
import { err, type Err, ok, type Ok } from '#lib/result.ts'

export type RecordRow = {
  /** Relative to the root of the wheel, as written. */
  path: string
  /** Null for RECORD itself and its signatures. The digest is URL-safe base64 without padding. */
  hash: { algorithm: 'sha256' | 'sha384' | 'sha512'; digest: string } | null
  size: number | null
}

export type RecordError = 'bad-csv' | 'wrong-number-of-columns' | 'bad-path' | 'duplicate-path' | 'bad-hash' | 'weak-hash' | 'bad-size'

/** A refusal, with the row (counted from 1) at which reading stopped. */
export type RecordRefusal = Err<RecordError> & { row: number }

/** Reads a RECORD, in its order. Refused at the first row that is not path, hash and size, or whose path leaves the wheel. */
export function parseRecord(text: string): Ok<RecordRow[]> | RecordRefusal {
  const rows: RecordRow[] = []
  const seen = new Set<string>()
  for (const [index, columns] of readCsv(text).entries()) {
    const row = columns === null ? err('bad-csv') : readRow(columns)
    if (!row.ok) return { ...row, row: index + 1 }
    if (seen.has(row.value.path)) return { ...err('duplicate-path'), row: index + 1 }
    seen.add(row.value.path)
    rows.push(row.value)
  }
  return ok(rows)
}

/** Does the path stay inside the folder it is relative to, on every system? */
export function isInnerPath(path: string): boolean {
  if (path === '' || /[\\\p{Cc}]/u.test(path) || /^[A-Za-z]:/.test(path)) return false
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

function readRow(columns: string[]): Ok<RecordRow> | Err<RecordError> {
  const [path = '', hash = '', size = ''] = columns
  if (columns.length !== 3) return err('wrong-number-of-columns')
  if (!isInnerPath(path)) return err('bad-path')
  if (size !== '' && !/^[0-9]{1,15}$/.test(size)) return err('bad-size')
  const read = readHash(hash)
  return read.ok ? ok({ path, hash: read.value, size: size === '' ? null : Number(size) }) : read
}

/** The wheel's specification forbids everything weaker than SHA-256; other names are unknown to installers. */
const DIGEST_CHARS: Record<string, { algorithm: 'sha256' | 'sha384' | 'sha512'; chars: number }> = {
  sha256: { algorithm: 'sha256', chars: 43 },
  sha384: { algorithm: 'sha384', chars: 64 },
  sha512: { algorithm: 'sha512', chars: 86 },
}

function readHash(text: string): Ok<RecordRow['hash']> | Err<RecordError> {
  if (text === '') return ok(null)
  const { algorithm = '', digest = '' } = /^(?<algorithm>[a-z0-9_]+)=(?<digest>[A-Za-z0-9_-]+)$/.exec(text)?.groups ?? {}
  if (digest === '') return err('bad-hash')
  const known = Object.hasOwn(DIGEST_CHARS, algorithm) ? DIGEST_CHARS[algorithm] : undefined
  if (!known) return err('weak-hash')
  return digest.length === known.chars ? ok({ algorithm: known.algorithm, digest }) : err('bad-hash')
}

/** RFC 4180, as Python's csv module reads it; the last row is null when the text is no CSV. Empty lines are no rows. */
function readCsv(text: string): (string[] | null)[] {
  const rows: (string[] | null)[] = []
  let row: string[] = []
  const cell = /(?:"(?<quoted>[^"]*(?:""[^"]*)*)"|(?<plain>[^",\r\n]*))(?<end>,|\r\n|\r|\n|$)/y
  while (cell.lastIndex < text.length || row.length > 0) {
    const found = cell.exec(text)?.groups
    if (!found) return [...rows, null]
    row.push(found.quoted?.replaceAll('""', '"') ?? found.plain ?? '')
    if (found.end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}
