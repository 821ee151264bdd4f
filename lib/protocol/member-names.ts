import { MEMBER_NAME_MAX_BYTES } from '#lib/numbers.ts'

// Names of archive members are never used as paths here, but installers do so on every operating system:
// what one of them would read differently from another is refused.

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as UTF-8 text, or null where they are not. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return null
  }
}

/** Why a member's name is refused, in words that follow the name; null for a good one. A directory's name may end in `/`. */
export function nameFault(name: string): string | null {
  if (name === '' || name === '/') return 'is empty'
  if (encoder.encode(name).length > MEMBER_NAME_MAX_BYTES) return `is longer than ${MEMBER_NAME_MAX_BYTES} bytes`
  if (CONTROL.test(name)) return 'contains a control character'
  if (BIDI_OR_BREAK.test(name)) return 'contains a character that turns or breaks a line of text'
  if (name.includes('\\')) return 'contains a backslash'
  if (name.startsWith('/') || DRIVE_LETTER.test(name)) return 'is an absolute path'
  return withoutSlash(name).split('/').map(segmentFault).find(Boolean) ?? null
}

/**
 * Names that stand for the same place once Unicode and case are levelled, and files that are also used as directories.
 * Gives the later name of each pair.
 */
export function collidingNames(names: Iterable<string>): string[] {
  const seen = new Set<string>()
  const files = new Set<string>()
  const colliding: string[] = []
  const all = [...names]
  for (const name of all) {
    const key = levelled(withoutSlash(name))
    if (seen.has(key)) colliding.push(name)
    seen.add(key)
    if (!name.endsWith('/')) files.add(key)
  }
  return [...colliding, ...all.filter((name) => parentsOf(levelled(withoutSlash(name))).some((parent) => files.has(parent)))]
}

const CONTROL = /\p{Cc}/u
/** Bidirectional controls (UAX #9), line and paragraph separators, the byte order mark. Joiners stay: scripts need them. */
const BIDI_OR_BREAK = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const DRIVE_LETTER = /^[a-z]:/i
/** Device names of Windows, with any extension: learn.microsoft.com, "Naming Files, Paths, and Namespaces". */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)/i

function segmentFault(segment: string): string | null {
  if (segment === '') return 'has an empty path segment'
  if (segment === '.' || segment === '..') return `has a path segment '${segment}'`
  if (/[. ]$/.test(segment)) return 'has a path segment that ends in a dot or a space'
  if (RESERVED.test(segment)) return 'uses a name reserved by Windows'
  return null
}

const withoutSlash = (name: string) => (name.endsWith('/') ? name.slice(0, -1) : name)

/** Upper case first, so that ß meets SS as it does under Unicode's case folding. */
const levelled = (name: string) => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

function parentsOf(name: string): string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
