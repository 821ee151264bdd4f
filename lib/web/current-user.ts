// Who is asking. next-auth sets and clears the session cookie; its value is our opaque id, so reading it takes one row and
// none of next-auth, whose reader answers 500 to a damaged callback-url cookie and "signed out" to a database that is away.

import { cache } from 'react'
import { findSession, type FoundSession, type Session, type SessionUser } from '#lib/sessions/sessions.ts'
import { readCookie } from './cookies.ts'

export type CurrentUser = SessionUser & { session: Session }

/** The live session of this request with its user, or null. Read once per request; throws when the database is away. */
export const currentSession: () => Promise<FoundSession | null> = cache(async () => {
  const token = await readCookie('session')
  return token ? findSession(token, new Date()) : null
})

/** The same where members see more than visitors: whoever must first change a password is a visitor still. */
export async function currentMember(): Promise<CurrentUser | null> {
  const user = await currentUser()
  return user?.mustChangePassword ? null : user
}

/** The user who is signed in, with the session, or null. */
export async function currentUser(): Promise<CurrentUser | null> {
  const found = await currentSession()
  return found && { ...found.user, session: found.session }
}
