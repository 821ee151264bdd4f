// A pepper goes into a hash, and a hash cannot be made anew without the password. So when SECRETS_KEY changes, the pepper that
// came from the old one is kept, sealed with the new one, until nothing needs it any more.

import { eq } from 'drizzle-orm'
import { db } from '#lib/db/client.ts'
import { openSealed, type SealedStore } from '#lib/db/sealed-store.ts'
import { keptPeppers } from '#lib/db/schema.ts'
import { keepKey, type KeyRing, keyRing } from '#lib/key-ring.ts'
import { seal } from '#lib/protocol/sealed.ts'

export const KEPT_PEPPERS: SealedStore = {
  what: 'kept peppers', table: 'kept_peppers', column: 'sealed_pepper', owner: 'purpose',
  keys: keyRing('kept peppers'), context: (purpose, id) => `kept-pepper|${purpose}|${id}`,
}

/** Puts the kept peppers that open into the rings of this process. */
export async function loadKeptPeppers(): Promise<void> {
  for (const { id, purpose, sealedPepper, keyId } of await db().select().from(keptPeppers)) {
    const bytes = openSealed(KEPT_PEPPERS, { id, owner: purpose, sealed: sealedPepper, keyId })
    if (bytes) keepKey(purpose, { id, bytes })
  }
}

/** The ids of the peppers that are kept. */
export async function keptPepperIds(): Promise<Set<string>> {
  return new Set((await db().select({ id: keptPeppers.id }).from(keptPeppers)).map(({ id }) => id))
}

/** Keeps those of a ring's old peppers that hashes name, and forgets the ones that none does. */
export async function keepPeppers(ring: KeyRing, inUse: string[]): Promise<void> {
  const { purpose } = ring
  for (const { id } of await db().select().from(keptPeppers).where(eq(keptPeppers.purpose, purpose))) {
    if (!inUse.includes(id)) await db().delete(keptPeppers).where(eq(keptPeppers.id, id))
  }
  const sealing = KEPT_PEPPERS.keys.current()
  for (const { id, bytes } of ring.all().filter((key) => key.id !== ring.current().id && inUse.includes(key.id))) {
    const sealedPepper = seal(bytes, sealing, KEPT_PEPPERS.context(purpose, id))
    await db().insert(keptPeppers).values({ id, purpose, sealedPepper, keyId: sealing.id }).onConflictDoNothing()
  }
}
