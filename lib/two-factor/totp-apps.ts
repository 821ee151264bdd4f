// Authenticator apps, several per user.
//
//   offerTotp      a secret in a row that counts for nothing yet, for ten minutes
//   enrolTotp      the first code: the row counts from now on, and that code is spent
//   replaceTotp    the same, and another row goes with it
//   spendTotpCode  signing in, or confirming that it is you: each code once
//
// The secret is sealed to its user and row, and is shown only while the row is an offer.

import { randomUUID } from 'node:crypto'
import { and, asc, eq, gt, isNotNull, isNull, lt, lte, ne, notInArray, or, sql } from 'drizzle-orm'
import { rolledBack } from '#lib/accounts/rolled-back.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { openSealed, type SealedStore } from '#lib/db/sealed-store.ts'
import { totpApps } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { keyRing } from '#lib/key-ring.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { FAILURES_MAX_PER_AUTHENTICATOR, TOTP_APPS_MAX_PER_USER, TOTP_OFFER_MINUTES } from '#lib/numbers.ts'
import { nowhere, type Origin } from '#lib/origin.ts'
import { seal } from '#lib/protocol/sealed.ts'
import { isOutOfSync, matchTotpStep, newTotpSecret, totpUri } from '#lib/protocol/totp.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess, voidPendingLogins } from '#lib/sessions/pending-logins.ts'
import type { Session } from '#lib/sessions/sessions.ts'
import { noteNewFactor } from '#lib/sessions/sudo.ts'
import { lockUser, wouldBeLast } from './factor-changes.ts'
import { type EnrolmentRefusal, mayEnrol } from './factors.ts'

export type TotpOffer = { id: string; secret: string; uri: string; expiresAt: Date }
export type EnrolTotpRefusal = EnrolmentRefusal | 'too-many' | 'offer-expired' | 'wrong-code' | 'clock-out-of-sync' | 'name-taken' | 'session-ended'

type App = typeof totpApps.$inferSelect

/** Moved to another row or user, a secret does not open. */
export const TOTP_SECRETS: SealedStore = {
  what: 'authenticator apps', table: 'totp_apps', column: 'sealed_secret', owner: 'user_id',
  keys: keyRing('totp'), context: (userId, id) => `totp|v1|${userId}|${id}`,
}

/**
 * A secret to scan, for one more app or `inPlaceOf` another. Asked again within five minutes, the same one: a page that is shown
 * twice must not change its QR code.
 */
export async function offerTotp(userId: string, now: Date, inPlaceOf: string | null = null): Promise<Result<TotpOffer, EnrolmentRefusal | 'too-many'>> {
  return db().transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    const allowed = await mayAdd(tx, userId, inPlaceOf)
    if (allowed !== 'ok') return err(allowed)

    await tx.delete(totpApps).where(and(offered(userId), lte(totpApps.expiresAt, now)))
    const app = (await freshOffer(tx, userId, now)) ?? (await newOffer(tx, userId, now))
    const secret = secretOf(app)
    if (!secret || !app.expiresAt) throw new Error('An offer cannot be read.')
    const uri = totpUri({ issuer: environment().siteName, account: user.username, secret })
    return ok({ id: app.id, secret, uri, expiresAt: app.expiresAt })
  })
}

/** Confirms an offer with the app's first code. That code is spent; the account has one more factor, and the session a new cookie. */
export async function enrolTotp(
  userId: string, offerId: string, code: string, name: string, session: Session, origin: Origin, now: Date,
): Promise<Result<{ id: string; cookie: string }, EnrolTotpRefusal>> {
  return db().transaction((tx) => enrol(tx, { userId, offerId, code, name, inPlaceOf: null }, session, origin, now)).catch(rolledBack('session-ended'))
}

/**
 * Puts a new app in the place of another, whose name it may have: the old one goes with the first code of the new one, and every
 * sign-in but this session with it. Refused as `enrolTotp` refuses, and `not-found` where there is no such app.
 */
