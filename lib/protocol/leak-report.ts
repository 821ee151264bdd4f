// Reports of leaked tokens, as GitHub's secret scanning sends them to partners: a JSON list, signed with ECDSA P-256.
// https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partner-program
import { createVerify } from 'node:crypto'
import { err, ok, type Result } from '#lib/result.ts'

export type LeakedToken = { token: string; url: string | null }
export type PublicKey = { identifier: string; pem: string }

const REPORTS_MAX = 1000

/** Whether the raw body was signed with the key named; false for an unknown key or a signature that is none. */
export function isSignedReport(body: Uint8Array, keyId: string, signature: string, keys: PublicKey[]): boolean {
  const key = keys.find(({ identifier }) => identifier === keyId)
  if (!key) return false
  try {
    return createVerify('sha256').update(body).verify(key.pem, signature, 'base64')
  } catch {
    return false // not a key, or not a signature
  }
}

/** The tokens of our kind in a report. Records of other kinds, or malformed ones, are passed over as PyPI does. */
export function parseLeakReport(body: Uint8Array): Result<LeakedToken[], 'malformed'> {
  const report = parseJson(body)
  if (!Array.isArray(report) || report.length > REPORTS_MAX) return err('malformed')
  return ok(report.flatMap((record: unknown) => readRecord(record) ?? []))
}

/** The keys in GitHub's answer. */
export function parsePublicKeys(answer: unknown): PublicKey[] {
  if (!isObject(answer) || !Array.isArray(answer.public_keys)) return []
  return answer.public_keys.flatMap((key: unknown) =>
    isObject(key) && typeof key.key_identifier === 'string' && typeof key.key === 'string' ? [{ identifier: key.key_identifier, pem: key.key }] : [])
}

function readRecord(record: unknown): LeakedToken | null {
  if (!isObject(record) || record.type !== 'pypi_api_token' || typeof record.token !== 'string') return null
  return { token: record.token, url: typeof record.url === 'string' ? record.url.slice(0, 2000) : null }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
