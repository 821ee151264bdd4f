'use client'

import { type AuthenticationResponseJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { type Asked, useCeremony } from './ceremony.ts'
import { KeyPrompt } from './key-prompt.tsx'

type Props = {
  ask: (token: string) => Promise<Asked<PublicKeyCredentialRequestOptionsJSON>>
  finish: (response: AuthenticationResponseJSON, token: string, newPassword: string) => Promise<{ error?: string } | undefined>
  token: string
  /** Id of the field that holds the new password. */
  passwordId: string
  label: string
  busy: string
  errors: Record<string, string>
}

/** A new password, with a key as the second proof beside the mailed link. */
export function ResetWithKey({ ask, finish, token, passwordId, label, busy, errors }: Props) {
  const { run, error, pending } = useCeremony({
    ask: () => ask(token),
    touch: (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => startAuthentication({ optionsJSON }),
    finish: (response) => finish(response, token, typed(passwordId)),
  })
  return <KeyPrompt {...{ label, busy, pending, error, errors }} onClick={run} />
}

function typed(id: string): string {
  const field = document.getElementById(id)
  return field instanceof HTMLInputElement ? field.value : ''
}
