'use client'

import { browserSupportsWebAuthn, WebAuthnError } from '@simplewebauthn/browser'
import { startTransition, useActionState, useSyncExternalStore } from 'react'

/** What a server action answers to a ceremony: options for the browser, or the code of a refusal. */
export type Asked<Options> = { ok: true; value: Options } | { ok: false; error: string }

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

/**
 * One ceremony: options from the server, an answer from the key, a verdict from the server. `run` may be called again
 * while one is going on: the library ends the earlier one. `obstacle` is known before the first click.
 */
export function useCeremony<Options, Response>(steps: {
  ask: () => Promise<Asked<Options>>
  touch: (options: Options) => Promise<Response>
  finish: (response: Response) => Promise<{ error?: string } | undefined>
}) {
  const obstacle = useSyncExternalStore(neverChanges, browserObstacle, () => null)
  const [error, send, pending] = useActionState(async (): Promise<string | null> => {
    const asked = await steps.ask()
    if (!asked.ok) return asked.error
    try {
      const response = await steps.touch(asked.value)
      return (await steps.finish(response))?.error ?? null
    } catch (problem) {
      if (isRedirect(problem)) throw problem
      return ceremonyError(problem)
    }
  }, null)
  return { run: () => startTransition(send), error: error ?? obstacle, pending }
}

const neverChanges = () => () => {}

/** A page at a bare IP address, or without https, cannot use keys: the person learns it before the click. */
function browserObstacle(): string | null {
  if (!window.isSecureContext || /^[\d.]+$|:/.test(window.location.hostname)) return 'key-address'
  return browserSupportsWebAuthn() ? null : 'key-unsupported'
}

/** A server action that redirects is thrown through; only the router may catch it. */
const isRedirect = (problem: unknown) =>
  typeof problem === 'object' && problem !== null && 'digest' in problem && String(problem.digest).startsWith('NEXT_REDIRECT')
