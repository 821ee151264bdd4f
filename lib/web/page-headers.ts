/** ASVS 5.0 V3.4.3: scripts and styles by nonce only; nothing inline, nothing from elsewhere, no frames. */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  // The development server evaluates code and writes its own styles.
  const script = `'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`
  const style = dev ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** What every page says besides its policy. `no-referrer` would make browsers send forms with `Origin: null`. */
export const PAGE_HEADERS = {
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'private, no-store',
} as const

/** The address of a page with its trailing slash, or null where it has one. Always a path of this site. */
export function withTrailingSlash(pathname: string, search: string): string | null {
  if (pathname.endsWith('/')) return null
  // Two leading slashes would name another host.
  return `/${pathname.replace(/^\/+/, '')}/${search}`
}
