// The check-up: would this account survive a lost phone, and would its owner notice? Data only; the page has the words.

import { and, eq, isNotNull } from 'drizzle-orm'
import type { Address } from '#lib/accounts/people.ts'
import { isStale, lastProof } from '#lib/accounts/proof.ts'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { ADDRESS_PROVED_DAYS } from '#lib/numbers.ts'
import { type Factor, listFactors } from './factors.ts'
import { type CodeCount, countRecoveryCodes } from './recovery-codes.ts'

export type CheckName = 'two-kinds' | 'spare' | 'codes' | 'fire-drill' | 'second-address' | 'addresses-work' | 'key-used'
/** `values` are what the sentence about it mentions. */
export type Check = { key: CheckName; done: boolean; values: Record<string, string | number> }

const CODES_ENOUGH = 3
const FIRE_DRILL_DAYS = 90
const KEY_USED_DAYS = 90
const DAY_MS = 86_400_000

/** Every check, done or open, those that matter most first. The score is how many are done. */
export async function checkUp(userId: string, now: Date): Promise<Check[]> {
  const working = (await listFactors(userId)).filter((factor) => !factor.disabledAt)
  const [user] = await db().select({ codeTestedAt: users.codeTestedAt }).from(users).where(eq(users.id, userId))
  const codes = await countRecoveryCodes(userId)
  const addresses = await db().select().from(emailAddresses).where(and(eq(emailAddresses.userId, userId), isNotNull(emailAddresses.verifiedAt)))
  return [
    twoKinds(working),
    { key: 'spare', done: working.length > 1, values: { has: working.length === 0 ? 'none' : 'one' } },
    savedCodes(codes),
    fireDrill(codes, user?.codeTestedAt ?? null, now),
    { key: 'second-address', done: addresses.length > 1, values: { count: addresses.length } },
    addressesWork(addresses, now),
    keyUsed(working, now),
  ]
}

function twoKinds(working: Factor[]): Check {
  const hasApp = working.some((factor) => factor.kind === 'totp')
  const hasKey = working.some((factor) => factor.kind !== 'totp')
  const has = hasApp ? (hasKey ? 'both' : 'app') : hasKey ? 'key' : 'none'
  return { key: 'two-kinds', done: hasApp && hasKey, values: { has } }
}

/** Saved means: one was entered once; enough means: a bad week does not use them up. */
function savedCodes({ total, left, confirmed }: CodeCount): Check {
  const saved = total === 0 ? 'none' : confirmed ? 'yes' : 'unconfirmed'
  return { key: 'codes', done: confirmed && left >= CODES_ENOUGH, values: { left, saved } }
}

/** `left`: without a code there is nothing to test. */
function fireDrill({ left }: CodeCount, testedAt: Date | null, now: Date): Check {
  const { values, ...check } = lately('fire-drill', testedAt, FIRE_DRILL_DAYS, now)
  return { ...check, values: { ...values, left } }
}

function lately(key: CheckName, last: Date | null, days: number, now: Date): Check {
  const done = last !== null && now.getTime() - last.getTime() < days * DAY_MS
  return { key, done, values: { days, last: last ? 'once' : 'never' } }
}

/** `id` is of the address whose last proof is oldest: the one to ask first. */
function addressesWork(addresses: Address[], now: Date): Check {
  const [oldest] = addresses.toSorted((a, b) => (lastProof(a)?.getTime() ?? 0) - (lastProof(b)?.getTime() ?? 0))
  const values = { days: ADDRESS_PROVED_DAYS, address: oldest?.address ?? 'none', id: oldest?.id ?? '' }
  return { key: 'addresses-work', done: oldest !== undefined && !isStale(oldest, now), values }
}

/** A key that lies in a drawer for months may be lost without anybody noticing. `id` is of a key that could be tested now. */
function keyUsed(working: Factor[], now: Date): Check {
  const keys = working.filter((factor) => factor.kind !== 'totp')
  const used = keys.flatMap((key) => key.lastUsedAt ?? []).sort((a, b) => b.getTime() - a.getTime())
  const { values, ...check } = lately('key-used', used[0] ?? null, KEY_USED_DAYS, now)
  return { ...check, values: { ...values, ...(keys[0] ? { id: keys[0].id } : { id: '', last: 'none' }) } }
}
