// The fields of core metadata (PyPA "Core metadata specifications", versions 1.0 to 2.5), whether they come from a
// METADATA or PKG-INFO file or from the fields of an upload form.

/** The versions there are; 2.0 was withdrawn. Later ones know every field of the earlier. */
export const METADATA_VERSIONS = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'] as const

/** Every field by its header name in lower case, with the version that introduced it. */
export const METADATA_FIELDS: ReadonlyMap<string, (typeof METADATA_VERSIONS)[number]> = new Map([
  ['metadata-version', '1.0'],
  ['name', '1.0'],
  ['version', '1.0'],
  ['platform', '1.0'],
  ['summary', '1.0'],
  ['description', '1.0'],
  ['keywords', '1.0'],
  ['home-page', '1.0'],
  ['author', '1.0'],
  ['author-email', '1.0'],
  ['license', '1.0'],
  ['supported-platform', '1.1'],
  ['download-url', '1.1'],
  ['classifier', '1.1'],
  ['requires', '1.1'],
  ['provides', '1.1'],
  ['obsoletes', '1.1'],
  ['maintainer', '1.2'],
  ['maintainer-email', '1.2'],
  ['requires-dist', '1.2'],
  ['provides-dist', '1.2'],
  ['obsoletes-dist', '1.2'],
  ['requires-python', '1.2'],
  ['requires-external', '1.2'],
  ['project-url', '1.2'],
  ['description-content-type', '2.1'],
  ['provides-extra', '2.1'],
  ['dynamic', '2.2'],
  ['license-expression', '2.4'],
  ['license-file', '2.4'],
  ['import-name', '2.5'],
  ['import-namespace', '2.5'],
])

export type ProjectUrl = { label: string; url: string }

/** Core metadata as written: nothing here is checked yet. A field that is empty, or says UNKNOWN, counts as absent. */
export type CoreMetadata = {
  metadataVersion: string | null
  name: string | null
  version: string | null
  summary: string | null
  description: string | null
  descriptionContentType: string | null
  keywords: string[]
  homePage: string | null
  downloadUrl: string | null
  author: string | null
  authorEmail: string | null
  maintainer: string | null
  maintainerEmail: string | null
  license: string | null
  licenseExpression: string | null
  licenseFiles: string[]
  requiresPython: string | null
  classifiers: string[]
  projectUrls: ProjectUrl[]
  requiresDist: string[]
  providesDist: string[]
  obsoletesDist: string[]
  requiresExternal: string[]
  providesExtra: string[]
  dynamic: string[]
  platforms: string[]
  supportedPlatforms: string[]
  importNames: string[]
  importNamespaces: string[]
  requires: string[]
  provides: string[]
  obsoletes: string[]
  /** Header names (lower case) of all fields that were present. */
  present: string[]
  /** Header names of fields that came more often than they may, so that nobody can say what they mean. */
  unreadable: string[]
}

/** Values by header name in lower case, in their order. */
export type RawFields = ReadonlyMap<string, readonly string[]>

/** Puts raw values into their places. */
export function assembleMetadata(raw: RawFields): CoreMetadata {
  const present = new Map([...raw].map(([name, values]) => [name, values.filter(isPresent)] as const).filter(([, values]) => values.length > 0))
  if (knowsNoLicenseFiles(present.get('metadata-version')?.[0])) present.delete('license-file')
  const unreadable = new Set<string>()
  const list = (name: string): string[] => present.get(name)?.slice() ?? []
  const text = (name: string): string | null => {
    const [first = null, ...more] = list(name)
    if (more.length > 0) unreadable.add(name)
    return more.length > 0 ? null : first
  }
  const projectUrls = list('project-url').map(readProjectUrl)
  if (new Set(projectUrls.map(({ label }) => label)).size < projectUrls.length) unreadable.add('project-url')

  return {
    metadataVersion: text('metadata-version'),
    name: text('name'),
    version: text('version'),
    summary: text('summary'),
    description: text('description'),
    descriptionContentType: text('description-content-type'),
    keywords: readKeywords(text('keywords')),
    homePage: text('home-page'),
    downloadUrl: text('download-url'),
    author: text('author'),
    authorEmail: text('author-email'),
    maintainer: text('maintainer'),
    maintainerEmail: text('maintainer-email'),
    license: text('license'),
    licenseExpression: text('license-expression'),
    licenseFiles: list('license-file'),
    requiresPython: text('requires-python'),
    classifiers: list('classifier'),
    projectUrls,
    requiresDist: list('requires-dist'),
    providesDist: list('provides-dist'),
    obsoletesDist: list('obsoletes-dist'),
    requiresExternal: list('requires-external'),
    providesExtra: list('provides-extra'),
    dynamic: list('dynamic'),
    platforms: list('platform'),
    supportedPlatforms: list('supported-platform'),
    importNames: list('import-name'),
    importNamespaces: list('import-namespace'),
    requires: list('requires'),
    provides: list('provides'),
    obsoletes: list('obsoletes'),
    present: [...present.keys()].filter((name) => METADATA_FIELDS.has(name)),
    unreadable: [...unreadable],
  }
}

/** setuptools wrote License-File long before metadata 2.4 gave it a meaning; until then it binds nobody, as twine has it. */
function knowsNoLicenseFiles(metadataVersion = ''): boolean {
  return METADATA_VERSIONS.slice(0, METADATA_VERSIONS.indexOf('2.4')).some((older) => older === metadataVersion)
}

/** Old build tools wrote UNKNOWN for what they were not told. */
function isPresent(value: string): boolean {
  return value.trim() !== '' && value.trim() !== 'UNKNOWN'
}

function readKeywords(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((keyword) => keyword.trim())
    .filter((keyword) => keyword !== '')
}

/** "Label, url": what stands before the first comma is the label. */
function readProjectUrl(text: string): ProjectUrl {
  const comma = text.indexOf(',')
  if (comma < 0) return { label: text.trim(), url: '' }
  return { label: text.slice(0, comma).trim(), url: text.slice(comma + 1).trim() }
}
