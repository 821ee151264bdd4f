// What an upload's core metadata must satisfy: the rules of the specification, as the library `packaging` applies them,
// and those that PyPI adds. The openings of the messages are PyPI's, for clients and people know them.
import { findClassifier } from '#lib/protocol/classifiers.ts'
import { METADATA_FIELDS, METADATA_VERSIONS, type CoreMetadata } from '#lib/protocol/core-metadata-fields.ts'
import { parseDescriptionContentType, type DescriptionFormatError } from '#lib/protocol/description-content-type.ts'
import { isEmailAddress, listAddresses } from '#lib/protocol/email-addresses.ts'
import { checkImportName } from '#lib/protocol/import-names.ts'
import { parseLicenseExpression, type LicenseError } from '#lib/protocol/licenses.ts'
import { isProjectName } from '#lib/protocol/names.ts'
import { quoted, type Problem } from '#lib/protocol/problem.ts'
import { parseRequirement } from '#lib/protocol/requirements.ts'
import { isSpecifierSet } from '#lib/protocol/specifiers.ts'
import { hasLocalVersion, parseVersion } from '#lib/protocol/versions.ts'
import { isWebUrl } from '#lib/protocol/web-urls.ts'

/** Everything that is wrong with core metadata, in the order in which PyPI would complain: what it would say comes first. */
export function checkMetadata(metadata: CoreMetadata): Problem[] {
  const problems = [
    ...metadata.unreadable.map((field) => problem(field, '', 'unreadable', `${quoted(field)} has invalid data. ${field === 'project-url' ? 'Give each label once.' : 'Give it once, with one value.'}`)),
    ...checkName(metadata.name),
    ...checkMetadataVersion(metadata),
    ...checkVersion(metadata.version),
    ...checkSummary(metadata.summary),
    ...checkDescriptionContentType(metadata.descriptionContentType),
    ...checkEmails('author-email', metadata.authorEmail),
    ...checkEmails('maintainer-email', metadata.maintainerEmail),
    ...checkUrl('home-page', metadata.homePage),
    ...checkUrl('download-url', metadata.downloadUrl),
    ...metadata.projectUrls.flatMap(checkProjectUrl),
    ...metadata.classifiers.flatMap(checkClassifier),
    ...checkLicenses(metadata),
    ...metadata.licenseFiles.flatMap(checkLicenseFile),
    ...checkRequiresPython(metadata.requiresPython),
    ...metadata.requiresDist.flatMap((value) => checkDependency('requires-dist', value)),
    ...metadata.providesDist.flatMap((value) => checkDependency('provides-dist', value)),
    ...metadata.obsoletesDist.flatMap((value) => checkDependency('obsoletes-dist', value)),
    ...metadata.providesExtra.flatMap(checkExtra),
    ...metadata.dynamic.flatMap(checkDynamic),
    ...metadata.importNames.flatMap((value) => checkImport('import-name', value)),
    ...metadata.importNamespaces.flatMap((value) => checkImport('import-namespace', value)),
  ]
  const missing = (field: string, rule: string) => rule === 'missing' && metadata.unreadable.includes(field)
  return problems.filter(({ field, rule }) => !missing(field, rule)).sort((a, b) => inOrder(a.field, b.field))
}

const SUMMARY_MAX_CHARS = 512
const LABEL_MAX_CHARS = 32

/** The name is judged first, with the form; then these; then everything by the alphabet. */
const FIRST = ['name', 'metadata-version', 'version']

function inOrder(a: string, b: string): number {
  const rank = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length)
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
}

function problem(field: string, value: string, rule: string, message: string): Problem {
  return { field, value, rule, message }
}

function checkName(name: string | null): Problem[] {
  if (name !== null && isProjectName(name)) return []
  const cure = name === null ? 'This field is required.' : "Start and end with a letter or digit of ASCII, and use only letters, digits, '.', '_' and '-'."
  return [problem('name', name ?? '', name === null ? 'missing' : 'bad-name', `${quoted(shortened(name ?? ''))} is an invalid value for Name. Error: ${cure}`)]
}

