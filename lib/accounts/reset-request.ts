import { and, eq, isNotNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { RESET_LINK_MINUTES } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { type Address, findPerson, type User } from './people.ts'

/**
 * Sends a reset link to a confirmed address: the one that was typed, else the primary one. The answer is the same for
 * unknown, disabled and unconfirmed accounts; only a network that asks too often learns that it does.
 */
export async function requestPasswordReset(login: string, origin: Origin, now: Date): Promise<Result<void, 'throttled'>> {
  const perNetwork = await countAttempt([['resetMailPerNetwork', networkOf(origin.ip)]], now)
  if (!perNetwork.allowed) return err('throttled')
  const user = await findPerson(db(), login)
  const perAccount = await countAttempt([['resetMailPerAccount', user?.id ?? `nobody ${login.toLowerCase().slice(0, 100)}`]], now)
  if (user && perAccount.allowed && !user.disabledAt) await db().transaction((tx) => sendLink(tx, user, login, origin, now))
  return ok(undefined)
}

async function sendLink(tx: Tx, user: User, login: string, origin: Origin, now: Date): Promise<void> {
  const address = await addressFor(tx, user, login)
  if (!address) return record(tx, { action: 'password.reset-refused', userId: user.id, actorId: null, outcome: 'failure' }, origin)
  const link = { purpose: 'reset-password' as const, path: '/account/reset-password/', minutes: RESET_LINK_MINUTES }
  const values = { ...circumstances(origin, now), username: user.username }
  await sendLetter(tx, { kind: 'reset-password', userId: user.id, to: { addressId: address.id }, values, link })
  await record(tx, { action: 'password.reset-requested', userId: user.id, actorId: null }, origin)
}

async function addressFor(tx: Tx, user: User, login: string): Promise<Address | null> {
  const confirmed = await tx.select().from(emailAddresses).where(and(eq(emailAddresses.userId, user.id), isNotNull(emailAddresses.verifiedAt)))
  return confirmed.find((a) => a.addressKey === login.toLowerCase()) ?? confirmed.find((a) => a.isPrimary) ?? null
}
