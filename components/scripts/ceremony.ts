// The ceremonies of WebAuthn in the browser. The library ends one that is going on when another begins.

import {
  browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** Registers a new key, or asks for one that is registered, with the options that the server gave. */
export function askKey(isNew: boolean, options: string): Promise<unknown> {
  const optionsJSON = JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON
  return isNew ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })
}

/** What the person is told when the browser ends a ceremony, by the cause it names (WebAuthn L3 §5.1.3, §5.1.4). */
export function ceremonyError(error: unknown): string {
  if (error instanceof WebAuthnError) {
    if (error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'key-duplicate'
    if (error.code === 'ERROR_INVALID_DOMAIN' || error.code === 'ERROR_INVALID_RP_ID') return 'key-address'
    if (error.code === 'ERROR_CEREMONY_ABORTED') return 'key-cancelled'
  }
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return 'key-cancelled'
  if (name === 'InvalidStateError') return 'key-duplicate'
  if (name === 'SecurityError') return 'key-address'
  if (name === 'NotSupportedError') return 'key-unsupported'
  return 'key-failed'
}

/** Why keys cannot be used on this page, known before the first click. */
export function obstacle(): 'key-address' | 'key-unsupported' | null {
  if (!window.isSecureContext || /^[\d.]+$|:/.test(window.location.hostname)) return 'key-address'
  return browserSupportsWebAuthn() ? null : 'key-unsupported'
}
