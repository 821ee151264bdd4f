// The names of projects: PEP 503 says which spellings are one name, PEP 508 which texts are names at all.
import { STDLIB_MODULES } from '#lib/protocol/stdlib-modules.ts'

const TYPED_NAME_MAX_CHARS = 255

/** PEP 503: names that differ only in case or in runs of `-`, `_` and `.` are one name; this is its normal form. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/** What somebody typed, taken for a name: a space stands for any separator. */
export const typedName = (text: string): string => normalizeName(text.trim().replaceAll('\0', '').replace(/\s+/g, '-')).slice(0, TYPED_NAME_MAX_CHARS)

/** PEP 508: ASCII letters and digits, with `-`, `_` and `.` only between them. */
export function isProjectName(name: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)
}

/**
 * The form in which two names look alike, as PyPI draws it: separators fall away, `l`, `i` and `1` are one letter,
 * `o` and `0` are another. Two projects must never share it.
 */
export function confusableName(name: string): string {
  return name
    .replace(/[-_.]/g, '')
    .replace(/[lLiI]/g, '1')
    .replace(/[oO]/g, '0')
    .toLowerCase()
}

/** Is this the name of a module that comes with Python? Such a project would be taken for the module. */
export function isStandardLibraryName(name: string): boolean {
  return STDLIB_MODULES.has(normalizeName(name))
}

/** Names that only a slip of `pip install -r requirements.txt` asks for: nobody may own them. */
export function isProhibitedName(name: string): boolean {
  return PROHIBITED_NAMES.has(normalizeName(name))
}

const PROHIBITED_NAMES: ReadonlySet<string> = new Set(['requirements.txt', 'rrequirements.txt'].map(normalizeName))
