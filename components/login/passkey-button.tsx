'use client'

import { type AuthenticationResponseJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { type Asked, useCeremony } from './ceremony.ts'
import { KeyPrompt } from './key-prompt.tsx'

type Props = {
  ask: () => Promise<Asked<PublicKeyCredentialRequestOptionsJSON>>
  finish: (response: AuthenticationResponseJSON, next: string) => Promise<{ error?: string } | undefined>
  /** Where to go afterwards; checked by the server. */
  next: string
  label: string
  busy: string
  errors: Record<string, string>
}

/** Signing in with a passkey: no name, no password; the authenticator checks its user. */
export function PasskeyButton({ ask, finish, next, label, busy, errors }: Props) {
  const { run, error, pending } = useCeremony({
    ask,
    touch: (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => startAuthentication({ optionsJSON }),
    finish: (response) => finish(response, next),
  })
  return <KeyPrompt {...{ label, busy, pending, error, errors }} onClick={run} />
}
