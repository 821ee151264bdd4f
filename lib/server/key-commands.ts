// The operator's commands for keys. The steps, in order, are in docs/keys.md.

import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { databaseUrl, withLock } from '#lib/db/client.ts'
import { isOtherKeyInUse } from '#lib/db/key-lock.ts'
import type { Environment } from '#lib/env.ts'
import { dropKeptOldKeys, rotateKeptKey, rotateKeptNextauthSecret } from '#lib/kept-secrets.ts'
import type { Said } from '#lib/server/commands.ts'
import { keptInDataDir } from '#lib/server/open-environment.ts'
import { countNeedingOldKeys, openStoredSecrets, resealStoredSecrets, serverKeyId } from '#lib/server/stored-secrets.ts'

const MAKE_KEY = "node -p \"crypto.randomBytes(32).toString('base64')\""

/** A new SECRETS_KEY in DATA_DIR, the old one behind it; nothing is sealed anew yet. */
export async function rotateSecretsKey({ dataDir }: Environment): Promise<Said> {
  if (!keptInDataDir().secretsKey) return no(`SECRETS_KEY is a variable here: put its value in front of SECRETS_KEY_OLD, a new one (${MAKE_KEY}) in SECRETS_KEY, restart, then run reseal.`)
  await openStoredSecrets()
  await withLock(ADVISORY_LOCKS.secretsFile, async () => rotateKeptKey(dataDir))
  return yes('There is a new SECRETS_KEY. Back up DATA_DIR/secrets.json, restart every server, then run reseal.')
}

/** Everything stored, sealed with the current key. */
export async function reseal({ oldSecretsKeys }: Environment, say: (line: string) => void): Promise<Said> {
  await openStoredSecrets()
  if (await isOtherKeyInUse(databaseUrl(), serverKeyId())) return no('A server is running with another SECRETS_KEY and could not open what is sealed with this one: restart it, then run reseal again.')
  const { resealed, unreadable } = await resealStoredSecrets(say)
  const left = await countNeedingOldKeys()
  const facts = { resealed, unreadable, left }
  if (left > 0) return no(`${resealed} stored secrets were sealed anew; ${left} still need an old key${unreadable > 0 ? `, of which ${unreadable} do not open with any key` : ''}. Run reseal again.`, facts)
  const next = oldSecretsKeys.length > 0 ? ' Nothing needs SECRETS_KEY_OLD any more: run drop-old-keys.' : ''
  return yes(`${resealed} stored secrets were sealed anew; 0 need an old key.${next}`, facts)
}

/** Forgets the old keys of DATA_DIR, unless something stored still needs one. */
export async function dropOldKeys({ dataDir, oldSecretsKeys }: Environment): Promise<Said> {
  if (oldSecretsKeys.length === 0) return yes('There are no old keys.')
  await openStoredSecrets()
  const left = await countNeedingOldKeys()
  if (left > 0) return no(`${left} stored secrets still need an old key: run reseal first.`, { left })
  if (!keptInDataDir().secretsKey) return yes('Nothing needs SECRETS_KEY_OLD any more: take it out of the variables and restart. Keep it with backups of the database from before the change.', { left })
  await withLock(ADVISORY_LOCKS.secretsFile, async () => dropKeptOldKeys(dataDir))
  return yes('The old keys are out of DATA_DIR/secrets.json. Backups of the database from before the change still need them: keep the old backup of that file as long.', { left })
}

/** A new NEXTAUTH_SECRET in DATA_DIR. */
export async function rotateNextauthSecret({ dataDir }: Environment): Promise<Said> {
  if (!keptInDataDir().nextauthSecret) return no(`NEXTAUTH_SECRET is a variable here: set a new one (${MAKE_KEY}) and restart. Nobody is signed out.`)
  await withLock(ADVISORY_LOCKS.secretsFile, async () => rotateKeptNextauthSecret(dataDir))
  return yes('There is a new NEXTAUTH_SECRET. Restart every server. Nobody is signed out.')
}

const yes = (line: string, facts: Said['facts'] = {}): Said => ({ code: 0, line, facts })
const no = (line: string, facts: Said['facts'] = {}): Said => ({ code: 1, line, facts })
