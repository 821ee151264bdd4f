// Signing in, from the first field to the session.
//
//   startLogin          password right?  a second factor is due → pending login, found by a cookie
//                                        none is due            → the same, already completed, with a ticket
//   offerKeyChallenge   a challenge for the user's keys, bound to the pending login
//   finishLogin         second factor right? → completed, with a ticket
//   confirmBrowser      (browser-code.ts) where the operator asks for it and the browser is new: a mailed code
//   redeemTicket        (ticket.ts) ticket and cookie → session
//
// The pending login alone says who is signing in. Nothing the browser sends in the second step can name a user.

import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { isRemembered } from '#lib/sessions/browsers.ts'
import { offerAssertion } from '#lib/two-factor/assertions.ts'
import { hasSecondFactor, listFactors, listSecondSteps } from '#lib/two-factor/factors.ts'
import type { UsedCode } from '#lib/two-factor/recovery-codes.ts'
import { type CodeDue, completeOrConfirm, type Completed } from './browser-code.ts'
import type { PasswordLogin } from './input.ts'
import { checkPassword } from './password-step.ts'
import { findPending, findWaiting, openPending, type PendingLogin, takeAttempt } from './pending.ts'
import { countSecondStep, forgiveSecondStep, type SecondStepAnswer, type SecondStepRefusal, spendSecondStep } from './second-step.ts'
import { tellOfFailures } from './tell-of-failures.ts'

/** `cookie` is for the pending cookie. With a ticket, all steps are done; without, the second one is due. */
export type Started = { cookie: string; ticket: string | null; next: string }

/** The first step. One answer for everything that is wrong. */
export async function startLogin(
  input: PasswordLogin, browserCookie: string | null, origin: Origin, now: Date,
): Promise<Result<Started, 'wrong-credentials' | 'throttled'>> {
  const checked = await checkPassword(input.login, input.password, browserCookie, origin, now)
  if (!checked.ok) return checked
  const { user, browser } = checked.value
  return db().transaction(async (tx) => {
    const locked = await lockPerson(tx, user.id)
    // What ended every half-done sign-in meanwhile would not know of this one.
    if (!locked.passwordHash || locked.passwordChangedAt.getTime() !== user.passwordChangedAt.getTime()) return err('wrong-credentials')
    const cookie = await openPending(tx, { userId: user.id, nextPath: input.next, browserId: browser?.id ?? null }, origin, now)
    const hasFactor = await hasSecondFactor(user.id, tx)
    if (hasFactor && !isRemembered(browser, now)) return ok({ cookie, ticket: null, next: input.next })
    const completed = await completeOrConfirm(tx, locked, cookie, hasFactor ? 'remembered-browser' : 'password', origin, now)
    if (!completed.ok && completed.error === 'throttled') return err('throttled')
    return ok({ cookie, ticket: completed.ok ? completed.value.ticket : null, next: input.next })
  })
}

/** What the page of the second step shows: whose it is, and by what it can be done. Null: no such sign-in, or it ended. */
export async function findPendingLogin(cookie: string | null, now: Date) {
  const found = await findPending(db(), cookie, now)
  if (!found) return null
  const working = (await listFactors(found.user.id)).filter((factor) => !factor.disabledAt)
  const apps = working.filter((factor) => factor.kind === 'totp').length
  return { username: found.user.username, isCodeDue: found.pending.codesMailed > 0, steps: await listSecondSteps(found.user.id), factors: { keys: working.length - apps, apps } }
}

/** Options for the browser to ask the user's keys, of the user that the pending login names. */
export async function offerKeyChallenge(cookie: string | null, now: Date) {
  const found = await findPending(db(), cookie, now)
  if (!found) return err('expired')
  return offerAssertion(askedBy(found.pending.cookieHash), found.user.id, now)
}

/** The second step; `browser-code-due`: it was right, and a mailed code comes after it. The attempt is taken before the answer is looked at, and stays taken when it is wrong. */
export async function finishLogin(
  cookie: string | null, answer: SecondStepAnswer, origin: Origin, now: Date,
): Promise<Result<Completed, 'expired' | CodeDue | SecondStepRefusal> | UsedCode> {
  const found = await findPending(db(), cookie, now)
  if (!cookie || !found) return err('expired')
  const allowance = await countSecondStep(found.user.id, origin, now)
  if (!allowance.allowed) return err('throttled')
  const attempt = await takeAttempt(db(), cookie, now)
  if (!attempt) return err('expired')

  const finished = await db().transaction((tx) => complete(tx, cookie, attempt, answer, origin, now))
  if (finished.ok || finished.error === 'browser-code-due') await forgiveSecondStep(attempt.userId, origin)
  return finished
}

/** The user's row is locked first, here as everywhere: changes of factors and two last steps at once wait for one another. */
async function complete(tx: Tx, cookie: string, attempt: PendingLogin, answer: SecondStepAnswer, origin: Origin, now: Date): Promise<Result<Completed, 'expired' | CodeDue | SecondStepRefusal> | UsedCode> {
  const user = await lockPerson(tx, attempt.userId)
  if (!(await findWaiting(tx, cookie, now))) return err('expired')
  const spent = await spendSecondStep(tx, askedBy(attempt.cookieHash), attempt.userId, answer, origin, now)
  if (spent.ok) return completeOrConfirm(tx, user, cookie, spent.value, origin, now)
  await record(tx, { action: 'login.second-factor-failed', userId: attempt.userId, actorId: null, outcome: 'failure', detail: { method: answer.method } }, origin)
  if (attempt.attemptsLeft === 0) await tellOfFailures(tx, attempt, origin, now)
  return spent
}

const askedBy = (cookieHash: string) => ({ ceremony: 'second-step' as const, boundTo: cookieHash })
