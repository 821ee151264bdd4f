// Challenges lent to browsers: 32 random bytes, five minutes, for one ceremony, bound to one cookie, good for one answer.

import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { db, type Tx } from '#lib/db/client.ts'
import { webauthnChallenges } from '#lib/db/schema.ts'
import { CHALLENGE_MINUTES } from '#lib/numbers.ts'
import { hashSecret, newSecret } from '#lib/protocol/secrets.ts'

export type Ceremony = 'create-key' | 'create-passkey' | 'second-step' | 'sudo' | 'test' | 'passkey-login'
/**
 * `boundTo`: the hash of the cookie (session, pending login, browser) that asked. `userId`: null while nobody is known.
 * `keyId`: the one key that may answer, in a test.
 */
export type Binding = { ceremony: Ceremony; boundTo: string; userId: string | null; keyId?: string }

/** A new challenge, base64url, which exists nowhere else; its hash is kept. */
export async function lendChallenge(tx: Tx, binding: Binding, now: Date): Promise<string> {
  const challenge = newSecret()
  const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000)
  await tx.insert(webauthnChallenges).values({ ...binding, challengeHash: hashSecret(challenge), expiresAt, createdAt: now })
  return challenge
}

/**
 * Takes a challenge back before anything is verified, so that one answer is tried once, even a wrong one. The hash of what
 * was lent, or null: not ours, not for this, not for them, used, expired. One statement: of twenty requests, one gets it.
 */
export async function takeChallenge(tx: Tx, binding: Binding, challenge: string, now: Date): Promise<string | null> {
  const { ceremony, boundTo, userId, keyId } = binding
  const [taken] = await tx.update(webauthnChallenges).set({ consumedAt: now })
    .where(and(
      eq(webauthnChallenges.challengeHash, hashSecret(challenge)),
      eq(webauthnChallenges.ceremony, ceremony),
      eq(webauthnChallenges.boundTo, boundTo),
      userId === null ? isNull(webauthnChallenges.userId) : eq(webauthnChallenges.userId, userId),
      keyId === undefined ? isNull(webauthnChallenges.keyId) : eq(webauthnChallenges.keyId, keyId),
      isNull(webauthnChallenges.consumedAt),
      gt(webauthnChallenges.expiresAt, now),
    ))
    .returning({ challengeHash: webauthnChallenges.challengeHash })
  return taken?.challengeHash ?? null
}

/** Deletes challenges that are over. */
export async function sweepChallenges(now: Date): Promise<void> {
  await db().delete(webauthnChallenges).where(lt(webauthnChallenges.expiresAt, now))
}