/** Long values keep their ends. */
function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 30)}...${value.slice(-30)}` : value
}

function checkMetadataVersion({ metadataVersion, present }: CoreMetadata): Problem[] {
  const age = METADATA_VERSIONS.findIndex((known) => known === metadataVersion)
  if (age < 0) {
    const shown = metadataVersion === null ? 'None' : quoted(metadataVersion)
    const message = `${shown} is not a valid metadata version. Use one of ${METADATA_VERSIONS.join(', ')}.`
    return [problem('metadata-version', metadataVersion ?? '', metadataVersion === null ? 'missing' : 'bad-metadata-version', message)]
  }
  return present.flatMap((field) => {
    const since = METADATA_FIELDS.get(field) ?? '1.0'
    if (METADATA_VERSIONS.indexOf(since) <= age) return []
    const message = `${field} introduced in metadata version ${since}, not ${metadataVersion}. Build with a tool that writes metadata ${since} or later.`
    return [problem(field, metadataVersion ?? '', 'too-new', message)]
  })
}

function checkVersion(version: string | null): Problem[] {
  if (version === null) return [problem('version', '', 'missing', "'version' is a required field. Give the release a version such as 1.0.")]
  if (!parseVersion(version)) {
    return [problem('version', version, 'bad-version', `${quoted(version)} is invalid for 'version'. Write it as PEP 440 says, such as 1.0, 1.0rc1 or 1.0.post1.`)]
  }
  if (!hasLocalVersion(version)) return []
  return [problem('version', version, 'local-version', `The use of local versions in ${quoted(version)} is not allowed. Leave out what follows the '+'.`)]
}

function checkSummary(summary: string | null): Problem[] {
  if (summary === null) return []
  const problems: Problem[] = []
  if ([...summary].length > SUMMARY_MAX_CHARS) {
    problems.push(problem('summary', summary, 'too-long', `'summary' field must be ${SUMMARY_MAX_CHARS} characters or less. Say the rest in the description.`))
  }
  if (/[\n\r]/.test(summary)) {
    problems.push(problem('summary', summary, 'several-lines', "'summary' must be a single line. Say the rest in the description."))
  }
  return problems
}

const CONTENT_TYPE_WORDS: Record<DescriptionFormatError, [opening: string, cure: string]> = {
  'unknown-type': ["'description-content-type' must be one of text/markdown, text/x-rst or text/plain, not", 'Name the one that the text is written in.'],
  'unknown-charset': ["'description-content-type' can only specify the UTF-8 charset, not", 'Save the text as UTF-8 and leave the charset out.'],
  'unknown-variant': ["valid Markdown variants for 'description-content-type' are GFM and CommonMark, not", 'Leave the variant out for GFM.'],
}

function checkDescriptionContentType(value: string | null): Problem[] {
  const parsed = value === null ? null : parseDescriptionContentType(value)
  if (value === null || !parsed || parsed.ok) return []
  const [opening, cure] = CONTENT_TYPE_WORDS[parsed.error]
  return [problem('description-content-type', value, parsed.error, `${opening} ${quoted(value)}. ${cure}`)]
}

function checkEmails(field: string, value: string | null): Problem[] {
  return listAddresses(value ?? '')
    .filter((address) => !isEmailAddress(address))
    .map((address) => problem(field, address, 'bad-email', `${quoted(address)} is not a valid email address: write it as name@example.com, or leave ${field} out.`))
}

function checkUrl(field: string, url: string | null): Problem[] {
  if (url === null || isWebUrl(url)) return []
  return [problem(field, url, 'bad-url', `${quoted(url)} is not a valid url. Begin with https:// or http:// and write other characters in percent form.`)]
}

function checkProjectUrl({ label, url }: { label: string; url: string }): Problem[] {
  if (label === '' || url === '') {
    const message = `both a label and a URL are required in ${quoted(`${label}, ${url}`)}. Write 'Label, https://example.com'.`
    return [problem('project-url', label || url, 'incomplete-url', message)]
  }
  if ([...label].length <= LABEL_MAX_CHARS) return checkUrl('project-url', url)
  const message = `${quoted(label)} must be ${LABEL_MAX_CHARS} characters or less. Shorten the label of the URL.`
  return [problem('project-url', label, 'label-too-long', message), ...checkUrl('project-url', url)]
}