export async function replaceTotp(
  userId: string, inPlaceOf: string, offerId: string, code: string, name: string, session: Session, origin: Origin, now: Date,
): Promise<Result<{ id: string; cookie: string }, EnrolTotpRefusal | 'not-found'>> {
  return db().transaction(async (tx): Promise<Result<{ id: string; cookie: string }, EnrolTotpRefusal | 'not-found'>> => {
    await lockUser(tx, userId)
    const [old] = await tx.select().from(totpApps).where(and(eq(totpApps.id, inPlaceOf), confirmed(userId)))
    if (!old) return err('not-found')
    const added = await enrol(tx, { userId, offerId, code, name, inPlaceOf }, session, origin, now)
    if (!added.ok) return added
    await tx.delete(totpApps).where(eq(totpApps.id, inPlaceOf))
    await noteRemoval(tx, old, session, origin, now)
    return added
  }).catch(rolledBack('session-ended'))
}

type Enrolment = { userId: string; offerId: string; code: string; name: string; inPlaceOf: string | null }

async function enrol(tx: Tx, { userId, offerId, code, name, inPlaceOf }: Enrolment, session: Session, origin: Origin, now: Date): Promise<Result<{ id: string; cookie: string }, EnrolTotpRefusal>> {
  await lockUser(tx, userId)
  const allowed = await mayAdd(tx, userId, inPlaceOf)
  if (allowed !== 'ok') return err(allowed)
  if (await isNameTaken(tx, userId, name, [offerId, inPlaceOf ?? offerId])) return err('name-taken')

  const [offer] = await tx.select().from(totpApps).where(and(eq(totpApps.id, offerId), offered(userId), gt(totpApps.expiresAt, now)))
  const secret = offer && secretOf(offer)
  if (!secret) return err('offer-expired')
  const lastStep = matchTotpStep(secret, code, now)
  if (lastStep === null) return err(isOutOfSync(secret, code, now) ? 'clock-out-of-sync' : 'wrong-code')

  await tx.update(totpApps).set({ name, lastStep, confirmedAt: now, expiresAt: null }).where(eq(totpApps.id, offerId))
  await voidPendingLogins(tx, userId, now)
  await record(tx, { action: 'totp.added', userId, detail: { name } }, origin)
  await sendWarning(tx, 'totp-added', userId, origin, now, { name })
  const cookie = await noteNewFactor(tx, session, 'totp', origin, now)
  return cookie ? ok({ id: offerId, cookie }) : tx.rollback()
}

/** Gives an app another name. */
export async function renameTotp(userId: string, id: string, name: string, origin: Origin): Promise<Result<void, 'not-found' | 'name-taken'>> {
  return db().transaction(async (tx) => {
    await lockUser(tx, userId)
    if (await isNameTaken(tx, userId, name, [id])) return err('name-taken')
    const renamed = await tx.update(totpApps).set({ name }).where(and(eq(totpApps.id, id), confirmed(userId))).returning()
    if (renamed.length === 0) return err('not-found')
    await record(tx, { action: 'totp.renamed', userId, detail: { name } }, origin)
    return ok(undefined)
  })
}

/** Takes an app away and ends every sign-in but this session. */
export async function removeTotp(
  userId: string, id: string, session: Session, origin: Origin, now: Date,
): Promise<Result<void, 'not-found' | 'last-factor'>> {
  return db().transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (await wouldBeLast(tx, user, id)) return err('last-factor')
    const [removed] = await tx.delete(totpApps).where(and(eq(totpApps.id, id), confirmed(userId))).returning()
    if (!removed) return err('not-found')
    await noteRemoval(tx, removed, session, origin, now)
    return ok(undefined)
  })
}

async function noteRemoval(tx: Tx, { userId, name }: App, session: Session, origin: Origin, now: Date): Promise<void> {
  await endOtherAccess(tx, userId, session, origin, now)
  await record(tx, { action: 'totp.removed', userId, detail: { name } }, origin)
  await sendWarning(tx, 'totp-removed', userId, origin, now, { name })
}

/**
 * Spends a code with whichever app made it: true once for each good code (RFC 6238 §5.2). Null for everything else, a replay
 * too, which alone leaves an event. Failures are kept in the caller's transaction: it must commit when the answer is null.
 */
export async function spendTotpCode(
  tx: Tx, userId: string, code: string, now: Date, origin: Origin = nowhere,
): Promise<{ appId: string; name: string } | null> {
  // Locked in order, so that guesses made side by side wait for one another instead of deadlocking.
  const apps = await tx.select().from(totpApps).where(working(userId)).orderBy(asc(totpApps.id)).for('update')
  const matches = apps.map((app) => ({ app, step: stepOf(app, code, now) }))
  for (const { app, step } of matches) {
    if (step !== null && (await spendStep(tx, app, step, now))) return { appId: app.id, name: app.name }
  }
  const replayed = matches.find(({ step }) => step !== null)?.app
  if (replayed) await record(tx, { action: 'totp.replayed', userId, outcome: 'failure', detail: { name: replayed.name } }, origin)
  else await countFailure(tx, userId, now, origin)
  return null
}

