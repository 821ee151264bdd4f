// License expressions (PEP 639; SPDX specification, annex "SPDX license expressions"): `MIT OR (Apache-2.0 AND BSD-3-Clause)`.
import spdx from './spdx.json' with { type: 'json' }
import { err, ok, type Result } from '#lib/result.ts'

export type LicenseExpression = {
  /** As SPDX spells it: identifiers in their own case, operators in capitals. */
  text: string
  /** The licenses named, each once, in their order. */
  licenses: string[]
}

export type LicenseError = 'bad-syntax' | 'unknown-license' | 'unknown-exception'

/** Reads a license expression in any case; refused when it is none, or names what is not on SPDX's list. */
export function parseLicenseExpression(expression: string): Result<LicenseExpression, LicenseError> {
  const written: string[] = []
  const licenses = new Set<string>()
  let after: Position = 'start'
  let open = 0

  for (const word of expression.match(/[()]|[^\s()]+/g) ?? []) {
    const token = classify(word, after)
    if (typeof token === 'string') return err(token)
    if (!FOLLOWS[after].includes(token.kind)) return err('bad-syntax')
    if (token.kind === 'open') open += 1
    if (token.kind === 'close') open -= 1
    if (open < 0) return err('bad-syntax')
    if (token.kind === 'license') licenses.add(token.text)
    written.push(token.text)
    after = token.kind
  }
  if (open > 0 || !MAY_END.includes(after)) return err('bad-syntax')
  return ok({ text: written.join(' ').replaceAll('( ', '(').replaceAll(' )', ')'), licenses: [...licenses] })
}

type Kind = 'open' | 'close' | 'license' | 'with' | 'exception' | 'join'
type Position = Kind | 'start'

/** The grammar, as what may stand after what. */
const FOLLOWS: Record<Position, Kind[]> = {
  start: ['open', 'license'],
  open: ['open', 'license'],
  join: ['open', 'license'],
  license: ['with', 'join', 'close'],
  with: ['exception'],
  exception: ['join', 'close'],
  close: ['join', 'close'],
}

const MAY_END: Position[] = ['license', 'exception', 'close']

const LICENSES = byLowerCase(spdx.licenses)
const EXCEPTIONS = byLowerCase(spdx.exceptions)

const SIGNS: ReadonlyMap<string, { kind: Kind; text: string }> = new Map([
  ['(', { kind: 'open', text: '(' }],
  [')', { kind: 'close', text: ')' }],
  ['and', { kind: 'join', text: 'AND' }],
  ['or', { kind: 'join', text: 'OR' }],
  ['with', { kind: 'with', text: 'WITH' }],
])

function classify(word: string, after: Position): { kind: Kind; text: string } | LicenseError {
  const sign = SIGNS.get(word.toLowerCase())
  if (sign) return sign
  if (after === 'with') {
    const exception = EXCEPTIONS.get(word.toLowerCase())
    return exception ? { kind: 'exception', text: exception } : 'unknown-exception'
  }
  const license = licenseId(word)
  return license ? { kind: 'license', text: license } : 'unknown-license'
}

/** An identifier of the list, "or later" with a plus, or one of the author's own (`LicenseRef-…`). */
function licenseId(word: string): string | null {
  if (/^LicenseRef-[A-Za-z0-9.-]+$/i.test(word)) return `LicenseRef-${word.slice('LicenseRef-'.length)}`
  const plus = word.endsWith('+') ? '+' : ''
  const listed = LICENSES.get(word.slice(0, word.length - plus.length).toLowerCase())
  return listed === undefined ? null : listed + plus
}

function byLowerCase(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.map((id) => [id.toLowerCase(), id]))
}
