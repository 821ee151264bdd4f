// Confirming addresses. Several accounts may claim an address; the one that opens the mailed link first has it, and the
// database lets nobody else confirm it after.

import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { db, isUniqueViolation, type Tx } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { findLink, spendLink } from '#lib/mail/links.ts'
import { circumstances, sendLetter, sendWarning } from '#lib/mail/mail.ts'
import { VERIFY_LINK_HOURS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { closeOtherSessions } from '#lib/sessions/sessions.ts'
import { type Actor, type Address, lockPerson } from './people.ts'

/**
 * Writes to a claimed address: a link to confirm it, or, when somebody has it already, a letter that says so. Whoever typed
 * the address sees no difference; only its owner does.
 */
export async function askToConfirm(tx: Tx, address: Address, origin: Origin, now: Date): Promise<void> {
  const owner = await ownerOf(tx, address)
  const values = { ...circumstances(origin, now), address: address.address }
  if (owner) return sendLetter(tx, { kind: 'already-registered', userId: owner, to: { address: address.address }, values })
  await sendLetter(tx, { kind: 'verify-email', userId: address.userId, to: { addressId: address.id }, values, link: linkFor(address) })
}

/** Writes to an address that was confirmed long ago. Whoever opens the link proves that it still works; nothing else changes. */
export async function askAgain(tx: Tx, address: Address, origin: Origin, now: Date): Promise<void> {
  const values = { ...circumstances(origin, now), address: address.address }
  await sendLetter(tx, { kind: 'address-check', userId: address.userId, to: { addressId: address.id }, values, link: linkFor(address) })
}

/** Whether a link would still confirm something; the page asks before it shows its button. Uses nothing up. */
export async function confirmationLinkIsGood(token: string, now: Date): Promise<boolean> {
  return (await findLink(db(), 'verify-email', token, now)) !== null
}

/**
 * Confirms the address a mailed link stands for. When it is the first of its account, sessions that were opened before,
 * perhaps by somebody who only knew the address, end; `actor` is who is signed in, if anyone, and keeps theirs. Of a further
 * one every address is told: it opens the account from now on.
 */
export async function confirmAddress(
  token: string, actor: Actor | null, origin: Origin, now: Date,
): Promise<Result<{ address: string; userId: string }, 'link-invalid' | 'address-taken'>> {
  return db().transaction(async (tx) => {
    const link = await spendLink(tx, 'verify-email', token, now)
    if (!link?.userId) return err('link-invalid')
    const user = await lockPerson(tx, link.userId)
    const [address] = await tx.select().from(emailAddresses).where(and(eq(emailAddresses.id, link.subject), eq(emailAddresses.userId, user.id)))
    if (!address || user.disabledAt) return err('link-invalid')

    const isFirst = !(await hasConfirmedAddress(tx, user.id))
    if (!(await markConfirmed(tx, address, now))) return err('address-taken')
    if (isFirst) await closeOtherSessions(tx, user.id, actor?.id === user.id ? actor.session : null, origin, now)
    await record(tx, { action: 'address.confirmed', userId: user.id, detail: { address: address.address } }, origin)
    if (!isFirst && !address.verifiedAt) await sendWarning(tx, 'address-confirmed', user.id, origin, now, { address: address.address })
    return ok({ address: address.address, userId: user.id })
  })
}

/** Whether a user has any confirmed address; set-up of a second factor asks for one. */
export async function hasConfirmedAddress(tx: Tx | ReturnType<typeof db>, userId: string): Promise<boolean> {
  const rows = await tx.select({ id: emailAddresses.id }).from(emailAddresses)
    .where(and(eq(emailAddresses.userId, userId), isNotNull(emailAddresses.verifiedAt))).limit(1)
  return rows.length === 1
}

const linkFor = ({ id }: Address) => ({ purpose: 'verify-email' as const, path: '/account/verify-email/', subject: id, minutes: VERIFY_LINK_HOURS * 60 })

/** The unique index decides, not a look before: of two who confirm at once, one has the address. */
async function markConfirmed(tx: Tx, address: Address, now: Date): Promise<boolean> {
  if (address.verifiedAt) return true
  try {
    await tx.transaction((savepoint) => savepoint.update(emailAddresses).set({ verifiedAt: now }).where(eq(emailAddresses.id, address.id)))
    return true
  } catch (trouble) {
    if (isUniqueViolation(trouble)) return false
    throw trouble
  }
}

async function ownerOf(tx: Tx, address: Address): Promise<string | null> {
  const [owner] = await tx.select({ userId: emailAddresses.userId }).from(emailAddresses)
    .where(and(eq(emailAddresses.addressKey, address.addressKey), isNotNull(emailAddresses.verifiedAt), ne(emailAddresses.userId, address.userId)))
  return owner?.userId ?? null
}
