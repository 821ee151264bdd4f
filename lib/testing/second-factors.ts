// Second factors for tests, given by the front door: codes first, then an app or a key.

import { eq } from 'drizzle-orm'
import { listAccountEvents } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { sessions } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import { drain } from '#lib/jobs/jobs.ts'
import { nowhere } from '#lib/origin.ts'
import type { Result } from '#lib/result.ts'
import { hashSecret } from '#lib/protocol/secrets.ts'
import { totpCode, totpStepAt } from '#lib/protocol/totp.ts'
import type { KeyKind } from '#lib/protocol/webauthn.ts'
import { openSession, type Session } from '#lib/sessions/sessions.ts'
import { softwareKey, type SoftwareKey } from '#lib/testing/software-key.ts'
import { mayEnrol } from '#lib/two-factor/factors.ts'
import { confirmRecoveryCode, generateRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { addSecurityKey, offerSecurityKey } from '#lib/two-factor/security-keys.ts'
import { enrolTotp, offerTotp } from '#lib/two-factor/totp-apps.ts'

export type TestApp = { id: string; name: string; secret: string; codeAt: (now: Date) => string }
export type TestKey = { id: string; name: string; key: SoftwareKey }

/** The value of a yes; a no fails the test. */
export function must<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(`Refused: ${result.error}`)
  return result.value
}

/** A session as signing in with a password would open it. */
export async function giveSession(userId: string, now: Date): Promise<Session> {
  const token = await db().transaction((tx) => openSession(tx, { userId, aal: 1, method: 'password', browserId: null }, nowhere, now))
  const [session] = await db().select().from(sessions).where(eq(sessions.idHash, hashSecret(token)))
  if (!session) throw new Error('No such session.')
  return session
}

/** Ten codes, of which the first is used up; the nine that are left. */
export async function giveRecoveryCodes(userId: string, now: Date): Promise<string[]> {
  const [first = '', ...left] = must(await generateRecoveryCodes(userId, await giveSession(userId, now), nowhere, now))
  must(await confirmRecoveryCode(userId, first, nowhere, now))
  return left
}

/** An authenticator app. The code of `now` is spent by setting it up: sign in with `codeAt` of thirty seconds later. */
export async function giveTotp(userId: string, now: Date, name = 'phone'): Promise<TestApp> {
  await makeReady(userId, now)
  const { id, secret } = must(await offerTotp(userId, now))
  const codeAt = (then: Date) => totpCode(secret, totpStepAt(then))
  must(await enrolTotp(userId, id, codeAt(now), name, await giveSession(userId, now), nowhere, now))
  return { id, name, secret, codeAt }
}

/** A security key, or a passkey when `kind` says so and `key` can be one. */
export async function giveSecurityKey(
  userId: string, now: Date, { name = 'blue key', key = softwareKey(), kind = 'security-key' }: { name?: string; key?: SoftwareKey; kind?: KeyKind } = {},
): Promise<TestKey> {
  await makeReady(userId, now)
  const session = await giveSession(userId, now)
  const options = must(await offerSecurityKey(userId, kind, session, now))
  const response = key.create(options, environment().origin)
  const { id } = must(await addSecurityKey(userId, kind, session, response, name, nowhere, now))
  return { id, name, key }
}

/** The names of the events about a user, the newest first. */
export const eventsOf = async (userId: string): Promise<string[]> => (await listAccountEvents(userId)).map(({ action }) => action)

/** The letters that were put into the queue since the last call, by kind: the queue promises no order. */
export async function lettersSent(): Promise<object[]> {
  const sent: object[] = []
  await drain('mail', async (letter) => void sent.push(letter))
  return sent.sort((a, b) => ('kind' in a && 'kind' in b ? String(a.kind).localeCompare(String(b.kind)) : 0))
}

async function makeReady(userId: string, now: Date) {
  if ((await mayEnrol(userId)) === 'codes-first') await giveRecoveryCodes(userId, now)
}
