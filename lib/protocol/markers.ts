// Environment markers (PEP 508, now "Dependency specifiers"): conditions such as `python_version < "3.11"`.
import type { Scanner } from '#lib/protocol/scanner.ts'

export type MarkerSide = { kind: 'variable'; name: string } | { kind: 'text'; text: string }

export type Marker =
  | { kind: 'comparison'; left: MarkerSide; operator: string; right: MarkerSide }
  /** `and` binds tighter than `or`; either joins two or more. */
  | { kind: 'and' | 'or'; markers: Marker[] }

/** Brackets deeper than any real marker: a text made of nothing else must not exhaust the stack. */
const DEPTH_MAX = 32

/** Reads one marker from here on; null when there is none, or it is nested beyond all sense. */
export function readMarker(text: Scanner, depth = 0): Marker | null {
  if (depth > DEPTH_MAX) return null
  return readJoined(text, 'or', () => readJoined(text, 'and', () => readAtom(text, depth)))
}

/** Writes a marker in one way, whatever way it was written in. */
export function writeMarker(marker: Marker): string {
  if (marker.kind === 'comparison') return `${writeSide(marker.left)} ${marker.operator} ${writeSide(marker.right)}`
  return marker.markers.map((each) => (marker.kind === 'and' && each.kind === 'or' ? `(${writeMarker(each)})` : writeMarker(each))).join(` ${marker.kind} `)
}

function readJoined(text: Scanner, kind: 'and' | 'or', readOne: () => Marker | null): Marker | null {
  const markers: Marker[] = []
  do {
    const marker = readOne()
    if (!marker) return null
    // (a and b) and c is a and b and c: one list, so that equal conditions read equally.
    if (marker.kind === kind) markers.push(...marker.markers)
    else markers.push(marker)
  } while (text.take(kind === 'and' ? /[ \t]*and\b[ \t]*/y : /[ \t]*or\b[ \t]*/y))
  const [only] = markers
  return only && markers.length === 1 ? only : { kind, markers }
}

function readAtom(text: Scanner, depth: number): Marker | null {
  text.take(SPACE)
  if (text.take(/\(/y)) {
    const inner = readMarker(text, depth + 1)
    text.take(SPACE)
    const closed = text.take(/\)/y)
    text.take(SPACE)
    return closed ? inner : null
  }

  const left = readSide(text)
  const operator = left && readOperator(text)
  const right = operator && readSide(text)
  return right ? { kind: 'comparison', left, operator, right } : null
}

const SPACE = /[ \t]+/y

const VARIABLE =
  /(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y

function readSide(text: Scanner): MarkerSide | null {
  text.take(SPACE)
  const variable = text.take(VARIABLE)?.replace('.', '_')
  const quotedText = variable ? null : text.take(/'[^']*'|"[^"]*"/y)
  text.take(SPACE)
  // The names with a dot, and this one, are how setuptools wrote them before PEP 508.
  if (variable) return { kind: 'variable', name: variable === 'python_implementation' ? 'platform_python_implementation' : variable }
  return quotedText ? { kind: 'text', text: quotedText.slice(1, -1) } : null
}

function readOperator(text: Scanner): string | null {
  return text.take(/===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y)?.replace(/[ \t]+/, ' ') ?? null
}

function writeSide(side: MarkerSide): string {
  if (side.kind === 'variable') return side.name
  return side.text.includes('"') ? `'${side.text}'` : `"${side.text}"`
}
