import { headers } from 'next/headers'
import type { Origin } from '#lib/origin.ts'

/** Set by our own server, which strips what a client sends under these names. */
export const CLIENT_HEADER = 'x-wheelkeep-client'
export const REQUEST_ID_HEADER = 'x-request-id'

const USER_AGENT_MAX_CHARS = 400

/** Where this request came from, for limits, letters and the record. */
export async function requestOrigin(): Promise<Origin> {
  return originOf(await headers())
}

/** The same, of headers one has in hand. */
export function originOf(headers: Headers | { get: (name: string) => string | null }): Origin {
  const userAgent = headers.get('user-agent')
  return {
    ip: headers.get(CLIENT_HEADER),
    userAgent: userAgent && printable(userAgent),
    requestId: headers.get(REQUEST_ID_HEADER),
  }
}

/** No control characters reach the record or a letter (ASVS 5.0 V16.4.1). */
const printable = (text: string) => text.replace(/\p{C}/gu, ' ').slice(0, USER_AGENT_MAX_CHARS)
