// Pages only: a nonce for the content security policy, the headers beside it, and the trailing slash.
// Never an access control: each page and each action asks for itself (lib/web/guards.ts).

import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy, PAGE_HEADERS, withTrailingSlash } from '#lib/web/page-headers.ts'

const NONCE_BYTES = 18

export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl
  const canonical = withTrailingSlash(pathname, search)
  const asks = request.method === 'GET' || request.method === 'HEAD'
  if (canonical && asks) return NextResponse.redirect(new URL(canonical, request.url), 308)

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  // Next reads the nonce from the request's own policy header; `x-nonce` and `x-page` tell layouts what to sign and where they stand, `x-search` the rest.
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set('x-page', pathname)
  headers.set('x-search', search)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.headers.set(name, value)
  return response
}

// A body that passes through here is cut at 10 MB, and what programs ask for is slowed: pages only, and not where files are sent to.
export const config = {
  matcher: ['/((?!(?:simple|packages|legacy|healthz|readyz|metrics)(?:/|$)|pypi/|rss/|_/|_next/|\\.well-known|api/|manage/projects/upload/send/|icon\\.svg|apple-icon|opengraph-image|manifest\\.webmanifest|robots\\.txt).*)'],
}
