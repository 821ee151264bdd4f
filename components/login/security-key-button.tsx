'use client'

import { type AuthenticationResponseJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { type Asked, useCeremony } from './ceremony.ts'
import { KeyPrompt } from './key-prompt.tsx'

type Props = {
  ask: () => Promise<Asked<PublicKeyCredentialRequestOptionsJSON>>
  finish: (response: AuthenticationResponseJSON, remember: boolean) => Promise<{ error?: string } | undefined>
  label: string
  busy: string
  errors: Record<string, string>
  /** Id of the checkbox that says whether to remember this browser. */
  rememberId?: string
  primary?: boolean
}

/** A touch of a registered key: the second step, a confirmation, or a test. */
export function SecurityKeyButton({ ask, finish, label, busy, errors, rememberId, primary = true }: Props) {
  const { run, error, pending } = useCeremony({
    ask,
    touch: (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => startAuthentication({ optionsJSON }),
    finish: (response) => finish(response, isChecked(rememberId)),
  })
  return <KeyPrompt {...{ label, busy, primary, pending, error, errors }} onClick={run} />
}

function isChecked(id: string | undefined): boolean {
  const box = id ? document.getElementById(id) : null
  return box instanceof HTMLInputElement && box.checked
}
