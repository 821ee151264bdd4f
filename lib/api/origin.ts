import type { Context } from 'hono'
import type { Origin } from '#lib/origin.ts'

const USER_AGENT_MAX_CHARS = 400

/** Where a request came from, as our own server wrote it into the headers (lib/server/request-headers.ts). */
export function originOf(c: Context): Origin {
  return {
    ip: c.req.header('x-wheelkeep-client') ?? null,
    userAgent: c.req.header('user-agent')?.slice(0, USER_AGENT_MAX_CHARS) ?? null,
    requestId: c.req.header('x-request-id') ?? null,
  }
}
