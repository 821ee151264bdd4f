// An upload says who it is three times: in its form, in its file name and in the metadata inside the file. Installers
// read the last, people and the index the first: an upload in which they differ could show one thing and install another.
import type { CoreMetadata } from '#lib/protocol/core-metadata-fields.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { quoted, type Problem } from '#lib/protocol/problem.ts'
import { parseRequirement, writeRequirement } from '#lib/protocol/requirements.ts'
import { canonicalVersion } from '#lib/protocol/versions.ts'

/**
 * Where the metadata inside a file differs from the form it was uploaded with: name (PEP 503), version (PEP 440),
 * Requires-Python, and each Requires-Dist, however they are spelled. No list means that they agree.
 */
export function compareMetadata(form: CoreMetadata, file: CoreMetadata): Problem[] {
  return [
    ...differ('name', form.name, file.name, normalizeName),
    ...differ('version', form.version, file.version, (version) => canonicalVersion(version) ?? version),
    ...differ('requires-python', form.requiresPython, file.requiresPython, sameSpecifiers),
    ...onlyIn(form.requiresDist, file.requiresDist).map((value) => inOneOnly(value, 'form')),
    ...onlyIn(file.requiresDist, form.requiresDist).map((value) => inOneOnly(value, 'file')),
  ]
}

const CURE = 'Upload the file with metadata read from it, as twine and uv do.'

function differ(field: string, form: string | null, file: string | null, normal: (value: string) => string): Problem[] {
  if (form === file || (form !== null && file !== null && normal(form) === normal(file))) return []
  const [said, written] = [form, file].map((value) => (value === null ? 'nothing' : quoted(value)))
  const message = `The metadata in the file does not match the upload: ${field} is ${written} there and ${said} here. ${CURE}`
  return [{ field, value: file ?? '', rule: 'disagreement', message }]
}

function sameSpecifiers(text: string): string {
  return text
    .split(',')
    .map((specifier) => specifier.replace(/\s+/g, ''))
    .filter((specifier) => specifier !== '')
    .sort()
    .join(',')
}

function onlyIn(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(sameRequirement))
  return some.filter((requirement) => !known.has(sameRequirement(requirement)))
}

function sameRequirement(text: string): string {
  const parsed = parseRequirement(text)
  return parsed.ok ? writeRequirement(parsed.value) : text.trim()
}

function inOneOnly(value: string, where: 'form' | 'file'): Problem {
  const place = where === 'form' ? 'is in the upload but not in the file' : 'is in the file but not in the upload'
  const message = `The metadata in the file does not match the upload: requires-dist ${quoted(value)} ${place}. ${CURE}`
  return { field: 'requires-dist', value, rule: 'disagreement', message }
}
