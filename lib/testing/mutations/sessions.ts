import type { Mutant } from './list.ts'

const file = 'lib/sessions/sessions.ts'
const tests = ['lib/sessions/sessions.test.ts']

export const sessions: Mutant[] = [
  { what: 'a session that ended is dead', file, find: 'and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt', replace: 'and(gt(sessions.expiresAt, now), gt', tests },
  { what: 'the absolute limit', file, find: 'gt(sessions.expiresAt, now), gt(', replace: 'gt(', tests },
  { what: 'the idle limit', file, find: ', gt(sessions.lastSeenAt, idleSince)', replace: '', tests },
  { what: 'a disabled user has no session', file, find: ', live(now), isNull(users.disabledAt)', replace: ', live(now)', tests },
  { what: 'only a hash of the cookie is kept', file, find: 'userAgent, idHash: hashSecret(token)', replace: 'userAgent, idHash: token', tests },
  { what: 'rotation revives no ended session', file, find: 'session.idHash), live(now)', replace: 'session.idHash)', tests },
  { what: 'nobody ends a session of somebody else', file, find: 'eq(sessions.userId, userId), eq(sessions.publicId, publicId)', replace: 'eq(sessions.publicId, publicId)', tests },
  { what: 'a remembered browser begins without sudo', file, find: "wanted.method === 'remembered-browser' ? null : now", replace: 'now', tests },
]
