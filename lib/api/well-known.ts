// What people who found a hole look for.
import { Hono } from 'hono'
import { environment } from '#lib/env.ts'
import { reading } from './reading.ts'

export const wellKnown = new Hono()

const EXPIRES_DAYS = 365

reading(wellKnown, '/.well-known/security.txt', () => text(securityTxt(environment().origin, new Date())))

/** RFC 9116: where to report a hole, and until when that is true. */
export function securityTxt(origin: string, now: Date): string {
  const expires = new Date(now.getTime() + EXPIRES_DAYS * 86_400_000).toISOString()
  const lines = [
    `Contact: ${origin}/security/`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}/security/`,
  ]
  return `${lines.join('\n')}\n`
}

const text = (body: string) => new Response(body, { headers: { 'Content-Type': 'text/plain; charset=UTF-8', 'Cache-Control': 'max-age=3600, public' } })
