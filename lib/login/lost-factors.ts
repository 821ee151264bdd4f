import { db } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import { findRecovery } from '#lib/recovery/recovery.ts'
import { sendRecoveryLink } from '#lib/recovery/start.ts'
import { err, type Result } from '#lib/result.ts'
import { findPending } from './pending.ts'

/** Where the recovery of somebody stands whose password was right: `endsAt` is null while none is running. */
export async function findLostFactors(cookie: string | null, now: Date): Promise<{ username: string; endsAt: Date | null } | null> {
  const found = await findPending(db(), cookie, now)
  if (!found) return null
  const running = await findRecovery(db(), found.user.id, now)
  return { username: found.user.username, endsAt: running?.endsAt ?? null }
}

/** "I lost every factor": mails the next link of a recovery. The pending login says whose; strangers cause no letters. */
export async function askForRecovery(cookie: string | null, origin: Origin, now: Date): Promise<Result<void, 'expired' | 'not-recoverable' | 'running' | 'throttled'>> {
  const found = await findPending(db(), cookie, now)
  return found ? sendRecoveryLink(found.user.id, origin, now) : err('expired')
}
