// Signing in, from the first field to the session.
//
//   startLogin          password right?  a second factor is due → pending login, found by a cookie
//                                        none is due            → the same, already completed, with a ticket
//   offerKeyChallenge   a challenge for the user's keys, bound to the pending login
//   finishLogin         second factor right? → completed, with a ticket
//   redeemTicket        (ticket.ts) ticket and cookie → session
//
// The pending login alone says who is signing in. Nothing the browser sends in the second step can name a user.

import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { isRemembered } from '#lib/sessions/browsers.ts'
import { offerAssertion } from '#lib/two-factor/assertions.ts'
import { hasSecondFactor, listFactors, listSecondSteps } from '#lib/two-factor/factors.ts'
import type { PasswordLogin } from './input.ts'
import { checkPassword } from './password-step.ts'
import { completePending, findPending, isWaiting, markTold, openPending, type PendingLogin, takeAttempt } from './pending.ts'
import { countSecondStep, forgiveSecondStep, type SecondStepAnswer, type SecondStepRefusal, spendSecondStep } from './second-step.ts'

/** `cookie` is for the pending cookie. With a ticket, all steps are done; without, the second one is due. */
export type Started = { cookie: string; ticket: string | null; next: string }
export type Completed = { ticket: string; next: string }

/** The first step. One answer for everything that is wrong. */
export async function startLogin(
  input: PasswordLogin, browserCookie: string | null, origin: Origin, now: Date,
): Promise<Result<Started, 'wrong-credentials' | 'throttled'>> {
  const checked = await checkPassword(input.login, input.password, browserCookie, origin, now)
  if (!checked.ok) return checked
  const { user, browser } = checked.value
  return db().transaction(async (tx) => {
    const cookie = await openPending(tx, { userId: user.id, nextPath: input.next, browserId: browser?.id ?? null }, origin, now)
    const hasFactor = await hasSecondFactor(user.id, tx)
    if (hasFactor && !isRemembered(browser, now)) return ok({ cookie, ticket: null, next: input.next })
    const ticket = await completePending(tx, cookie, hasFactor ? 'remembered-browser' : 'password', now)
    return ok({ cookie, ticket, next: input.next })
  })
}

/** What the page of the second step shows: whose it is, and by what it can be done. Null: no such sign-in, or it ended. */
export async function findPendingLogin(cookie: string | null, now: Date) {
  const found = await findPending(db(), cookie, now)
  if (!found) return null
  const working = (await listFactors(found.user.id)).filter((factor) => !factor.disabledAt)
  const apps = working.filter((factor) => factor.kind === 'totp').length
  return { username: found.user.username, steps: await listSecondSteps(found.user.id), factors: { keys: working.length - apps, apps } }
}

/** Options for the browser to ask the user's keys, of the user that the pending login names. */
export async function offerKeyChallenge(cookie: string | null, now: Date) {
  const found = await findPending(db(), cookie, now)
  if (!found) return err('expired')
  return offerAssertion(askedBy(found.pending.cookieHash), found.user.id, now)
}

/** The second step. The attempt is taken before the answer is looked at, and stays taken when it is wrong. */
export async function finishLogin(
  cookie: string | null, answer: SecondStepAnswer, origin: Origin, now: Date,
): Promise<Result<Completed, 'expired' | 'throttled' | SecondStepRefusal>> {
  const found = await findPending(db(), cookie, now)
  if (!cookie || !found) return err('expired')
  const allowance = await countSecondStep(found.user.id, origin, now)
  if (!allowance.allowed) return err('throttled')
  const attempt = await takeAttempt(db(), cookie, now)
  if (!attempt) return err('expired')

  const finished = await db().transaction((tx) => complete(tx, cookie, attempt, answer, origin, now))
  if (finished.ok) await forgiveSecondStep(attempt.userId, origin)
  return finished
}

/** The user's row is locked first, here as everywhere: changes of factors and two last steps at once wait for one another. */
async function complete(tx: Tx, cookie: string, attempt: PendingLogin, answer: SecondStepAnswer, origin: Origin, now: Date): Promise<Result<Completed, 'expired' | SecondStepRefusal>> {
  await lockPerson(tx, attempt.userId)
  if (!(await isWaiting(tx, cookie, now))) return err('expired')
  const spent = await spendSecondStep(tx, askedBy(attempt.cookieHash), attempt.userId, answer, origin, now)
  if (spent.ok) return ok({ ticket: await completePending(tx, cookie, spent.value, now), next: attempt.nextPath })
  await record(tx, { action: 'login.second-factor-failed', userId: attempt.userId, actorId: null, outcome: 'failure', detail: { method: answer.method } }, origin)
  if (attempt.attemptsLeft === 0) await tellOfFailures(tx, attempt, origin, now)
  return spent
}

/** Somebody knows the password and not the second factor: ASVS 5.0 V6.3.5. */
async function tellOfFailures(tx: Tx, attempt: PendingLogin, origin: Origin, now: Date): Promise<void> {
  await sendWarning(tx, 'second-factor-failures', attempt.userId, origin, now)
  await markTold(tx, attempt, now)
}

const askedBy = (cookieHash: string) => ({ ceremony: 'second-step' as const, boundTo: cookieHash })
