import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '#lib/db/client.ts'
import { sessions } from '#lib/db/schema.ts'
import { SUDO_MINUTES } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { forgetRememberedBrowsers } from './browsers.ts'
import { rotateSession, type Session, type SignInMethod } from './sessions.ts'

/** Whether the user of this session confirmed it is them within the last minutes. Bound to the row: no other session has it. */
export function hasSudo(session: Session, now: Date): boolean {
  return session.sudoAt !== null && now.getTime() - session.sudoAt.getTime() < SUDO_MINUTES * 60_000
}

/**
 * Whether it was a key or passkey that confirmed, or a code of the sheet, which is what is left to whoever lost their key. A
 * code of an app is not enough where a key was asked for: a page with a false name can ask for one and pass it on.
 */
export function hasSudoByKey(session: Session, now: Date): boolean {
  return hasSudo(session, now) && BY_KEY.some((method) => method === session.sudoMethod)
}

const BY_KEY: SignInMethod[] = ['security-key', 'passkey', 'recovery-code']

/**
 * Remembers the confirmation on the session, and gives it a new cookie (ASVS 5.0 V7.2.4). A second factor lifts the session
 * to AAL 2; a password leaves it where it is. Null when the session ended meanwhile.
 */
export async function grantSudo(tx: Tx, session: Session, method: Exclude<SignInMethod, 'remembered-browser'>, now: Date): Promise<string | null> {
  const aal = method === 'password' ? session.aal : 2
  return rotateSession(tx, session, now, { sudoAt: now, sudoMethod: method, aal })
}

/**
 * A factor was added: this session goes on under a new cookie (ASVS 5.0 V7.2.4), no other one may do with the password what
 * asks for the factor from now on, and no browser is spared it. A key that was added has just been used: the confirmation that
 * let it in counts as one by key. Null when the session ended meanwhile.
 */
export async function noteNewFactor(tx: Tx, session: Session, kind: 'totp' | 'security-key' | 'passkey', origin: Origin, now: Date): Promise<string | null> {
  await forgetRememberedBrowsers(tx, session.userId, origin, now)
  await tx.update(sessions).set({ sudoAt: null, sudoMethod: null })
    .where(and(eq(sessions.userId, session.userId), ne(sessions.publicId, session.publicId), eq(sessions.sudoMethod, 'password')))
  return rotateSession(tx, session, now, kind === 'totp' ? {} : { sudoMethod: kind })
}
