// Whether an address still works. Letters that nobody reads warn nobody.

import { ADDRESS_PROVED_DAYS } from '#lib/numbers.ts'
import type { Address } from './people.ts'

/** When an address last showed that somebody reads it: it was confirmed, or a link that was mailed to it was used. Null: never. */
export function lastProof({ verifiedAt, provedAt }: Pick<Address, 'verifiedAt' | 'provedAt'>): Date | null {
  return verifiedAt && provedAt && provedAt > verifiedAt ? provedAt : verifiedAt
}

/** Whether the last proof of a confirmed address is too old to count on it. */
export function isStale(address: Pick<Address, 'verifiedAt' | 'provedAt'>, now: Date): boolean {
  const last = lastProof(address)
  return last !== null && now.getTime() - last.getTime() >= ADDRESS_PROVED_DAYS * 86_400_000
}
