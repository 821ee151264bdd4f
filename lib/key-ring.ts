import { environment } from '#lib/env.ts'
import { deriveKey, type SealingKey } from '#lib/protocol/sealed.ts'
import { shared } from '#lib/shared.ts'

// What is sealed or hashed with a key names it by its id, so that SECRETS_KEY can change: new things take the newest key, old
// ones find theirs. How a key is changed: docs/keys.md.

export type KeyRing = {
  purpose: string
  /** The key for what is sealed or hashed from now on. */
  current: () => SealingKey
  /** The key of that id, or null: SECRETS_KEY and SECRETS_KEY_OLD do not give it. */
  named: (id: string) => SealingKey | null
  /** Every key there is, the newest first. */
  all: () => SealingKey[]
}

/** The keys of one purpose: from SECRETS_KEY, from SECRETS_KEY_OLD, and those that were kept (`keepKey`). */
export function keyRing(purpose: string): KeyRing {
  const cache = new WeakMap<Uint8Array, SealingKey>()
  const from = (master: Uint8Array): SealingKey => {
    const key = cache.get(master) ?? deriveKey(master, purpose)
    cache.set(master, key)
    return key
  }
  const all = () => {
    const { secretsKey, oldSecretsKeys } = environment()
    const derived = [secretsKey, ...oldSecretsKeys].map(from)
    const known = new Set(derived.map(({ id }) => id))
    return [...derived, ...(kept().get(purpose) ?? []).filter(({ id }) => !known.has(id))]
  }
  return { purpose, all, current: () => from(environment().secretsKey), named: (id) => all().find((key) => key.id === id) ?? null }
}

/** Adds a key that outlived the SECRETS_KEY it came from (db/kept-peppers.ts) to the ring of its purpose. */
export function keepKey(purpose: string, key: SealingKey): void {
  const others = (kept().get(purpose) ?? []).filter(({ id }) => id !== key.id)
  kept().set(purpose, [...others, key])
}

/** The id of the oldest SECRETS_KEY that is given: what names no key was made before there were two, so with that one. */
export function oldestId({ purpose }: KeyRing): string {
  const { secretsKey, oldSecretsKeys } = environment()
  return deriveKey(oldSecretsKeys.at(-1) ?? secretsKey, purpose).id
}

const kept = () => shared('kept keys', () => new Map<string, SealingKey[]>())
