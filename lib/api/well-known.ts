// What people who found a hole look for.
import { Hono } from 'hono'
import { type Environment, environment } from '#lib/env.ts'
import { reading } from './reading.ts'

export const wellKnown = new Hono()

/** Under a year, as the RFC recommends; made anew at each request. */
const EXPIRES_DAYS = 180

reading(wellKnown, '/.well-known/security.txt', () => text(securityTxt(environment(), new Date())))

/** RFC 9116: where to report a hole, and until when that is true. Where the operator named no contact, the page says whom to ask. */
export function securityTxt({ origin, securityContact }: Pick<Environment, 'origin' | 'securityContact'>, now: Date): string {
  const expires = new Date(now.getTime() + EXPIRES_DAYS * 86_400_000).toISOString()
  const lines = [
    `Contact: ${securityContact ?? `${origin}/security/`}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}/security/`,
  ]
  return `${lines.join('\n')}\n`
}

const text = (body: string) => new Response(body, { headers: { 'Content-Type': 'text/plain; charset=UTF-8', 'Cache-Control': 'max-age=3600, public' } })
