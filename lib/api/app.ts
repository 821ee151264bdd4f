// The machine face: everything that programs call. One file per group of routes; the rules are in the domains.
import { Hono } from 'hono'
import { negotiate } from '#lib/protocol/media-types.ts'
import { announcementRoutes } from './announcements.ts'
import { crawlers } from './crawlers.ts'
import { feeds } from './feeds.ts'
import { health } from './health.ts'
import { jsonApi } from './json-api.ts'
import { leaks } from './leaks.ts'
import { metrics } from './metrics.ts'
import { oldAddresses } from './old-addresses.ts'
import { packages } from './packages.ts'
import { notFound, trouble } from './refusals.ts'
import { simple } from './simple.ts'
import { stats } from './stats.ts'
import { upload } from './upload.ts'
import { wellKnown } from './well-known.ts'

/** A function from Request to Response; the server gives it every path that `isMachinePath` says is its. */
export const machineFace = new Hono()
machineFace.route('/', upload) // first: it answers files that were sent elsewhere
for (const routes of [simple, packages, jsonApi, feeds, leaks, announcementRoutes, health, metrics, stats, wellKnown, crawlers, oldAddresses]) machineFace.route('/', routes)
machineFace.notFound(() => notFound())
machineFace.onError(trouble)

const FOLDERS = ['/simple', '/packages', '/legacy', '/rss', '/_', '/integrity', '/.well-known', '/p', '/u']
const PAGES = new Set(['/healthz', '/readyz', '/metrics', '/robots.txt', '/sitemap.xml', '/opensearch.xml', '/pypi', '/RPC2'])

/** Whether a path belongs to programs; of statistics there is a page and data, as `accept` prefers. Everything else is a page. */
export function isMachinePath(path: string, accept?: string): boolean {
  if (path === '/stats/' || path === '/stats') return negotiate(accept, ['text/html', 'application/json']) === 'application/json'
  if (PAGES.has(path) || path.startsWith('/pypi/')) return true
  return FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`))
}
