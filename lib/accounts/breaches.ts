import { createHash } from 'node:crypto'
import { environment } from '#lib/env.ts'
import { BREACH_CHECK_MS } from '#lib/numbers.ts'

/**
 * Whether a password is known from a breach, asked by the first five digits of its SHA-1 (the range protocol of Have I Been
 * Pwned): the service learns neither the password nor its hash. Off unless BREACH_CHECK_URL names a service. When that does
 * not answer in time, the password passes, and a line says so: an index must not stand still because a list does.
 */
export async function isBreached(password: string, withinMs = BREACH_CHECK_MS, service = environment().breachCheckUrl): Promise<boolean> {
  if (!service) return false
  const sha1 = createHash('sha1').update(password.normalize('NFC')).digest('hex').toUpperCase()
  try {
    const url = `${service}/${sha1.slice(0, 5)}`
    const response = await fetch(url, { headers: { 'Add-Padding': 'true' }, redirect: 'error', signal: AbortSignal.timeout(withinMs) })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return listed(await response.text(), sha1.slice(5))
  } catch (trouble) {
    console.warn(`password breach check skipped: ${trouble instanceof Error ? trouble.message : 'no answer'}`)
    return false
  }
}

/** Lines are `SUFFIX:COUNT`; padding has the count 0. */
const listed = (body: string, suffix: string) =>
  body.split(/\r?\n/).some((line) => line.startsWith(`${suffix}:`) && line.slice(suffix.length + 1).trim() !== '0')
