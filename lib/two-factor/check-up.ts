// The check-up: would this account survive a lost phone, and would its owner notice? Data only; the page has the words.

import { and, eq, isNotNull } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { emailAddresses, users } from '#lib/db/schema.ts'
import { type Factor, listFactors } from './factors.ts'
import { type CodeCount, countRecoveryCodes } from './recovery-codes.ts'

export type CheckName = 'two-kinds' | 'spare' | 'codes' | 'fire-drill' | 'second-address' | 'key-used'
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
  const addresses = await db().$count(emailAddresses, and(eq(emailAddresses.userId, userId), isNotNull(emailAddresses.verifiedAt)))
  return [
    twoKinds(working),
    { key: 'spare', done: working.length > 1, values: { count: working.length } },
    savedCodes(await countRecoveryCodes(userId)),
    lately('fire-drill', user?.codeTestedAt ?? null, FIRE_DRILL_DAYS, now),
    { key: 'second-address', done: addresses > 1, values: { count: addresses } },
    lately('key-used', lastUseOfKeys(working), KEY_USED_DAYS, now),
  ]
}

function twoKinds(working: Factor[]): Check {
  const hasApp = working.some((factor) => factor.kind === 'totp')
  const hasKey = working.some((factor) => factor.kind !== 'totp')
  const has = hasApp ? (hasKey ? 'both' : 'app') : hasKey ? 'key' : 'none'
  return { key: 'two-kinds', done: hasApp && hasKey, values: { has } }
}

/** Saved means: one was entered once; enough means: a bad week does not use them up. */
const savedCodes = ({ left, confirmed }: CodeCount): Check => ({ key: 'codes', done: confirmed && left >= CODES_ENOUGH, values: { left } })

function lately(key: CheckName, last: Date | null, days: number, now: Date): Check {
  const ago = last && Math.floor((now.getTime() - last.getTime()) / DAY_MS)
  return { key, done: ago !== null && ago < days, values: { days, ago: ago ?? -1 } }
}

/** A key that lies in a drawer for months may be lost without anybody noticing. */
function lastUseOfKeys(working: Factor[]): Date | null {
  const used = working.filter((factor) => factor.kind !== 'totp').flatMap((key) => key.lastUsedAt ?? [])
  return used.sort((a, b) => b.getTime() - a.getTime())[0] ?? null
}
