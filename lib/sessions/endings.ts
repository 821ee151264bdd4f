// What a person ends from the list of sessions and browsers: one transaction each, with its event.

import { record } from '#lib/audit/audit.ts'
import { db } from '#lib/db/client.ts'
import type { Origin } from '#lib/origin.ts'
import { forgetBrowser } from './browsers.ts'
import { closeOtherSessions, type Session } from './sessions.ts'

/** Ends every session of this user but the one that asks. */
export async function signOutEverywhereElse(userId: string, kept: Session, origin: Origin, now: Date): Promise<void> {
  await db().transaction(async (tx) => { await closeOtherSessions(tx, userId, kept, origin, now) })
}

/** Forgets one browser of this user: it is asked for the second factor again. False when the user has no such browser. */
export async function forgetOneBrowser(userId: string, browserId: string, origin: Origin, now: Date): Promise<boolean> {
  return db().transaction(async (tx) => {
    const forgotten = await forgetBrowser(tx, userId, browserId, now)
    if (forgotten) await record(tx, { action: 'browser.forgotten', userId }, origin)
    return forgotten
  })
}
