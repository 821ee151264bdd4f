import type { CoreMetadata } from '#lib/protocol/core-metadata.ts'

/** Core metadata as a release keeps them: what is searched and shown in columns, the rest under the names of the upload form. */
export function metadataColumns(metadata: CoreMetadata) {
  const { summary, description, descriptionContentType, requiresPython } = metadata
  return { summary: summary ?? '', description: description ?? '', descriptionContentType, requiresPython, metadata: otherFields(metadata) }
}

function otherFields(m: CoreMetadata): Record<string, string | string[]> {
  const fields: Record<string, string | string[] | null> = {
    metadata_version: m.metadataVersion, keywords: m.keywords.join(',') || null,
    home_page: m.homePage, download_url: m.downloadUrl, project_urls: m.projectUrls.map(({ label, url }) => `${label}, ${url}`),
    author: m.author, author_email: m.authorEmail, maintainer: m.maintainer, maintainer_email: m.maintainerEmail,
    license: m.license, license_expression: m.licenseExpression, license_file: m.licenseFiles,
    classifiers: m.classifiers, platform: m.platforms, supported_platform: m.supportedPlatforms,
    requires_dist: m.requiresDist, requires_external: m.requiresExternal, provides_dist: m.providesDist, obsoletes_dist: m.obsoletesDist,
    provides_extra: m.providesExtra, dynamic: m.dynamic, import_name: m.importNames, import_namespace: m.importNamespaces,
    requires: m.requires, provides: m.provides, obsoletes: m.obsoletes,
  }
  return Object.fromEntries(Object.entries(fields).flatMap(([field, value]) => (value === null || value.length === 0 ? [] : [[field, value]])))
}