function checkClassifier(classifier: string): Problem[] {
  const standing = findClassifier(classifier)
  if (standing.kind === 'current') return []
  if (standing.kind === 'unknown') {
    const cure = classifier.startsWith('Private ::') ? 'It marks a package that is not to be uploaded.' : 'Choose from the list at /classifiers/, spelled as it stands there.'
    return [problem('classifier', classifier, 'unknown-classifier', `${quoted(classifier)} is not a valid classifier. ${cure}`)]
  }
  const cure = standing.replacements.length > 0 ? `use ${standing.replacements.map(quoted).join(' or ')} instead.` : 'remove it.'
  return [problem('classifier', classifier, 'deprecated-classifier', `The classifier ${quoted(classifier)} has been deprecated, ${cure}`)]
}

const LICENSE_CURES: Record<LicenseError, string> = {
  'bad-syntax': 'Join SPDX identifiers with AND, OR and WITH, as in MIT OR Apache-2.0.',
  'unknown-license': 'Name licenses by their SPDX identifiers, or your own as LicenseRef-Name.',
  'unknown-exception': 'Name exceptions by their SPDX identifiers.',
}

function checkLicenses({ license, licenseExpression }: CoreMetadata): Problem[] {
  if (licenseExpression === null) return []
  const parsed = parseLicenseExpression(licenseExpression)
  const problems = parsed.ok
    ? []
    : [problem('license-expression', licenseExpression, parsed.error, `${quoted(licenseExpression)} is invalid for 'license-expression'. ${LICENSE_CURES[parsed.error]}`)]
  if (license === null) return problems
  const message = 'License is deprecated when License-Expression is present. Give License-Expression only.'
  return [...problems, problem('license', license, 'two-licenses', message)]
}

/** PEP 639, "License-File": a path from the root, resolved, with `/`. */
function checkLicenseFile(path: string): Problem[] {
  const fault =
    (path.includes('..') && 'parent directory indicators are not allowed') ||
    (path.includes('*') && 'paths must be resolved') ||
    (/^(?:[/\\]|[A-Za-z]:)/.test(path) && 'paths must be relative') ||
    (path.includes('\\') && "paths must use '/' delimiter")
  const message = `${quoted(path)} is invalid for 'license-file', ${fault}. Write it from the root of the project, with '/' between folders.`
  return fault ? [problem('license-file', path, 'bad-path', message)] : []
}

function checkRequiresPython(value: string | null): Problem[] {
  if (value === null || isSpecifierSet(value)) return []
  return [problem('requires-python', value, 'bad-specifier', `${quoted(value)} is invalid for 'requires-python'. Write conditions such as >=3.10,<4.`)]
}

function checkDependency(field: string, value: string): Problem[] {
  const parsed = parseRequirement(value)
  if (!parsed.ok) return [problem(field, value, parsed.error, `${quoted(value)} is invalid for ${quoted(field)}. Write it as PEP 508 says, such as requests>=2.`)]
  if (parsed.value.url === null) return []
  return [problem(field, value, 'direct-dependency', `Can't have direct dependency: ${quoted(value)}. Depend on a published version instead.`)]
}

function checkExtra(extra: string): Problem[] {
  if (isProjectName(extra)) return []
  return [problem('provides-extra', extra, 'bad-extra', `${quoted(extra)} is invalid for 'provides-extra'. Use only letters, digits, '.', '_' and '-'.`)]
}

/** Metadata 2.2 lets every field be dynamic but the three that say what the metadata is about. */
function checkDynamic(value: string): Problem[] {
  const field = value.toLowerCase()
  if (METADATA_FIELDS.has(field) && !FIRST.includes(field)) return []
  return [problem('dynamic', value, 'bad-dynamic', `Dynamic field ${quoted(value)} is not a valid dynamic field. Name a field of core metadata other than Name, Version and Metadata-Version.`)]
}

function checkImport(field: string, value: string): Problem[] {
  const found = checkImportName(value)
  return found ? [problem(field, value, 'bad-import-name', `${quoted(value)} is invalid for ${quoted(field)}; ${found}. Write it as 'package.module', or 'package.module; private'.`)] : []
}
