import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import { circumstances, sendLetter } from '#lib/mail/mail.ts'
import { RESET_LINK_MINUTES, SETTLED_ADDRESS_HOURS } from '#lib/numbers.ts'
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
  const reader = perAccount.allowed && !user?.disabledAt ? user : null
  await db().transaction(async (tx) => {
    if (!reader) await asMuchWork(tx, user, origin)
    const sent = reader && (await sendResetLink(tx, reader, login, origin, now))
    if (!sent) await sendLetter(tx, { kind: 'reset-password', userId: null, to: 'primary', values: circumstances(origin, now) })
  })
  return ok(undefined)
}

/** Together with a letter to nobody: else the time of the answer would tell who is known here (ASVS 5.0 V6.3.8). */
async function asMuchWork(tx: Tx, user: User | null, origin: Origin): Promise<void> {
  await tx.select().from(emailAddresses).where(and(isNull(emailAddresses.userId), isNotNull(emailAddresses.verifiedAt)))
  await record(tx, { action: 'password.reset-refused', userId: user?.id, actorId: null, outcome: 'failure' }, origin)
}

/** Writes to the wished address of a user if a reset link may go there, else to another one. False: there is none. */
export async function sendResetLink(tx: Tx, user: User, wished: string, origin: Origin, now: Date): Promise<boolean> {
  const address = await addressFor(tx, user, wished, now)
  if (!address) {
    await record(tx, { action: 'password.reset-refused', userId: user.id, actorId: null, outcome: 'failure' }, origin)
    return false
  }
  const link = { purpose: 'reset-password' as const, path: '/account/reset-password/', minutes: RESET_LINK_MINUTES }
  const values = { ...circumstances(origin, now), username: user.username }
  await sendLetter(tx, { kind: 'reset-password', userId: user.id, to: { addressId: address.id }, values, link })
  await record(tx, { action: 'password.reset-requested', userId: user.id, actorId: null }, origin)
  return true
}

async function addressFor(tx: Tx, user: User, wished: string, now: Date): Promise<Address | null> {
  const confirmed = await tx.select().from(emailAddresses)
    .where(and(eq(emailAddresses.userId, user.id), isNotNull(emailAddresses.verifiedAt))).orderBy(asc(emailAddresses.verifiedAt))
  const allowed = user.securedAt ? confirmed.filter((address) => isSettled(address, user, now)) : confirmed
  const chosen = allowed.find((a) => a.addressKey === wished.toLowerCase()) ?? allowed.find((a) => a.isPrimary)
  return chosen ?? (user.securedAt && allowed[0]) ?? null
}

/**
 * Once its owner said "This was not me", an account is not handed to an address that whoever was in it may have added: it
 * must have been confirmed for three days, or since the account was made.
 */
function isSettled({ verifiedAt }: Address, { createdAt }: User, now: Date): boolean {
  const settling = SETTLED_ADDRESS_HOURS * 3_600_000
  const since = verifiedAt?.getTime() ?? Number.POSITIVE_INFINITY
  return since <= Math.max(createdAt.getTime() + settling, now.getTime() - settling)
}
