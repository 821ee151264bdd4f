// PEP 440 "Version specifiers": the conditions of Requires-Python and of requirements.

export const SPECIFIER_OPERATORS = ['===', '~=', '==', '!=', '<=', '>=', '<', '>'] as const

export type Specifier = { operator: (typeof SPECIFIER_OPERATORS)[number]; version: string }

/** Takes a comma-separated list of specifiers apart, as written; null when one of them is none. Empty is a list, too. */
export function parseSpecifierSet(text: string): Specifier[] | null {
  const specifiers: Specifier[] = []
  for (const piece of text.split(',').map((part) => part.trim())) {
    if (piece === '') continue // packaging forgives a stray comma, and old packages rely on it
    const specifier = parseSpecifier(piece)
    if (!specifier) return null
    specifiers.push(specifier)
  }
  return specifiers
}

/** Is this a specifier set that installers understand, as Requires-Python must be? */
export function isSpecifierSet(text: string): boolean {
  return parseSpecifierSet(text) !== null
}

/** One specifier, as written; null when it is none. */
export function parseSpecifier(text: string): Specifier | null {
  const operator = SPECIFIER_OPERATORS.find((candidate) => text.startsWith(candidate))
  if (!operator) return null
  const version = text.slice(operator.length).trim()
  return allowed(operator).test(version) ? { operator, version } : null
}

function allowed(operator: Specifier['operator']): RegExp {
  if (operator === '===') return ARBITRARY
  if (operator === '==' || operator === '!=') return EXACT
  return operator === '~=' ? COMPATIBLE : ORDERED
}

const SUFFIXES = [
  /(?:[-_.]?(?:alpha|a|beta|b|preview|pre|rc|c)[-_.]?[0-9]*)?/,
  /(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?/,
  /(?:[-_.]?dev[-_.]?[0-9]*)?/,
]
  .map((part) => part.source)
  .join('')

/** "Arbitrary equality": any text without spaces, semicolons, commas or parentheses. */
const ARBITRARY = /^[^\s;,()]+$/
/** "Version matching": `.*` or a whole version with local part, never both. */
const EXACT = new RegExp(`^v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*(?:\\.\\*|${SUFFIXES}(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?)$`, 'i')
/** "Compatible release": at least two numbers. */
const COMPATIBLE = new RegExp(`^v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${SUFFIXES}$`, 'i')
/** "Inclusive" and "exclusive ordered comparison": no local part. */
const ORDERED = new RegExp(`^v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*${SUFFIXES}$`, 'i')
