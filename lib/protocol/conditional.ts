// Conditional and partial requests (RFC 9110 §13, §14).

/** Whether an If-None-Match header names this tag: by weak comparison, since a proxy may have weakened it on its way. */
export function namesEtag(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false
  const named = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return named.includes('*') || named.includes(etag)
}

export type Slice = { start: number; end: number }

/**
 * The one slice that a Range header asks for, its last byte included; `whole` for several ranges or what is not a
 * range of bytes, as §14.2 allows; `unsatisfiable` when nothing of it lies in the file.
 */
export function parseRange(range: string | null | undefined, size: number): Slice | 'whole' | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole'
  if (first === '') return suffix(Number(last), size)
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)]
  if (last !== '' && Number(last) < start) return 'whole'
  return start >= size ? 'unsatisfiable' : { start, end }
}

function suffix(length: number, size: number): Slice | 'unsatisfiable' {
  return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 }
}
