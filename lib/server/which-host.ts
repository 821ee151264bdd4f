import type { IncomingMessage } from 'node:http'
import type { Environment } from '#lib/env.ts'
import { isTrusted, requestedHost } from './client-address.ts'

/**
 * By which name a request came, and what that name is good for.
 *
 *   site              the host of NEXTAUTH_URL: everything
 *   file              the host of FILES_ORIGIN, and a file is asked for
 *   only-files        the host of FILES_ORIGIN, and anything else is asked for
 *   proxy-not-trusted a proxy tells the right host, and is none of TRUSTED_PROXIES
 *   other-name        whatever else
 */
export type Standing = 'site' | 'file' | Misdirected
export type Misdirected = 'only-files' | 'proxy-not-trusted' | 'other-name'

type Names = Pick<Environment, 'origin' | 'filesOrigin' | 'trustedProxies'>

/** What `filePath` (lib/projects/file-url.ts) makes, and the metadata beside it. */
const FILE_PATH = /^\/packages\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/[^/]+$/

export function standingBy({ origin, filesOrigin, trustedProxies }: Names): (request: IncomingMessage, path: string) => Standing {
  const site = new URL(origin).host
  const files = filesOrigin && new URL(filesOrigin).host
  return (request, path) => {
    const host = requestedHost(request, trustedProxies)?.toLowerCase()
    if (host === site) return 'site'
    if (host === files) return FILE_PATH.test(path) ? 'file' : 'only-files'
    const told = request.headers['x-forwarded-host']?.toString().toLowerCase()
    const isRight = told === site || (told !== undefined && told === files)
    return isRight && !isTrusted(request.socket.remoteAddress, trustedProxies) ? 'proxy-not-trusted' : 'other-name'
  }
}
