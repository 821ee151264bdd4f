// Form, file name and METADATA must tell one story: what the index shows is what installers get (PEP 658).

import type { CoreMetadata } from '#lib/protocol/core-metadata.ts'
import type { Filetype } from '#lib/protocol/filenames.ts'
import { normalizeName } from '#lib/protocol/names.ts'
import { type Problem, quoted } from '#lib/protocol/problem.ts'
import { parseRequirement, writeRequirement } from '#lib/protocol/requirements.ts'
import { parseSpecifierSet } from '#lib/protocol/specifiers.ts'
import { compareVersions } from '#lib/protocol/versions.ts'

/**
 * Where the fields of the form and the metadata in the file contradict each other: in the name, the version, the
 * dependencies or the Pythons. What the form leaves out is taken from the file; a source distribution may leave the
 * last two out as well, for they can depend on the build (PEP 643).
 */
export function checkAgreement(filetype: Filetype, form: CoreMetadata, file: CoreMetadata): Problem[] {
  const sameName = normalizeName(form.name ?? '') === normalizeName(file.name ?? '')
  const sameVersion = compareVersions(form.version ?? '', file.version ?? '') === 0
  const silent = (value: string | string[] | null) => !value?.length
  const open = (field: 'requiresDist' | 'requiresPython') => silent(form[field]) || (filetype === 'sdist' && silent(file[field]))
  const sameNeeds = open('requiresDist') || sameList(form.requiresDist, file.requiresDist, oneSpelling)
  const samePythons = open('requiresPython') || specifiers(form.requiresPython ?? '') === specifiers(file.requiresPython ?? '')
  return [
    ...(sameName ? [] : [differs('name', form.name, file.name)]),
    ...(sameVersion ? [] : [differs('version', form.version, file.version)]),
    ...(sameNeeds ? [] : [differs('requires_dist', listed(form.requiresDist), listed(file.requiresDist))]),
    ...(samePythons ? [] : [differs('requires_python', form.requiresPython, file.requiresPython)]),
  ]
}

/** The metadata of a release: what the file says, and where it is silent what the form says. Lists and texts alike. */
export function mergeMetadata(form: CoreMetadata, file: CoreMetadata): CoreMetadata {
  const said = Object.entries(file).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  return { ...form, ...Object.fromEntries(said) }
}

function sameList(one: string[], other: string[], spell: (text: string) => string): boolean {
  const [a, b] = [one, other].map((list) => [...new Set(list.map(spell))].sort())
  return JSON.stringify(a) === JSON.stringify(b)
}

function oneSpelling(requirement: string): string {
  const parsed = parseRequirement(requirement)
  return parsed.ok ? writeRequirement(parsed.value) : requirement.replace(/\s/g, '')
}

const specifiers = (text: string) => (parseSpecifierSet(text) ?? []).map(({ operator, version }) => operator + version).sort().join(',')
const listed = (values: string[]) => values.join(', ').slice(0, 200)

const differs = (field: string, form: string | null, file: string | null): Problem => ({
  field, value: form ?? '', rule: 'agreement',
  message: `Invalid distribution file. The form says ${field} ${quoted(form ?? '')}, the metadata in the file ${quoted(file ?? '')}. Build the file again and upload it unchanged.`,
})
