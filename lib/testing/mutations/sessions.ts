import type { Mutant } from './list.ts'

const file = 'lib/sessions/sessions.ts'
const tests = ['lib/sessions/sessions.test.ts']
const account = ['lib/accounts/account.test.ts']

export const sessions: Mutant[] = [
  { what: 'a session that ended is dead', file, find: 'and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt', replace: 'and(gt(sessions.expiresAt, now), gt', tests },
  { what: 'the absolute limit', file, find: 'gt(sessions.expiresAt, now), gt(', replace: 'gt(', tests },
  { what: 'the idle limit', file, find: ', gt(sessions.lastSeenAt, idleSince)', replace: '', tests },
  { what: 'a disabled user has no session', file, find: ', live(now), isNull(users.disabledAt)', replace: ', live(now)', tests },
  { what: 'only a hash of the cookie is kept', file, find: 'userAgent, idHash: hashSecret(token)', replace: 'userAgent, idHash: token', tests },
  { what: 'rotation revives no ended session', file, find: 'session.idHash), live(now)', replace: 'session.idHash)', tests },
  { what: 'rotation kills the old cookie', file, find: '{ ...also, idHash: hashSecret(token) }', replace: '{ ...also, idHash: session.idHash }', tests },
  { what: 'nobody ends a session of somebody else', file, find: 'eq(sessions.userId, userId), eq(sessions.publicId, publicId)', replace: 'eq(sessions.publicId, publicId)', tests },
  { what: 'others end, this one stays', file, find: 'kept ? ne(sessions.publicId, kept.publicId) : undefined', replace: 'undefined', tests },
  { what: 'nobody else’s sessions end', file, find: 'and(eq(sessions.userId, userId), others)', replace: 'and(others)', tests },
  { what: 'twenty sessions, then the oldest ends', file, find: 'await revokeOldest(tx, wanted.userId, now)', replace: '', tests },
  { what: 'the user’s row is locked while sessions are counted', file, find: "await tx.select({ id: users.id }).from(users).where(eq(users.id, wanted.userId)).for('update')", replace: '', tests },
  { what: 'a remembered browser begins without sudo', file, find: "wanted.method === 'remembered-browser' ? null : now", replace: 'now', tests },
  { what: 'the session the browser held ends', file, find: 'if (replaces) await revoke(tx, eq(sessions.idHash, hashSecret(replaces)), now)', replace: '', tests },
  { what: 'signing out is recorded', file, find: "if (ended) await record(tx, { action: 'login.ended', userId: ended.userId }, origin)", replace: '', tests },
  { what: 'other access: sessions', file: 'lib/sessions/pending-logins.ts', find: 'await closeOtherSessions(tx, userId, kept, origin, now)', replace: '', tests: account },
  { what: 'other access: browsers', file: 'lib/sessions/pending-logins.ts', find: 'await forgetBrowsers(tx, userId, origin, now)', replace: '', tests: account },
  { what: 'a new factor is asked for on remembered browsers', file: 'lib/sessions/sudo.ts', find: '  await forgetRememberedBrowsers(tx, session.userId, origin, now)\n', replace: '', tests: ['lib/login/login.test.ts'] },
  { what: 'nobody else’s browsers are forgotten', file: 'lib/sessions/browsers.ts', find: 'and(eq(browsers.userId, userId), isNull(browsers.revokedAt), gt(browsers.rememberedUntil, now))', replace: 'and(isNull(browsers.revokedAt), gt(browsers.rememberedUntil, now))', tests: ['lib/sessions/browsers.test.ts'] },
  { what: 'other access: half-done sign-ins', file: 'lib/sessions/pending-logins.ts', find: '  await voidPendingLogins(tx, userId, now)\n}', replace: '}', tests: account },
  { what: 'a changed address ends other access', file: 'lib/accounts/addresses.ts', find: 'await endOtherAccess(tx, actor.id, actor.session, origin, now)', replace: '', tests: account },
  { what: 'a changed address ends reset links', file: 'lib/accounts/addresses.ts', find: "await voidLinks(tx, actor.id, 'reset-password', now)", replace: '', tests: account },
  { what: 'whoever only knew the address loses their session', file: 'lib/accounts/confirmation.ts', find: 'if (isFirst) await closeOtherSessions(tx, user.id, actor?.id === user.id ? actor.session : null, origin, now)', replace: '', tests: ['lib/accounts/registration.test.ts'] },
  { what: 'a deleted account: its access', file: 'lib/accounts/deletion.ts', find: 'await endOtherAccess(tx, user.id, null, origin, now)', replace: '', tests: account },
  { what: 'a deleted account: its tokens', file: 'lib/accounts/deletion.ts', find: 'await tx.update(apiTokens).set({ revokedAt: now }).where(and(eq(apiTokens.userId, user.id), isNull(apiTokens.revokedAt)))', replace: '', tests: account },
]
