// A forgotten password: the mailed link, and the second factor where the user has one. A link alone never gets past it
// (ASVS 5.0 V6.4.3), and a reset signs nobody in.

import { eq } from 'drizzle-orm'
import { hashNewPasswordOf, putNewPassword } from '#lib/accounts/password-change.ts'
import type { PasswordRefusal } from '#lib/accounts/passwords.ts'
import { lockPerson, type User } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { findLink, spendLink } from '#lib/mail/links.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { cancelRecovery } from '#lib/recovery/cancel.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { offerAssertion } from '#lib/two-factor/assertions.ts'
import { hasSecondFactor, listSecondSteps } from '#lib/two-factor/factors.ts'
import { countSecondStep, forgiveSecondStep, type SecondStepAnswer, type SecondStepRefusal, spendSecondStep } from './second-step.ts'

export type ResetRefusal = 'link-invalid' | 'throttled' | 'factor-needed' | SecondStepRefusal | PasswordRefusal

/** Whose password a link resets, and what is asked besides. Null for a link that is used, old or of no use any more. */
export async function findReset(token: string | null, now: Date) {
  const user = token ? await userOf(token, now) : null
  return user && { username: user.username, steps: await listSecondSteps(user.id) }
}

/** Options for the browser to ask the user's keys, bound to the link. */
export async function offerResetChallenge(token: string | null, now: Date) {
  const user = token ? await userOf(token, now) : null
  if (!token || !user) return err('link-invalid')
  return offerAssertion(askedBy(token), user.id, now)
}

/** Sets a new password. Every session, remembered browser and other link of the user ends. */
export async function resetPassword(
  token: string, newPassword: string, answer: SecondStepAnswer | null, origin: Origin, now: Date,
): Promise<Result<void, ResetRefusal>> {
  const user = await userOf(token, now)
  if (!user) return err('link-invalid')
  const passwordHash = await hashNewPasswordOf(user, newPassword)
  if (!passwordHash.ok) return passwordHash
  const allowance = await countSecondStep(user.id, origin, now)
  if (!allowance.allowed) return err('throttled')

  const reset = await db().transaction((tx) => complete(tx, { token, userId: user.id, passwordHash: passwordHash.value, answer }, origin, now))
  if (reset.ok) await forgiveSecondStep(user.id, origin)
  return reset
}

type Reset = { token: string; userId: string; passwordHash: string; answer: SecondStepAnswer | null }

/** The user's row is locked first: a factor added meanwhile is asked for. A wrong answer leaves the link as it was. */
async function complete(tx: Tx, { token, userId, passwordHash, answer }: Reset, origin: Origin, now: Date): Promise<Result<void, ResetRefusal>> {
  await lockPerson(tx, userId)
  if (await hasSecondFactor(userId, tx)) {
    if (!answer) return err('factor-needed')
    const spent = await spendSecondStep(tx, askedBy(token), userId, answer, origin, now)
    if (!spent.ok) {
      await noteRefusal(tx, userId, answer.method, origin, now)
      // A link is not the password: whoever has only that does not learn which codes once were good.
      return spent.error === 'used-recovery-code' ? err('wrong-recovery-code') : spent
    }
  }
  if (!(await spendLink(tx, 'reset-password', token, now))) return err('link-invalid')
  await cancelRecovery(tx, userId, 'second-factor', origin, now)
  await putNewPassword(tx, userId, passwordHash, null, origin, now)
  await record(tx, { action: 'password.reset', userId }, origin)
  return ok(undefined)
}

/** Somebody reads a mailbox and has no factor of its owner, who may have other addresses. Not more than a letter an hour: people mistype, and try again. */
async function noteRefusal(tx: Tx, userId: string, method: string, origin: Origin, now: Date): Promise<void> {
  await record(tx, { action: 'password.reset-refused', userId, actorId: null, outcome: 'failure', detail: { method } }, origin)
  if (await mayTell(tx, userId, now)) await sendWarning(tx, 'reset-refused', userId, origin, now)
}

/** One after the other: failures of an hour that has had its letter must not use up the letters of the day. */
async function mayTell(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const ofHour = await countAttempt([['resetRefusedLetterHourly', userId]], now, tx)
  return ofHour.allowed && (await countAttempt([['resetRefusedLetterDaily', userId]], now, tx)).allowed
}

async function userOf(token: string, now: Date): Promise<User | null> {
  const link = await findLink(db(), 'reset-password', token, now)
  if (!link?.userId) return null
  const [user] = await db().select().from(users).where(eq(users.id, link.userId))
  return user && !user.disabledAt ? user : null
}

const askedBy = (token: string) => ({ ceremony: 'second-step' as const, boundTo: hashSecret(token) })
