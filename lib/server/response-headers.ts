const YEAR_SECONDS = 31_536_000

/** What every answer says unless the face that gives it says otherwise (ASVS 5.0 V3.4). The policy fits programs; pages bring their own. */
const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const POLICY_OF_PROGRAMS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** All of them for this server; a later `setHeader` or `writeHead` of the same name replaces. */
export function safeHeaders({ https, dev }: { https: boolean; dev: boolean }): Record<string, string> {
  return {
    ...EVERYWHERE,
    ...(https && { 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}; includeSubDomains` }),
    // The development server answers with pages of its own, which need their scripts.
    ...(!dev && { 'Content-Security-Policy': POLICY_OF_PROGRAMS }),
  }
}
