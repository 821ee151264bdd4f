// "Confirm it is you": before what changes who can use an account, and where a session began without a second factor.
// Any second factor of the user will do, the password only where there is none; for what cannot be undone, a key where there is one.

import { and, eq, gt, sql } from 'drizzle-orm'
import { checkOwnPassword } from '#lib/accounts/password-change.ts'
import { type Actor, lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { auditEvents } from '#lib/db/schema.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import { cancelRecovery } from '#lib/recovery/cancel.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { grantSudo } from '#lib/sessions/sudo.ts'
import { offerAssertion } from '#lib/two-factor/assertions.ts'
import { hasSecondFactor, listSecondSteps, type SecondStep } from '#lib/two-factor/factors.ts'
import type { UsedCode } from '#lib/two-factor/recovery-codes.ts'
import { countSecondStep, forgiveSecondStep, type SecondStepAnswer, type SecondStepRefusal, spendSecondStep } from './second-step.ts'

/** The ways this user can confirm it is them, strongest first; `byKey`: of somebody who has a key, and for what takes it. */
export async function listSudoWays(userId: string, byKey = false): Promise<(SecondStep | 'password')[]> {
  const steps = await listSecondSteps(userId)
  if (byKey) return steps.filter((step) => step !== 'totp')
  return steps.length > 0 ? steps : ['password']
}

/** Options for the browser to ask the user's keys, bound to this session. */
export async function offerSudoChallenge(actor: Actor, now: Date) {
  return offerAssertion(askedBy(actor), actor.id, now)
}

/** Confirms with a second factor. The session goes on under the new cookie that is returned. */
export async function confirmWithFactor(
  actor: Actor, answer: SecondStepAnswer, origin: Origin, now: Date,
): Promise<Result<{ cookie: string }, 'throttled' | 'session-ended' | SecondStepRefusal> | UsedCode> {
  const allowance = await countSecondStep(actor.id, origin, now)
  if (!allowance.allowed) return err('throttled')
  const confirmed = await db().transaction(async (tx) => {
    await lockPerson(tx, actor.id)
    const spent = await spendSecondStep(tx, askedBy(actor), actor.id, answer, origin, now)
    if (!spent.ok) {
      await noteFailure(tx, actor, answer.method, origin, now)
      return spent
    }
    await cancelRecovery(tx, actor.id, 'second-factor', origin, now)
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
  if (known.error === 'wrong-password') await db().transaction((tx) => noteFailure(tx, actor, 'password', origin, now))
  return known
}

async function grant(tx: Tx, actor: Actor, method: SecondStepAnswer['method'] | 'password', origin: Origin, now: Date): Promise<Result<{ cookie: string }, 'session-ended'>> {
  const cookie = await grantSudo(tx, actor.session, method, now)
  if (!cookie) return err('session-ended')
  await record(tx, { action: 'sudo.granted', userId: actor.id, detail: { method } }, origin)
  return ok({ cookie })
}

/** Five failures within an hour: somebody may sit at a session that is not theirs. The owner is told, once (ASVS 5.0 V6.3.5). */
async function noteFailure(tx: Tx, actor: Actor, method: string, origin: Origin, now: Date): Promise<void> {
  await lockPerson(tx, actor.id)
  await record(tx, { action: 'sudo.failed', userId: actor.id, outcome: 'failure', detail: { method } }, origin)
  const recent = and(eq(auditEvents.userId, actor.id), eq(auditEvents.action, 'sudo.failed'), gt(auditEvents.at, sql`now() - interval '1 hour'`))
  if ((await tx.$count(auditEvents, recent)) === FAILURES_TOLD) await sendWarning(tx, 'sudo-failures', actor.id, origin, now)
}

const FAILURES_TOLD = 5

const askedBy = ({ session }: Actor) => ({ ceremony: 'sudo' as const, boundTo: session.idHash })