/** Deletes offers that nobody took. */
export async function sweepTotpOffers(now: Date): Promise<void> {
  await db().delete(totpApps).where(and(isNull(totpApps.confirmedAt), lt(totpApps.expiresAt, now)))
}

async function mayAdd(tx: Tx, userId: string, inPlaceOf: string | null) {
  const allowed = await mayEnrol(userId, tx)
  if (allowed !== 'ok') return allowed
  const others = inPlaceOf ? and(confirmed(userId), ne(totpApps.id, inPlaceOf)) : confirmed(userId)
  return (await tx.$count(totpApps, others)) < TOTP_APPS_MAX_PER_USER ? 'ok' : 'too-many'
}

async function freshOffer(tx: Tx, userId: string, now: Date): Promise<App | undefined> {
  const halfTime = new Date(now.getTime() + (TOTP_OFFER_MINUTES * 60_000) / 2)
  const [offer] = await tx.select().from(totpApps).where(and(offered(userId), gt(totpApps.expiresAt, halfTime)))
  return offer
}

async function newOffer(tx: Tx, userId: string, now: Date): Promise<App> {
  const id = randomUUID()
  const key = TOTP_SECRETS.keys.current()
  const sealedSecret = seal(new TextEncoder().encode(newTotpSecret()), key, TOTP_SECRETS.context(userId, id))
  const expiresAt = new Date(now.getTime() + TOTP_OFFER_MINUTES * 60_000)
  const [offer] = await tx.insert(totpApps).values({ id, userId, sealedSecret, keyId: key.id, expiresAt, createdAt: now }).returning()
  if (!offer) throw new Error('An insert returned no row.')
  return offer
}

/** The compare-and-set of RFC 6238 §5.2: of two requests with one code, or an older one, the second finds no row. */
async function spendStep(tx: Tx, app: App, step: number, now: Date): Promise<boolean> {
  const spent = await tx.update(totpApps).set({ lastStep: step, failCount: 0, lastUsedAt: now })
    .where(and(eq(totpApps.id, app.id), working(app.userId), or(isNull(totpApps.lastStep), lt(totpApps.lastStep, step))))
    .returning({ id: totpApps.id })
  return spent.length === 1
}

/** SP 800-63B-4 §3.2.2: nobody can tell which app a wrong code was meant for, so it counts against each. */
async function countFailure(tx: Tx, userId: string, now: Date, origin: Origin): Promise<void> {
  const count = sql`${totpApps.failCount} + 1`
  const disabledAt = sql`case when ${count} >= ${FAILURES_MAX_PER_AUTHENTICATOR} then ${now.toISOString()}::timestamptz end`
  const counted = await tx.update(totpApps).set({ failCount: count, disabledAt }).where(working(userId)).returning()
  for (const { name } of counted.filter((app) => app.disabledAt)) {
    await record(tx, { action: 'totp.disabled', userId, actorId: null, detail: { name } }, origin)
    await sendWarning(tx, 'authenticator-disabled', userId, origin, now, { name })
  }
}

async function isNameTaken(tx: Tx, userId: string, name: string, except: string[]): Promise<boolean> {
  return (await tx.$count(totpApps, and(confirmed(userId), eq(totpApps.name, name), notInArray(totpApps.id, except)))) > 0
}

function stepOf(app: App, code: string, now: Date): number | null {
  const secret = secretOf(app)
  return secret === null ? null : matchTotpStep(secret, code, now)
}

/** Null when the row was tampered with, or the key is another: then no code is right. */
function secretOf({ id, userId, sealedSecret, keyId }: App): string | null {
  const opened = openSealed(TOTP_SECRETS, { id, owner: userId, sealed: sealedSecret, keyId })
  return opened && new TextDecoder().decode(opened)
}

const offered = (userId: string) => and(eq(totpApps.userId, userId), isNull(totpApps.confirmedAt))
const confirmed = (userId: string) => and(eq(totpApps.userId, userId), isNotNull(totpApps.confirmedAt))
const working = (userId: string) => and(confirmed(userId), isNull(totpApps.disabledAt))
