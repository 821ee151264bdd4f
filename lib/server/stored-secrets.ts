// Everything in the database that hangs on SECRETS_KEY, and what a change of it asks for: docs/keys.md.

import { findPasswordPeppers, peppers as passwordPeppers } from '#lib/accounts/password-peppers.ts'
import { cannotStart } from '#lib/cannot-start.ts'
import { keepPeppers, keptPepperIds, KEPT_PEPPERS, loadKeptPeppers } from '#lib/db/kept-peppers.ts'
import { countByKey, countForeign, resealStore, type SealedStore } from '#lib/db/sealed-store.ts'
import type { KeyRing } from '#lib/key-ring.ts'
import { TOKEN_ROOT_KEYS } from '#lib/tokens/token-key.ts'
import { findRecoveryCodePeppers, peppers as codePeppers } from '#lib/two-factor/recovery-codes.ts'
import { TOTP_SECRETS } from '#lib/two-factor/totp-apps.ts'

/** Every sealed column there is; a test compares with the schema. */
export const STORES: SealedStore[] = [KEPT_PEPPERS, TOTP_SECRETS, TOKEN_ROOT_KEYS]
const PEPPERS: [KeyRing, () => Promise<string[]>][] = [[passwordPeppers, findPasswordPeppers], [codePeppers, findRecoveryCodePeppers]]

/** Puts kept peppers into their rings. Throws one line for the operator when something stored needs a key that is not given. */
export async function openStoredSecrets(): Promise<void> {
  let missing = 0
  for (const store of STORES) missing += await countUnknown(store)
  if (missing === 0) {
    await loadKeptPeppers()
    for (const [ring, findInUse] of PEPPERS) missing += (await findInUse()).filter((id) => !ring.named(id)).length
  }
  if (missing > 0) throw cannotStart('SECRETS_KEY is not the one that stored secrets need: set it to the one before (from the backup of DATA_DIR/secrets.json or of your variables), or give that one in SECRETS_KEY_OLD; docs/keys.md has the steps')
}

/** What the lock of db/key-lock.ts calls the current SECRETS_KEY. */
export const serverKeyId = (): string => KEPT_PEPPERS.keys.current().id

export type Resealed = { resealed: number; unreadable: number }

/** Brings everything stored under the current SECRETS_KEY, telling how far it is. Can be stopped at any moment and begun again. */
export async function resealStoredSecrets(say: (line: string) => void): Promise<Resealed> {
  for (const [ring, findInUse] of PEPPERS) await keepPeppers(ring, await findInUse())
  const total = { resealed: 0, unreadable: 0 }
  for (const store of STORES) {
    const one = await resealStore(store, ({ done, of }) => say(`${store.what}: ${done} of ${of} sealed anew`))
    total.resealed += one.resealed
    total.unreadable += one.unreadable
  }
  return total
}

/** How many stored things would be lost if SECRETS_KEY_OLD were dropped now. */
export async function countNeedingOldKeys(): Promise<number> {
  const sealed = await Promise.all(STORES.map(countForeign))
  const kept = await keptPepperIds()
  const peppers = await Promise.all(PEPPERS.map(async ([ring, findInUse]) => (await findInUse()).filter((id) => id !== ring.current().id && !kept.has(id)).length))
  return [...sealed, ...peppers].reduce((sum, count) => sum + count, 0)
}

async function countUnknown(store: SealedStore): Promise<number> {
  return [...(await countByKey(store))].reduce((sum, [id, count]) => sum + (store.keys.named(id) ? 0 : count), 0)
}
