import { headers } from 'next/headers'
import { environment } from '#lib/env.ts'
import { noteUnderstood } from './answer-status.ts'
import { isOwnPage } from './own-page.ts'

/**
 * Whether a request that changes something was sent by a page of ours. Next lets a server action through when Origin is
 * missing, and trusts X-Forwarded-Host; route handlers get no check at all (security bar F13). So: Origin must be there and
 * be ours, and where the browser says Sec-Fetch-Site it must say same-origin.
 */
export function isSameOrigin(headers: { get: (name: string) => string | null }): boolean {
  return isOwnPage({ origin: headers.get('origin'), site: headers.get('sec-fetch-site') }, environment().origin)
}

/** The same of the request in hand, first thing in every action. Throws for a foreign one; a form of ours never is. */
export async function assertSameOrigin(): Promise<void> {
  noteUnderstood()
  if (!isSameOrigin(await headers())) throw new Error('A request that changes something came from another origin.')
}
