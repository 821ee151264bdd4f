// The three ways a program can carry an API token (RFC 7617 Basic, RFC 6750 Bearer, and PyPI's `token`).
import { TOKEN_MAX_BYTES } from '#lib/numbers.ts'
import { err, ok, type Result } from '#lib/result.ts'

export type Credentials = { scheme: 'basic'; username: string; password: string } | { scheme: 'bearer' | 'token'; token: string }

export const TOKEN_USERNAME = '__token__'

/** The credentials of an Authorization header, or null when there are none that can be read. */
export function parseAuthorization(header: string | null | undefined): Credentials | null {
  if (!header || header.length > 2 * TOKEN_MAX_BYTES) return null
  const [, scheme = '', value = ''] = /^\s*([A-Za-z]+) +(\S+)\s*$/.exec(header) ?? []
  switch (scheme.toLowerCase()) {
    case 'basic':
      return parseBasic(value)
    case 'bearer':
      return { scheme: 'bearer', token: value }
    case 'token':
      return { scheme: 'token', token: value }
    default:
      return null
  }
}

/**
 * The API token that a header carries. With Basic the user name must be `__token__`, unless the caller accepts any
 * name because only a token can be meant. Refusals: none there, or a name and password where a token belongs.
 */
export function tokenOf(header: string | null | undefined, names: 'token-only' | 'any-name'): Result<string, 'no-credentials' | 'not-a-token'> {
  const credentials = parseAuthorization(header)
  if (!credentials) return err('no-credentials')
  if (credentials.scheme !== 'basic') return ok(credentials.token)
  if (names === 'token-only' && credentials.username !== TOKEN_USERNAME) return err('not-a-token')
  return ok(credentials.password.trim())
}

/** RFC 7617: the first colon ends the user name, the password may hold more of them. */
function parseBasic(value: string): Credentials | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return null
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? null : { scheme: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) }
}
