// POST /_/secrets/disclose-token: scanners tell us of tokens they found. Who signs is checked; what was found is not
// told: the answer is the same for tokens that were ours and for those that never were.
import { type Context, Hono } from 'hono'
import { isSignedReport, parseLeakReport, parsePublicKeys, type PublicKey } from '#lib/protocol/leak-report.ts'
import { shared } from '#lib/shared.ts'
import { revokeLeakedToken } from '#lib/tokens/leaks.ts'
import { originOf } from './origin.ts'
import { methodNotAllowed, notFound } from './refusals.ts'

const GITHUB_KEYS = 'https://api.github.com/meta/public_keys/secret_scanning'
const KEPT_MS = 30 * 60_000
const WAIT_MS = 5000
const BODY_MAX_BYTES = 1024 * 1024

export const leaks = leakRoutes(keptGithubKeys)

/** The routes, given where the scanner's public keys come from. */
export function leakRoutes(findKeys: () => Promise<PublicKey[]>): Hono {
  const routes = new Hono()
  for (const path of ['/_/secrets/disclose-token', '/_/github/disclose-token']) {
    routes.post(path, (c) => receiveReport(c, findKeys))
    routes.all(path, () => methodNotAllowed('POST'))
  }
  return routes
}

async function receiveReport(c: Context, findKeys: () => Promise<PublicKey[]>): Promise<Response> {
  const keyId = c.req.header('github-public-key-identifier')
  const signature = c.req.header('github-public-key-signature')
  if (keyId === undefined || signature === undefined) return notFound()
  if (Number(c.req.header('content-length') ?? Infinity) > BODY_MAX_BYTES) return empty(413)

  const body = new Uint8Array(await c.req.arrayBuffer())
  if (!isSignedReport(body, keyId, signature, await findKeys())) return empty(400)
  const report = parseLeakReport(body)
  if (!report.ok) return empty(400)
  for (const { token, url } of report.value) await revokeLeakedToken(token, url, originOf(c), new Date())
  return empty(204)
}

const empty = (status: number) => new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })

const kept = shared<{ keys: PublicKey[]; until: number }>('github-keys', () => ({ keys: [], until: 0 }))

/** GitHub's keys, asked for at most twice an hour; without an answer, nobody's signature holds. */
async function keptGithubKeys(): Promise<PublicKey[]> {
  if (Date.now() < kept.until) return kept.keys
  kept.until = Date.now() + KEPT_MS
  try {
    const answer = await fetch(GITHUB_KEYS, { signal: AbortSignal.timeout(WAIT_MS), redirect: 'error', headers: { accept: 'application/json' } })
    kept.keys = parsePublicKeys(await answer.json())
  } catch (error) {
    kept.until = Date.now() + 60_000
    console.warn(`The keys of GitHub's secret scanning cannot be read: ${String(error)}`)
  }
  return kept.keys
}
