/** Where a request came from, as the trusted hop tells it; goes into every audit event. */
export type Origin = { ip: string | null; userAgent: string | null; requestId: string | null }

/** For what the system does by itself: jobs, the operator's commands, tests. */
export const nowhere: Origin = { ip: null, userAgent: null, requestId: null }

/** Set by our own server, which strips what a client sends under these names (lib/server/request-headers.ts). */
export const CLIENT_HEADER = 'x-wheelkeep-client'
/** Set by our own server when the proxy says that the client spoke plain HTTP to it. */
export const IN_THE_CLEAR_HEADER = 'x-wheelkeep-in-the-clear'
/** Set by our own server on what was asked of the files' own host (`FILES_ORIGIN`). */
export const FILES_HOST_HEADER = 'x-wheelkeep-files-host'
export const REQUEST_ID_HEADER = 'x-request-id'

const USER_AGENT_MAX_CHARS = 400

/** The origin of a request, read out of its headers. No control characters reach the record or a letter (ASVS 5.0 V16.4.1). */
export function originOf(header: (name: string) => string | null | undefined): Origin {
  const userAgent = header('user-agent')?.replace(/\p{C}/gu, ' ').slice(0, USER_AGENT_MAX_CHARS) ?? null
  return { ip: header(CLIENT_HEADER) ?? null, userAgent, requestId: header(REQUEST_ID_HEADER) ?? null }
}
