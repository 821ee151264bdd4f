import { environment } from '#lib/env.ts'

/** What does not work with this address and surroundings, each with the variable that cures it. Nothing: all is well. */
export type Lack = 'localhost-only' | 'proxies-missing' | 'mail-outbox' | 'contact-missing'

/** Looks at the address, the proxies, the mail and the contact of this site. WebAuthn works wherever the server starts (lib/env-fields.ts). */
export function listLacks({ hostname, https, trustedProxies, smtpUrl, securityContact } = environment()): Lack[] {
  const lacks: [Lack, boolean][] = [
    ['localhost-only', hostname === 'localhost'],
    ['proxies-missing', https && trustedProxies.length === 0],
    ['mail-outbox', smtpUrl === null],
    ['contact-missing', securityContact === null && hostname !== 'localhost'],
  ]
  return lacks.filter(([, holds]) => holds).map(([lack]) => lack)
}
