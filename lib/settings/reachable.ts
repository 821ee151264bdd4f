import { environment } from '#lib/env.ts'

/** What does not work with this address and surroundings, each with the variable that cures it. Nothing: all is well. */
export type Lack = 'localhost-only' | 'proxies-missing' | 'mail-outbox'

/** Looks at the address, the proxies and the mail of this site. WebAuthn works wherever the server starts (lib/env-fields.ts). */
export function listLacks({ hostname, https, trustedProxies, smtpUrl } = environment()): Lack[] {
  const lacks: [Lack, boolean][] = [
    ['localhost-only', hostname === 'localhost'],
    ['proxies-missing', https && trustedProxies.length === 0],
    ['mail-outbox', smtpUrl === null],
  ]
  return lacks.filter(([, holds]) => holds).map(([lack]) => lack)
}
