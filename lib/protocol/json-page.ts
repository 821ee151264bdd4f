// PyPI's JSON API: `/pypi/<name>/json` and `/pypi/<name>/<version>/json`, key for key.
import { uploadTime } from '#lib/protocol/simple-page.ts'
import { type Json, sortedJson } from '#lib/protocol/sorted-json.ts'

export type JsonFile = {
  filename: string
  url: string
  packagetype: string
  pythonVersion: string
  size: number
  md5: string
  sha256: string
  blake2b256: string
  metadataSha256: string | null
  requiresPython: string | null
  comment: string
  uploadedAt: Date
  yanked: boolean
  yankedReason: string | null
}

export type JsonRelease = {
  version: string
  summary: string
  description: string
  descriptionContentType: string | null
  requiresPython: string | null
  yanked: boolean
  yankedReason: string | null
  /** Core metadata under the names of the upload form: `author_email`, `classifiers`, `project_urls` (`Label, url`), … */
  metadata: Record<string, string | string[]>
  files: JsonFile[]
}

export type JsonProject = {
  name: string
  /** The public origin, without a slash at the end. */
  origin: string
  serial: number
  release: JsonRelease
  /** All releases, for the project's own page; null for the page of one release. */
  releases: { version: string; files: JsonFile[] }[] | null
  /** Owners first. */
  roles: { role: 'Owner' | 'Maintainer'; user: string }[]
}

/** The page as compact JSON with sorted keys. */
export function projectPageJson(project: JsonProject): string {
  const { release, releases, roles, serial } = project
  const page: Record<string, Json> = {
    info: info(project),
    last_serial: serial,
    ownership: { organization: null, roles },
    urls: release.files.map(fileEntry),
    vulnerabilities: [],
  }
  if (releases) page.releases = Object.fromEntries(releases.map(({ version, files }) => [version, files.map(fileEntry)]))
  return sortedJson(page)
}

function info({ name, origin, release }: JsonProject): Json {
  const { metadata } = release
  const text = (key: string) => first(metadata[key])
  const list = (key: string) => all(metadata[key])
  const projectUrl = `${origin}/project/${encodeURIComponent(name)}/`
  return {
    author: text('author'),
    author_email: text('author_email'),
    bugtrack_url: null,
    classifiers: list('classifiers') ?? [],
    description: release.description,
    description_content_type: release.descriptionContentType,
    docs_url: null,
    download_url: text('download_url'),
    downloads: { last_day: -1, last_month: -1, last_week: -1 },
    dynamic: list('dynamic'),
    home_page: text('home_page'),
    keywords: text('keywords'),
    license: text('license'),
    license_expression: text('license_expression'),
    license_files: list('license_files') ?? list('license_file'),
    maintainer: text('maintainer'),
    maintainer_email: text('maintainer_email'),
    name,
    package_url: projectUrl,
    platform: text('platform'),
    project_url: projectUrl,
    project_urls: projectUrls(list('project_urls'), text('home_page'), text('download_url')),
    provides_extra: list('provides_extra'),
    release_url: `${projectUrl}${encodeURIComponent(release.version)}/`,
    requires_dist: list('requires_dist'),
    requires_python: release.requiresPython,
    summary: release.summary,
    version: release.version,
    yanked: release.yanked,
    yanked_reason: release.yankedReason,
  }
}

/** `Label, url` pairs as an object, with the two older fields under the labels that PyPI gives them. */
function projectUrls(pairs: string[] | null, homePage: string | null, download: string | null): Json {
  const urls = [...labelledUrls(pairs ?? [])]
  if (homePage) urls.unshift(['Homepage', homePage])
  if (download) urls.push(['Download', download])
  return urls.length === 0 ? null : Object.fromEntries(urls)
}

/** Splits `Label, url` at the first comma; what has no URL is left out. */
export function labelledUrls(pairs: string[]): [label: string, url: string][] {
  return pairs.flatMap((pair) => {
    const [, label, url] = /^([^,]*),(.*)$/s.exec(pair) ?? []
    return label === undefined || !url?.trim() ? [] : [[label.trim(), url.trim()]]
  })
}

function fileEntry(file: JsonFile): Json {
  return {
    comment_text: file.comment,
    'core-metadata': file.metadataSha256 === null ? false : { sha256: file.metadataSha256 },
    digests: { blake2b_256: file.blake2b256, md5: file.md5, sha256: file.sha256 },
    downloads: -1,
    filename: file.filename,
    has_sig: false,
    md5_digest: file.md5,
    packagetype: file.packagetype,
    python_version: file.pythonVersion,
    requires_python: file.requiresPython,
    size: file.size,
    upload_time: file.uploadedAt.toISOString().slice(0, 19),
    upload_time_iso_8601: uploadTime(file.uploadedAt),
    url: file.url,
    yanked: file.yanked,
    yanked_reason: file.yankedReason,
  }
}

const first = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? (value[0] ?? null) : (value ?? null))

const all = (value: string | string[] | undefined): string[] | null =>
  value === undefined || value.length === 0 ? null : Array.isArray(value) ? value : [value]
