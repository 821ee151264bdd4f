// A server that starts with other keys, in this process: what it kept in memory is gone.

import { randomBytes } from 'node:crypto'

export const newKey = (): Buffer => randomBytes(32)

/** From now on `current` seals and the others open what they sealed. */
export function startWithKeys(current: Buffer, ...old: Buffer[]): void {
  process.env.SECRETS_KEY = current.toString('base64')
  process.env.SECRETS_KEY_OLD = old.map((key) => key.toString('base64')).join()
  const shelf = (globalThis as { wheelkeep?: Record<string, unknown> }).wheelkeep
  for (const name of ['environment', 'kept keys']) delete shelf?.[name]
}
