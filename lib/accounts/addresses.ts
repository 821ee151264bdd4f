// The addresses of an account. Each change is told to every confirmed address, the one that goes included.

import { and, asc, count, desc, eq } from 'drizzle-orm'
import { type AuditEvent, record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { emailAddresses } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { voidLinks } from '#lib/mail/links.ts'
import { circumstances, sendLetter, sendWarning } from '#lib/mail/mail.ts'
import { ADDRESSES_MAX_PER_USER } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { askAgain, askToConfirm } from './confirmation.ts'
import { type Actor, type Address, lockPerson } from './people.ts'
import { isStale } from './proof.ts'

export type { Address } from './people.ts'

/** All addresses of a user, the primary one first. */
export async function listAddresses(userId: string): Promise<Address[]> {
  return db().select().from(emailAddresses).where(eq(emailAddresses.userId, userId))
    .orderBy(desc(emailAddresses.isPrimary), asc(emailAddresses.createdAt))
}

/** Adds an unconfirmed address and writes to it. Whether somebody else has it, only that letter tells. */
export async function addAddress(actor: Actor, address: string, origin: Origin, now: Date): Promise<Result<void, 'throttled' | 'too-many-addresses' | 'address-exists'>> {
  const allowance = await countAttempt([['addressAddedPerAccount', actor.id]], now)
  if (!allowance.allowed) return err('throttled')
  return db().transaction(async (tx) => {
    await lockPerson(tx, actor.id)
    const [has] = await tx.select({ many: count() }).from(emailAddresses).where(eq(emailAddresses.userId, actor.id))
    if ((has?.many ?? 0) >= ADDRESSES_MAX_PER_USER) return err('too-many-addresses')
    const [added] = await tx.insert(emailAddresses).values({ userId: actor.id, address, addressKey: address.toLowerCase(), createdAt: now }).onConflictDoNothing().returning()
    if (!added) return err('address-exists')
    await askToConfirm(tx, added, origin, now)
    await note(tx, 'address.added', added, origin)
    await sendWarning(tx, 'address-added', actor.id, origin, now, { address })
    return ok(undefined)
  })
}

/** Removes an address that is not the primary one. Its owner is told too. */
export async function removeAddress(actor: Actor, id: string, origin: Origin, now: Date): Promise<Result<void, 'not-found' | 'is-primary'>> {
  return db().transaction(async (tx) => {
    const address = await lockAddress(tx, actor, id)
    if (!address) return err('not-found')
    if (address.isPrimary) return err('is-primary')
    await sendWarning(tx, 'address-removed', actor.id, origin, now, { address: address.address })
    if (address.verifiedAt) {
      const values = { ...circumstances(origin, now), address: address.address }
      await sendLetter(tx, { kind: 'address-removed', userId: actor.id, to: { address: address.address }, values })
    }
    await tx.delete(emailAddresses).where(eq(emailAddresses.id, address.id))
    await afterChange(tx, actor, origin, now)
    await note(tx, 'address.removed', address, origin)
    return ok(undefined)
  })
}

/** Makes a confirmed address the primary one. */
export async function makePrimary(actor: Actor, id: string, origin: Origin, now: Date): Promise<Result<void, 'not-found' | 'not-confirmed'>> {
  return db().transaction(async (tx) => {
    const address = await lockAddress(tx, actor, id)
    if (!address) return err('not-found')
    if (!address.verifiedAt) return err('not-confirmed')
    await tx.update(emailAddresses).set({ isPrimary: false }).where(and(eq(emailAddresses.userId, actor.id), eq(emailAddresses.isPrimary, true)))
    await tx.update(emailAddresses).set({ isPrimary: true }).where(eq(emailAddresses.id, address.id))
    await afterChange(tx, actor, origin, now)
    await note(tx, 'address.made-primary', address, origin)
    await sendWarning(tx, 'primary-changed', actor.id, origin, now, { address: address.address })
    return ok(undefined)
  })
}

/** Shows a confirmed address on the profile, or hides it. */
export async function publishAddress(actor: Actor, id: string, isPublic: boolean, origin: Origin, now: Date): Promise<Result<void, 'not-found' | 'not-confirmed'>> {
  return db().transaction(async (tx) => {
    const address = await lockAddress(tx, actor, id)
    if (!address) return err('not-found')
    if (!address.verifiedAt) return err('not-confirmed')
    if (address.isPublic === isPublic) return ok(undefined)
    await tx.update(emailAddresses).set({ isPublic }).where(eq(emailAddresses.id, address.id))
    await note(tx, 'address.published', address, origin, { public: isPublic })
    await sendWarning(tx, 'address-published', actor.id, origin, now, { address: address.address, stage: isPublic ? 'shown' : 'hidden' })
    return ok(undefined)
  })
}

/** Sends the link to confirm an address once more: also to one that was confirmed, when that was long ago. */
export async function resendLink(actor: Actor, id: string, origin: Origin, now: Date): Promise<Result<void, 'not-found' | 'already-confirmed' | 'throttled'>> {
  const allowance = await countAttempt([['verifyMailPerAccount', actor.id]], now)
  if (!allowance.allowed) return err('throttled')
  return db().transaction(async (tx) => {
    const address = await lockAddress(tx, actor, id)
    if (!address) return err('not-found')
    if (address.verifiedAt && !isStale(address, now)) return err('already-confirmed')
    await (address.verifiedAt ? askAgain : askToConfirm)(tx, address, origin, now)
    await note(tx, 'address.resent', address, origin)
    return ok(undefined)
  })
}

/** The address of that id if it is this user's; the user's row is locked first, so changes of one account queue up. */
async function lockAddress(tx: Tx, actor: Actor, id: string): Promise<Address | null> {
  await lockPerson(tx, actor.id)
  const [address] = await tx.select().from(emailAddresses).where(and(eq(emailAddresses.id, id), eq(emailAddresses.userId, actor.id)))
  return address ?? null
}

/** Other access ends, and reset links that went to the old addresses are dead. */
async function afterChange(tx: Tx, actor: Actor, origin: Origin, now: Date): Promise<void> {
  await voidLinks(tx, actor.id, 'reset-password', now)
  await endOtherAccess(tx, actor.id, actor.session, origin, now)
}

async function note(tx: Tx, action: AuditEvent['action'], address: Address, origin: Origin, also: Record<string, boolean> = {}): Promise<void> {
  await record(tx, { action, userId: address.userId, detail: { address: address.address, ...also } }, origin)
}
