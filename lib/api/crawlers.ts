// What crawlers and browsers look for to find their way: /robots.txt, /sitemap.xml, /opensearch.xml.
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { listAnnouncementItems } from '#lib/announcements/announcements.ts'
import type { NameRange } from '#lib/catalog/every-project.ts'
import { listSitemapParts, renderSitemap } from '#lib/catalog/sitemap.ts'
import { environment } from '#lib/env.ts'
import { HELP_CHAPTERS, helpPath } from '#lib/help.ts'
import { acceptsGzip } from '#lib/protocol/media-types.ts'
import { openSearchDescription } from '#lib/protocol/open-search.ts'
import { type SitemapAddress, sitemapIndex } from '#lib/protocol/sitemap.ts'
import { reading } from './reading.ts'

export const crawlers = new Hono()

const WHOLE: NameRange = { from: '', before: null }
const PAGES = ['/', '/help/', ...HELP_CHAPTERS.map(helpPath), '/classifiers/', '/announcements/', '/stats/', '/security/']
const PROGRAMS = ['/simple/', '/packages/', '/pypi/', '/search/', '/_/', '/account/', '/manage/', '/admin/', '/legacy/']

reading(crawlers, '/robots.txt', () => answer(environment().testInstance ? 'User-agent: *\nDisallow: /\n' : robots(), 'text/plain; charset=UTF-8'))
reading(crawlers, '/opensearch.xml', () => answer(openSearchDescription(environment()), 'application/opensearchdescription+xml; charset=UTF-8'))
reading(crawlers, '/sitemap.xml', async (c) => {
  const asked = partIn(c)
  const parts = asked ? [] : await listSitemapParts(new Date())
  return parts.length > 1 ? answer(sitemapIndex(parts.map(addressOfPart)), XML) : sendPart(c, asked ?? WHOLE)
})

const robots = () => `User-agent: *\n${PROGRAMS.map((path) => `Disallow: ${path}\n`).join('')}\nSitemap: ${environment().origin}/sitemap.xml\n`

/** A large site map is a list of its parts, which are asked for by the names they lie between. */
function partIn(c: Context): NameRange | null {
  const { from, before } = c.req.query()
  return from === undefined ? null : { from: from.replaceAll('\0', ''), before: before?.replaceAll('\0', '') ?? null }
}

const addressOfPart = ({ from, before }: NameRange) =>
  `${environment().origin}/sitemap.xml?from=${encodeURIComponent(from)}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`

/** As it is read: fifty thousand addresses are some megabytes. */
async function sendPart(c: Context, part: NameRange): Promise<Response> {
  const gzipped = acceptsGzip(c.req.header('accept-encoding'))
  const headers = { ...headersFor(XML), Vary: 'Accept-Encoding', ...(gzipped && { 'Content-Encoding': 'gzip' }) }
  if (c.req.method === 'HEAD') return new Response(null, { headers })
  const text = Readable.from(renderSitemap(part, part.from === '' ? await pages() : []), { objectMode: false })
  // Whichever ends first, by trouble or because the client leaves, ends the other.
  return new Response(Readable.toWeb(gzipped ? pipeline(text, createGzip(), () => {}) : text) as ReadableStream, { headers })
}

async function pages(): Promise<SitemapAddress[]> {
  const announced = (await listAnnouncementItems()).map(({ link, publishedAt }) => ({ address: link, changedAt: publishedAt }))
  return [...PAGES.map((path) => ({ address: `${environment().origin}${path}` })), ...announced]
}

const XML = 'application/xml; charset=UTF-8'
const headersFor = (type: string) => ({ 'Content-Type': type, 'Cache-Control': 'max-age=3600, public' })
const answer = (body: string, type: string) => new Response(body, { headers: headersFor(type) })
