const PATH = /^\/(?![/\\])[\w.~!$&'()*+,;=:%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?[\]-]*)?(?:#[\w-]*)?$/

/** Encoded controls, slashes, backslashes and percent signs have no place in a path of ours: some parser would decode them. */
const ENCODED_TRICK = /%(?:[01][0-9a-f]|7f|2f|5c|25|(?![0-9a-f]{2}))/i

/**
 * The path to go to after signing in, if it is one of ours; else `fallback`. Accepts one leading slash and plain characters
 * only, and asks the URL parser whether the result stays here (ASVS 5.0 V3.7.2; security bar e.4 W4).
 */
export function safeRedirect(next: unknown, fallback = '/'): string {
  if (typeof next !== 'string' || next.length > 2000 || !PATH.test(next)) return fallback
  const path = next.split(/[?#]/, 1)[0] ?? ''
  if (ENCODED_TRICK.test(path) || path.includes('//')) return fallback
  const here = 'http://wheelkeep.invalid'
  return new URL(next, here).origin === here ? next : fallback
}
