// Site maps, in pieces since they are long: https://www.sitemaps.org/protocol.html
import { escapeMarkup } from '#lib/protocol/escape.ts'

/** So many addresses may be in one. */
export const SITEMAP_ADDRESSES_MAX = 50_000

export type SitemapAddress = { address: string; changedAt?: Date }

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const open = (kind: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="${NAMESPACE}">\n`

/** What stands before the addresses, each of them, and what stands after. */
export const SITEMAP = {
  before: open('urlset'),
  entry: ({ address, changedAt }: SitemapAddress) => `  <url><loc>${escapeMarkup(address)}</loc>${changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''}</url>\n`,
  after: '</urlset>\n',
}

/** The list of the parts of a large one. */
export const sitemapIndex = (addresses: string[]): string =>
  `${open('sitemapindex')}${addresses.map((address) => `  <sitemap><loc>${escapeMarkup(address)}</loc></sitemap>\n`).join('')}</sitemapindex>\n`
