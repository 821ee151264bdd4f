import type { Mutant } from './list.ts'

const step = 'lib/login/password-step.ts'
const login = 'lib/login/login.ts'
const pending = 'lib/login/pending.ts'
const ticket = 'lib/login/ticket.ts'
const tests = ['lib/login/login.test.ts']

export const signingIn: Mutant[] = [
  { what: 'a wrong password is refused', file: step, find: '!(await verifyPassword(usableHash, password)) || ', replace: '', tests },
  { what: 'a disabled user has no password', file: step, find: 'user && !user.disabledAt ? user.passwordHash : null', replace: 'user?.passwordHash ?? null', tests },
  { what: 'weak hashes are made anew', file: step, find: 'await strengthen(user, password)', replace: '', tests },
  { what: 'a claimed address signs nobody in', file: 'lib/accounts/people.ts', find: 'and(eq(emailAddresses.addressKey, key), isNotNull(emailAddresses.verifiedAt))', replace: 'eq(emailAddresses.addressKey, key)', tests: [...tests, 'lib/accounts/account.test.ts'] },
  { what: 'a second factor is asked where there is one', file: login, find: 'if (hasFactor && !isRemembered(browser, now)) return', replace: 'if (false) return', tests },
  { what: 'a remembered browser gains no level', file: login, find: "hasFactor ? 'remembered-browser' : 'password'", replace: "hasFactor ? 'totp' : 'password'", tests },
  { what: 'the second step is throttled', file: login, find: "if (!allowance.allowed) return err('throttled')", replace: '', tests },
  { what: 'an attempt is taken before it is looked at', file: login, find: 'const attempt = await takeAttempt(db(), cookie, now)', replace: 'const attempt = found.pending', tests },
  { what: 'what ended meanwhile is not finished', file: login, find: "if (!(await findWaiting(tx, cookie, now))) return err('expired')", replace: '', tests },
  { what: 'a wrong factor gives no ticket', file: login, find: 'if (spent.ok) return completeOrConfirm(tx, user, cookie, spent.value, origin, now)', replace: "if (spent) return completeOrConfirm(tx, user, cookie, 'totp', origin, now)", tests },
  { what: 'five wrong factors are told', file: login, find: 'if (attempt.attemptsLeft === 0) await tellOfFailures(tx, attempt, origin, now)', replace: '', tests },
  { what: 'a wrong factor stands in the history', file: login, find: "await record(tx, { action: 'login.second-factor-failed', userId: attempt.userId, actorId: null, outcome: 'failure', detail: { method: answer.method } }, origin)", replace: '', tests },
  { what: 'keys are asked for this sign-in alone', file: login, find: 'boundTo: cookieHash })', replace: "boundTo: '' })", tests },
  { what: 'only a hash of the pending cookie is kept', file: pending, find: '...begun, cookieHash: hashSecret(cookie)', replace: '...begun, cookieHash: cookie', tests },
  { what: 'five attempts for a sign-in', file: pending, find: '.where(and(waiting(cookie, now), gt(pendingLogins.attemptsLeft, 0))).returning()', replace: '.where(waiting(cookie, now)).returning()', tests },
  { what: 'attempts count down', file: pending, find: 'sql`${pendingLogins.attemptsLeft} - 1`', replace: 'sql`${pendingLogins.attemptsLeft}`', tests },
  { what: 'a disabled user is stopped between the steps', file: pending, find: 'gt(pendingLogins.attemptsLeft, 0), isNull(users.disabledAt))', replace: 'gt(pendingLogins.attemptsLeft, 0))', tests },
  { what: 'a sign-in takes five minutes at most', file: pending, find: 'isNull(pendingLogins.consumedAt), gt(pendingLogins.expiresAt, now),\n)', replace: 'isNull(pendingLogins.consumedAt),\n)', tests },
  { what: 'a sign-in that ended goes on no more', file: pending, find: 'isNull(pendingLogins.completedAt), isNull(pendingLogins.consumedAt), gt', replace: 'isNull(pendingLogins.completedAt), gt', tests },
  { what: 'a ticket belongs to its cookie', file: pending, find: 'eq(pendingLogins.ticketHash, hashSecret(ticket)), eq(pendingLogins.cookieHash, hashSecret(cookie)),', replace: 'eq(pendingLogins.ticketHash, hashSecret(ticket)),', tests },
  { what: 'a ticket is spent once', file: pending, find: 'isNotNull(pendingLogins.completedAt), isNull(pendingLogins.consumedAt),\n      gt', replace: 'isNotNull(pendingLogins.completedAt),\n      gt', tests },
  { what: 'a ticket lives a minute', file: pending, find: 'gt(pendingLogins.ticketExpiresAt, now), ', replace: '', tests },
  { what: 'only a hash of the ticket is kept', file: pending, find: 'ticketHash: hashSecret(ticket), ticketExpiresAt', replace: 'ticketHash: ticket, ticketExpiresAt', tests },
  { what: 'a ticket opens nothing for a disabled user', file: ticket, find: 'user.disabledAt || ', replace: '', tests },
  { what: 'a ticket opens no secured account', file: ticket, find: 'user.securedAt || ', replace: '', tests: ['lib/recovery/not-me.test.ts'] },
  { what: 'a recovery code is not remembered in the browser', file: ticket, find: 'remember && MAY_BE_REMEMBERED.has(method)', replace: 'remember', tests },
  { what: 'nothing is remembered unless asked', file: ticket, find: 'if (remember && ', replace: 'if (', tests },
  { what: 'a new sign-in ends half-done ones', file: ticket, find: 'await voidPendingLogins(tx, user.id, now)', replace: '', tests },
  { what: 'a new sign-in ends open reset links', file: ticket, find: "await voidLinks(tx, user.id, 'reset-password', now)", replace: '', tests: ['lib/login/password-reset.test.ts'] },
  { what: 'one factor is one factor', file: ticket, find: 'aal: TWO_FACTORS.has(method) ? 2 : 1', replace: 'aal: 2', tests },
  { what: 'the session the browser held ends', file: ticket, find: ', replaces: brought.session', replace: '', tests },
  { what: 'a new browser is told', file: ticket, find: "if (user.lastLoginAt) await sendWarning(tx, 'new-browser', user.id, origin, now)", replace: '', tests },
  { what: 'a passkey of a disabled user opens nothing', file: 'lib/login/passkey.ts', find: '|| !(await isEnabled(tx, spent.userId))', replace: '', tests: ['lib/login/passkey.test.ts'] },
  { what: 'a browser is known to its own user only', file: 'lib/sessions/browsers.ts', find: 'eq(browsers.tokenHash, hashSecret(token)), eq(browsers.userId, userId), known(now)', replace: 'eq(browsers.tokenHash, hashSecret(token)), known(now)', tests: ['lib/sessions/browsers.test.ts'] },
  { what: 'a forgotten browser is a stranger', file: 'lib/sessions/browsers.ts', find: 'and(isNull(browsers.revokedAt), gt(browsers.lastSeenAt, seenSince(now)))', replace: 'gt(browsers.lastSeenAt, seenSince(now))', tests: ['lib/sessions/browsers.test.ts'] },
  { what: 'a browser is remembered for thirty days', file: 'lib/sessions/browsers.ts', find: ' && browser.rememberedUntil > now', replace: '', tests: ['lib/sessions/browsers.test.ts'] },
  { what: 'nobody forgets a browser of somebody else', file: 'lib/sessions/browsers.ts', find: 'and(eq(browsers.id, browserId), eq(browsers.userId, userId), ', replace: 'and(eq(browsers.id, browserId), ', tests: ['lib/sessions/browsers.test.ts'] },
]
