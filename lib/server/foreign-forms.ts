import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import type { Origin } from '#lib/origin.ts'
import type { Log } from '#lib/server/log.ts'

/** What was sent, without its address's query and without its body. `from` and `site` are what the browser said. */
export type ForeignForm = { method: string; path: string; from: string; site: string }

/**
 * A form that no page of ours sent was refused: somebody may be trying another's session (ASVS 5.0 V16.3.3). Each one is a
 * line in the log. The record takes a few from each network and in all: strangers must not be able to fill it.
 */
export async function noteForeignForm(log: Log, form: ForeignForm, origin: Origin, now: Date): Promise<void> {
  log.warn('foreign form refused', { id: origin.requestId, ...form })
  try {
    const detail = { reason: 'foreign-form', ...form }
    if (await mayBeRecorded(origin, now)) await record(db(), { action: 'access.denied', outcome: 'failure', detail }, origin)
  } catch (trouble) {
    console.error('a foreign form is not in the record:', trouble)
  }
}

/** The network first: one that floods uses up no room of the others. */
async function mayBeRecorded({ ip }: Origin, now: Date): Promise<boolean> {
  const ofNetwork = await countAttempt([['foreignFormNotedPerNetwork', networkOf(ip)]], now)
  return ofNetwork.allowed && (await countAttempt([['foreignFormNotedGlobal', 'all']], now)).allowed
}
