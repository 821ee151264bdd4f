// What a browser sends back from a ceremony (WebAuthn L3 §5.1, toJSON): read strictly before anything is verified.

import { decodeClientDataJSON } from '@simplewebauthn/server/helpers'
import { z } from 'zod'

const RESPONSE_MAX_CHARS = 64 * 1024

const base64url = z.string().regex(/^[\w-]+$/)
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
const isTransport = (word: unknown): word is (typeof TRANSPORTS)[number] => TRANSPORTS.some((known) => known === word)

/** L3 §5.8.4 asks to bear with transports of the future; we forget them. Extensions were not asked for and are ignored. */
const transports = z.array(z.unknown()).catch([]).transform((words) => words.filter(isTransport))
const envelope = { id: base64url, rawId: base64url, type: z.literal('public-key'), clientExtensionResults: z.unknown().optional().transform(() => ({})) }

const registration = z.object({
  ...envelope,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }),
})

const assertion = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    /** Absent from keys that keep no account; some platforms say so with an empty text. */
    userHandle: z.string().regex(/^[\w-]*$/).nullish().transform((handle) => handle || undefined),
  }),
})

export type RegistrationReceived = z.infer<typeof registration>
export type AssertionReceived = z.infer<typeof assertion>

/** A registration response, as JSON text or parsed; null when it is malformed or longer than 64 KiB. */
export const readRegistration = (input: unknown): RegistrationReceived | null => read(registration, input)

/** An assertion response, as JSON text or parsed; null when it is malformed or longer than 64 KiB. */
export const readAssertion = (input: unknown): AssertionReceived | null => read(assertion, input)

/** Which challenge the browser says it answers. Only good for finding our row: the row decides whether it is ours. */
export const challengeIn = (received: Received): string | null => clientDataIn(received)?.challenge ?? null

/** Where the browser says the page was: for telling an operator which setting is wrong. */
export const originIn = (received: Received): string | null => clientDataIn(received)?.origin ?? null

type Received = { response: { clientDataJSON: string } }

const clientData = z.object({
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.unknown().optional(),
  topOrigin: z.unknown().optional(),
})

/** Client data as the library itself will decode it, so that both judge the same text. */
export function clientDataIn(received: Received): z.infer<typeof clientData> | null {
  try {
    return clientData.safeParse(decodeClientDataJSON(received.response.clientDataJSON)).data ?? null
  } catch {
    return null
  }
}

function read<T>(schema: z.ZodType<T>, input: unknown): T | null {
  try {
    const text = typeof input === 'string' ? input : JSON.stringify(input)
    if (text.length > RESPONSE_MAX_CHARS) return null
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
