// Requirements (PEP 508, now PyPA "Dependency specifiers"): a project, its extras, which versions or from where, and when.
import { readMarker, writeMarker, type Marker } from '#lib/protocol/markers.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { scan, type Scanner } from '#lib/protocol/scanner.ts'
import { parseSpecifierSet, type Specifier } from '#lib/protocol/specifiers.ts'
import { err, ok, type Result } from '#lib/result.ts'

export type { Marker } from '#lib/protocol/markers.ts'

export type Requirement = {
  /** As written; `normalizeName` gives the project. */
  name: string
  extras: string[]
  /** Empty when any version will do, or when there is a URL. */
  specifiers: Specifier[]
  /** A direct reference (`name @ url`), which public indexes do not take. */
  url: string | null
  marker: Marker | null
}

export type RequirementError = 'bad-name' | 'bad-extras' | 'bad-url' | 'bad-specifier' | 'bad-marker' | 'trailing-text'

/** Takes a requirement apart; refused by the part that could not be read. */
export function parseRequirement(requirement: string): Result<Requirement, RequirementError> {
  const text = scan(requirement)
  text.take(SPACE)
  const name = text.take(IDENTIFIER)
  if (!name) return err('bad-name')
  const extras = readExtras(text)
  if (!extras) return err('bad-extras')

  const source = text.take(/@/y) ? readUrl(text) : readSpecifiers(text)
  if (typeof source === 'string') return err(source)

  const condition = text.take(/;/y)
  const marker = condition ? readMarker(text) : null
  if (condition && !marker) return err('bad-marker')
  text.take(SPACE)
  if (!text.ended()) return err(condition ? 'bad-marker' : 'trailing-text')
  return ok({ name, extras, ...source, marker })
}

/** Does it name a place to fetch from rather than a project of an index? */
export function hasDirectUrl(requirement: string): boolean {
  const parsed = parseRequirement(requirement)
  return parsed.ok && parsed.value.url !== null
}

/** Writes a requirement in one way, whatever way it was written in: two that mean the same read the same. */
export function writeRequirement({ name, extras, specifiers, url, marker }: Requirement): string {
  const wanted = [...new Set(extras.map(normalizeName))].sort().join(',')
  const versions = [...new Set(specifiers.map(({ operator, version }) => operator + version))].sort().join(',')
  const condition = marker ? ` ; ${writeMarker(marker)}` : ''
  return normalizeName(name) + (wanted && `[${wanted}]`) + versions + (url === null ? '' : ` @ ${url}`) + condition
}

const SPACE = /[ \t]+/y
const IDENTIFIER = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?![A-Za-z0-9._])/y

function readExtras(text: Scanner): string[] | null {
  const extras: string[] = []
  text.take(SPACE)
  if (!text.take(/\[/y)) return extras
  text.take(SPACE)
  if (!text.take(/\]/y)) {
    do {
      text.take(SPACE)
      const extra = text.take(IDENTIFIER)
      if (!extra) return null
      extras.push(extra)
      text.take(SPACE)
    } while (text.take(/,/y))
    if (!text.take(/\]/y)) return null
  }
  text.take(SPACE)
  return extras
}

type Source = Pick<Requirement, 'specifiers' | 'url'>

/** A space ends a URL, for a semicolon may be part of it. */
function readUrl(text: Scanner): Source | 'bad-url' {
  text.take(SPACE)
  const url = text.take(/[^ \t]+/y)
  text.take(SPACE)
  return url ? { specifiers: [], url } : 'bad-url'
}

function readSpecifiers(text: Scanner): Source | 'bad-specifier' {
  const opened = text.take(/\(/y)
  text.take(SPACE)
  const written = text.take(/[^;()]+/y) ?? ''
  if (opened && !text.take(/\)/y)) return 'bad-specifier'
  text.take(SPACE)

  // A specifier set forgives stray commas anywhere, a requirement only at the end.
  if (/^\s*,|,\s*,/.test(written)) return 'bad-specifier'
  const specifiers = parseSpecifierSet(written)
  return specifiers ? { specifiers, url: null } : 'bad-specifier'
}
