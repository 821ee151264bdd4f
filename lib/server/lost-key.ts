import { and, eq, notInArray } from 'drizzle-orm'
import { keyidIn, keyidOf, peppers as passwordPeppers } from '#lib/accounts/password-peppers.ts'
import { lockPerson } from '#lib/accounts/people.ts'
import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { KEPT_PEPPERS, loadKeptPeppers } from '#lib/db/kept-peppers.ts'
import { apiTokens, keptPeppers, recoveryCodes, totpApps, users } from '#lib/db/schema.ts'
import type { KeyRing } from '#lib/key-ring.ts'
import { sendWarning } from '#lib/mail/mail.ts'
import { nowhere } from '#lib/origin.ts'
import type { Said } from '#lib/server/commands.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { TOKEN_ROOT_KEYS } from '#lib/tokens/token-key.ts'
import { peppers as codePeppers } from '#lib/two-factor/recovery-codes.ts'
import { TOTP_SECRETS } from '#lib/two-factor/totp-apps.ts'

/**
 * For an operator who lost SECRETS_KEY for good. What only that key could open is taken away: apps, codes, tokens, passwords.
 * Those whom it concerns are told; they reset the password by mail and must set up a second factor at the next sign-in.
 */
export async function forgetLostSecrets(now: Date): Promise<Said> {
  await loadKeptPeppers()
  await db().delete(keptPeppers).where(notInArray(keptPeppers.keyId, idsOf(KEPT_PEPPERS.keys)))
  const concerned = await findConcerned()
  for (const id of concerned) await db().transaction((tx) => forgetOne(tx, id, now))
  return { code: 0, line: `What the lost key had sealed is gone, of ${concerned.length} accounts.`, facts: { accounts: concerned.length } }
}

async function findConcerned(): Promise<string[]> {
  const found = await Promise.all([
    db().selectDistinct({ id: totpApps.userId }).from(totpApps).where(lost.apps()),
    db().selectDistinct({ id: recoveryCodes.userId }).from(recoveryCodes).where(lost.codes()),
    db().selectDistinct({ id: apiTokens.userId }).from(apiTokens).where(lost.tokens()),
    db().select({ id: users.id }).from(users).where(lost.password()),
  ])
  return [...new Set(found.flat().map(({ id }) => id))]
}

async function forgetOne(tx: Tx, userId: string, now: Date): Promise<void> {
  await lockPerson(tx, userId)
  const apps = await tx.delete(totpApps).where(and(eq(totpApps.userId, userId), lost.apps())).returning({ id: totpApps.id })
  const codes = await tx.delete(recoveryCodes).where(and(eq(recoveryCodes.userId, userId), lost.codes())).returning({ id: recoveryCodes.id })
  await tx.delete(apiTokens).where(and(eq(apiTokens.userId, userId), lost.tokens()))
  await tx.update(users).set({ passwordHash: null }).where(and(eq(users.id, userId), lost.password()))
  if (apps.length + codes.length > 0) await tx.update(users).set({ mustHaveFactor: true, codeTestedAt: null }).where(eq(users.id, userId))
  await endOtherAccess(tx, userId, null, nowhere, now)
  await record(tx, { action: 'secrets.lost', userId, actorId: null }, nowhere)
  await sendWarning(tx, 'secrets-lost', userId, nowhere, now)
}

const idsOf = (ring: KeyRing) => ring.all().map(({ id }) => id)

const lost = {
  apps: () => notInArray(totpApps.keyId, idsOf(TOTP_SECRETS.keys)),
  tokens: () => notInArray(apiTokens.keyId, idsOf(TOKEN_ROOT_KEYS.keys)),
  codes: () => notInArray(recoveryCodes.keyId, idsOf(codePeppers)),
  password: () => notInArray(keyidIn(users.passwordHash), idsOf(passwordPeppers).map(keyidOf)),
}
