// next-auth swallows what is thrown inside it. Trouble of ours (the database is away) is kept here for the call in hand, so
// that the answer is 503 and not "signed out".

import { AsyncLocalStorage } from 'node:async_hooks'
import { shared } from '#lib/shared.ts'

type Kept = { trouble: unknown }
const calls = shared('auth-trouble', () => new AsyncLocalStorage<Kept>())

/** Remembers what went wrong inside a call of next-auth. */
export function noteTrouble(trouble: unknown): void {
  const call = calls.getStore()
  if (call) call.trouble ??= trouble
}

/** Runs a call of next-auth; throws afterwards what went wrong inside it. */
export async function throwingTrouble<T>(run: () => Promise<T>): Promise<T> {
  const kept: Kept = { trouble: null }
  const result = await calls.run(kept, run)
  if (kept.trouble) throw kept.trouble
  return result
}
