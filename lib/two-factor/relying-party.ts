import { environment } from '#lib/env.ts'
import type { RelyingParty } from '#lib/protocol/webauthn.ts'

/** Who we are to a key: from the operator's settings, never from a request's Host. */
export function relyingParty(): RelyingParty {
  const { hostname, siteName, origin } = environment()
  return { id: hostname, name: siteName, origin }
}
