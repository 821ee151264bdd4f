'use client'

import { type PublicKeyCredentialCreationOptionsJSON, type RegistrationResponseJSON, startRegistration } from '@simplewebauthn/browser'
import { type Asked, useCeremony } from './ceremony.ts'
import { KeyPrompt } from './key-prompt.tsx'

type Props = {
  ask: () => Promise<Asked<PublicKeyCredentialCreationOptionsJSON>>
  finish: (response: RegistrationResponseJSON, name: string) => Promise<{ error?: string } | undefined>
  /** Id of the field that names the key. */
  nameId: string
  label: string
  busy: string
  errors: Record<string, string>
  primary?: boolean
}

/** Registers a key or makes a passkey under the name typed into the field. */
export function RegisterKeyButton({ ask, finish, nameId, label, busy, errors, primary }: Props) {
  const { run, error, pending } = useCeremony({
    ask,
    touch: (optionsJSON: PublicKeyCredentialCreationOptionsJSON) => startRegistration({ optionsJSON }),
    finish: (response) => finish(response, typedName(nameId)),
  })
  return <KeyPrompt {...{ label, busy, primary, pending, error, errors }} onClick={run} />
}

function typedName(id: string): string {
  const field = document.getElementById(id)
  return field instanceof HTMLInputElement ? field.value : ''
}
