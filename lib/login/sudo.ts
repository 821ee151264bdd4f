// "Confirm it is you": before what changes who can use an account, and where a session began without a second factor.
// Any second factor of the user will do; the password only where there is none.

import { checkOwnPassword } from '#lib/accounts/password-change.ts'
import type { Actor } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { grantSudo } from '#lib/sessions/sudo.ts'
import { offerAssertion } from '#lib/two-factor/assertions.ts'
import { hasSecondFactor, listSecondSteps, type SecondStep } from '#lib/two-factor/factors.ts'
import { countSecondStep, forgiveSecondStep, type SecondStepAnswer, type SecondStepRefusal, spendSecondStep } from './second-step.ts'

/** The ways this user can confirm it is them, strongest first. */
export async function listSudoWays(userId: string): Promise<(SecondStep | 'password')[]> {
  const steps = await listSecondSteps(userId)
  return steps.length > 0 ? steps : ['password']
}

/** Options for the browser to ask the user's keys, bound to this session. */
export async function offerSudoChallenge(actor: Actor, now: Date) {
  return offerAssertion(askedBy(actor), actor.id, now)
}

/** Confirms with a second factor. The session goes on under the new cookie that is returned. */
export async function confirmWithFactor(
  actor: Actor, answer: SecondStepAnswer, origin: Origin, now: Date,
): Promise<Result<{ cookie: string }, 'throttled' | 'session-ended' | SecondStepRefusal>> {
  const allowance = await countSecondStep(actor.id, origin, now)
  if (!allowance.allowed) return err('throttled')
  const confirmed = await db().transaction(async (tx) => {
    const spent = await spendSecondStep(tx, askedBy(actor), actor.id, answer, origin, now)
    if (!spent.ok) {
      await noteFailure(tx, actor, answer.method, origin)
      return spent
    }
    return grant(tx, actor, spent.value, origin, now)
  })
  if (confirmed.ok) await forgiveSecondStep(actor.id, origin)
  return confirmed
}

/** Confirms with the password, where the user has nothing stronger. */
export async function confirmWithPassword(
  actor: Actor, password: string, origin: Origin, now: Date,
): Promise<Result<{ cookie: string }, 'throttled' | 'wrong-password' | 'session-ended' | 'factor-needed'>> {
  if (await hasSecondFactor(actor.id)) return err('factor-needed')
  const known = await checkOwnPassword(actor.id, password, origin, now)
  if (known.ok) return db().transaction((tx) => grant(tx, actor, 'password', origin, now))
  await noteFailure(db(), actor, 'password', origin)
  return known
}

async function grant(tx: Tx, actor: Actor, method: SecondStepAnswer['method'] | 'password', origin: Origin, now: Date): Promise<Result<{ cookie: string }, 'session-ended'>> {
  const cookie = await grantSudo(tx, actor.session, method, now)
  if (!cookie) return err('session-ended')
  await record(tx, { action: 'sudo.granted', userId: actor.id, detail: { method } }, origin)
  return ok({ cookie })
}

const noteFailure = (tx: Parameters<typeof record>[0], actor: Actor, method: string, origin: Origin) =>
  record(tx, { action: 'sudo.failed', userId: actor.id, outcome: 'failure', detail: { method } }, origin)

const askedBy = ({ session }: Actor) => ({ ceremony: 'sudo' as const, boundTo: session.idHash })
