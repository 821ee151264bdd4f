// RECORD held against the archive (PyPA, "Binary distribution format", Signed wheel files; security bar Z8): every file is
// listed, everything listed is there, and every hash and size is that of the real bytes.
import { createHash } from 'node:crypto'
import { type Bytes } from '#lib/protocol/archive-bytes.ts'
import { type ArchiveProblem, quotedName } from '#lib/protocol/archive-problems.ts'
import { utf8 } from '#lib/protocol/member-names.ts'
import { type RecordError, type RecordRow, parseRecord } from '#lib/protocol/record.ts'
import { type ZipEntry, readMember } from '#lib/protocol/zip.ts'

/** What RECORD says of each file, or why it cannot be used; `wheel` is the file's name. */
export function readRecord(wheel: string, text: Uint8Array): { rows: RecordRow[] | null; problems: ArchiveProblem[] } {
  const decoded = utf8(text)
  if (decoded === null) return { rows: null, problems: [invalid(wheel, 'it is not UTF-8')] }
  const record = parseRecord(decoded)
  if (record.ok) return { rows: record.value, problems: [] }
  const weak = record.error === 'weak-hash'
  return { rows: null, problems: [invalid(wheel, `row ${record.row} ${FAULTS[record.error]}`, weak ? 'record-weak-hash' : 'record-invalid')] }
}

const FAULTS: Record<RecordError, string> = {
  'bad-csv': 'is not CSV',
  'wrong-number-of-columns': 'has other columns than path, hash and size',
  'bad-path': 'has a path that leads out of the wheel, or one that systems read differently',
  'duplicate-path': 'names a file for the second time',
  'bad-hash': 'has a hash that cannot be read',
  'weak-hash': 'uses a hash weaker than SHA-256',
  'bad-size': 'has a size that is no number',
}

/** Inflates every member once and compares it with its row; without rows only the archive's own checksums are held up. */
export async function verifyMembers(
  wheel: string,
  bytes: Bytes,
  entries: ZipEntry[],
  record: { path: string; rows: RecordRow[] | null },
  signal?: AbortSignal,
): Promise<ArchiveProblem[]> {
  const files = entries.filter(({ name }) => !name.endsWith('/'))
  const unlisted = new Set([record.path, `${record.path}.jws`, `${record.path}.p7s`])
  const rows = new Map((record.rows ?? []).filter(({ path }) => !unlisted.has(path)).map((row) => [row.path, row]))
  const problems: ArchiveProblem[] = []
  for (const entry of files) {
    const row = rows.get(entry.name)
    const mustBeListed = record.rows !== null && !unlisted.has(entry.name)
    if (mustBeListed && !row) problems.push(mismatch(wheel, `does not list ${quotedName(entry.name)}`))
    if (row && !row.hash) problems.push(mismatch(wheel, `gives no hash for ${quotedName(entry.name)}`))
    problems.push(...(await verifyMember(wheel, bytes, entry, row, signal)))
  }
  const names = new Set(files.map(({ name }) => name))
  const absent = [...rows.keys()].filter((path) => !names.has(path))
  return [...problems, ...absent.map((path) => mismatch(wheel, `lists ${quotedName(path)}, which is not in the archive`))]
}

async function verifyMember(
  wheel: string,
  bytes: Bytes,
  entry: ZipEntry,
  row: RecordRow | undefined,
  signal?: AbortSignal,
): Promise<ArchiveProblem[]> {
  const hash = row?.hash ? createHash(row.hash.algorithm) : null
  const problems = await readMember(bytes, entry, (chunk) => void hash?.update(chunk), signal)
  if (problems.length > 0 || !row) return problems
  if (hash && hash.digest('base64url') !== row.hash?.digest) problems.push(mismatch(wheel, `gives another hash for ${quotedName(entry.name)}`))
  if (row.size !== null && row.size !== entry.size) problems.push(mismatch(wheel, `gives another size for ${quotedName(entry.name)}`))
  return problems
}

const mismatch = (wheel: string, what: string): ArchiveProblem => ({
  kind: 'record-mismatch',
  detail: `Wheel ${quotedName(wheel)} has a RECORD that ${what}`,
})

const invalid = (wheel: string, why: string, kind: 'record-invalid' | 'record-weak-hash' = 'record-invalid'): ArchiveProblem => ({
  kind,
  detail: `Wheel ${quotedName(wheel)} has an invalid RECORD: ${why}`,
})
