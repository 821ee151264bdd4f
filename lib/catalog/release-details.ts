import { labelledUrls } from '#lib/protocol/json-page.ts'
import type { ListedRelease } from './listed-releases.ts'

export type ReleaseLink = { label: string; url: string; host: string }

/** What the core metadata of a release says, for people. */
export type ReleaseDetails = {
  version: string
  summary: string
  requiresPython: string | null
  licence: string | null
  author: string | null
  maintainer: string | null
  keywords: string[]
  classifiers: string[]
  dependencies: string[]
  extras: string[]
  links: ReleaseLink[]
}

/** The details of a release; links are those of the web, each with its host for the reader to judge. */
export function releaseDetails({ version, summary, requiresPython, metadata }: Pick<ListedRelease, 'version' | 'summary' | 'requiresPython' | 'metadata'>): ReleaseDetails {
  const list = (key: string) => [metadata[key] ?? []].flat()
  const text = (key: string) => list(key)[0] || null
  return {
    version, summary, requiresPython,
    licence: licenceOf(text('license_expression'), text('license'), list('classifiers')),
    author: text('author') ?? nameIn(text('author_email')),
    maintainer: text('maintainer') ?? nameIn(text('maintainer_email')),
    keywords: (text('keywords') ?? '').split(/[,\s]+/).filter(Boolean).slice(0, 50),
    classifiers: list('classifiers').toSorted(),
    dependencies: list('requires_dist'),
    extras: list('provides_extra'),
    links: linksOf(list('project_urls'), text('home_page'), text('download_url')),
  }
}

/** The SPDX expression, else a licence that is a name and not its whole text, else what the classifiers say. */
function licenceOf(expression: string | null, licence: string | null, classifiers: string[]): string | null {
  if (expression) return expression
  if (licence && licence.length <= 100 && !licence.includes('\n')) return licence
  const named = classifiers.filter((classifier) => classifier.startsWith('License :: ')).map((classifier) => classifier.split(' :: ').at(-1))
  return named.length > 0 ? named.join(', ') : null
}

/** `King Arthur <arthur@camelot.example>` is King Arthur; a bare address is shown to nobody. */
const nameIn = (email: string | null): string | null => /^\s*"?([^"<@]+?)"?\s*</.exec(email ?? '')?.[1] ?? null

function linksOf(pairs: string[], homePage: string | null, download: string | null): ReleaseLink[] {
  const all = [...labelledUrls(pairs)]
  if (homePage) all.unshift(['Homepage', homePage])
  if (download) all.push(['Download', download])
  const links = all.flatMap(([label, url]) => webLink(label, url) ?? [])
  return links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index)
}

function webLink(label: string, url: string): ReleaseLink | null {
  if (!URL.canParse(url)) return null
  const { protocol, href, host } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? { label, url: href, host } : null
}
