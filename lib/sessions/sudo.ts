import type { Tx } from '#lib/db/client.ts'
import { SUDO_MINUTES } from '#lib/numbers.ts'
import { rotateSession, type Session, type SignInMethod } from './sessions.ts'

/** Whether the user of this session confirmed it is them within the last minutes. Bound to the row: no other session has it. */
export function hasSudo(session: Session, now: Date): boolean {
  return session.sudoAt !== null && now.getTime() - session.sudoAt.getTime() < SUDO_MINUTES * 60_000
}

/**
 * Remembers the confirmation on the session, and gives it a new cookie (ASVS 5.0 V7.2.4). A second factor lifts the session
 * to AAL 2; a password leaves it where it is. Null when the session ended meanwhile.
 */
export async function grantSudo(tx: Tx, session: Session, method: Exclude<SignInMethod, 'remembered-browser'>, now: Date): Promise<string | null> {
  const aal = method === 'password' ? session.aal : 2
  return rotateSession(tx, session, now, { sudoAt: now, sudoMethod: method, aal })
}
