import type { Mutant } from './list.ts'

const breached = 'lib/accounts/breached-password.ts'
const forced = 'lib/login/forced-change.ts'
const abandoned = 'lib/login/abandoned.ts'
const code = 'lib/login/browser-code.ts'
const [forcedTests, abandonedTests, codeTests] = [['lib/login/forced-change.test.ts'], ['lib/login/abandoned.test.ts'], ['lib/login/browser-code.test.ts']]
const guardTests = ['lib/web/form-action.test.ts']

/** Sign-ins that are right and still not trusted: breached passwords, abandoned second steps, new browsers. */
export const unsureSignIn: Mutant[] = [
  { what: 'a marked account is not looked up again', file: breached, find: 'user.passwordBreachedAt || ', replace: '', tests: forcedTests },
  { what: 'one letter of many sign-ins at once', file: breached, find: '    if (locked.passwordBreachedAt) return locked\n', replace: '', tests: forcedTests },
  { what: 'a password that was changed meanwhile is not blamed', file: breached, find: '    if (isAnother) return user\n', replace: '', tests: forcedTests },
  { what: 'sign-in does not wait for a slow list', file: breached, find: ', BREACH_CHECK_AT_SIGN_IN_MS)', replace: ')', tests: forcedTests },
  { what: 'the list is not fetched from elsewhere', file: 'lib/accounts/breaches.ts', find: "redirect: 'error', ", replace: '', tests: forcedTests },
  { what: 'the service learns five digits', file: 'lib/accounts/breaches.ts', find: 'sha1.slice(0, 5)}`', replace: 'sha1}`', tests: forcedTests },
  { what: 'the same password is not a new one', file: 'lib/accounts/password-change.ts', find: "  if (user.passwordBreachedAt && (await verifyPassword(user.passwordHash, password))) return err('password-breached')\n", replace: '', tests: forcedTests },
  { what: 'two factors before a breached password is changed', file: forced, find: 'session.aal === 2 && ', replace: '', tests: forcedTests },
  { what: 'and proved a moment ago', file: forced, find: ' && hasSudo(session, now)', replace: '', tests: forcedTests },
  { what: 'the verb asks for the way, not only the page', file: forced, find: "way === 'here' ?", replace: 'true ?', tests: forcedTests },
  { what: 'no page and no action with a breached password', file: 'lib/web/guards.ts', find: 'user.mustChangePassword && !allow.oldPassword', replace: 'false', tests: guardTests },
  { what: 'nothing private either', file: 'lib/web/current-user.ts', find: 'user?.mustChangePassword ? null : user', replace: 'user', tests: guardTests },
  { what: 'no upload with a breached password', file: 'lib/releases/password-publisher.ts', find: "  if (user.passwordBreachedAt) return err('password-breached')\n", replace: '', tests: ['lib/releases/password-publisher.test.ts'] },
  { what: 'a sign-in with a password of before begins nothing', file: 'lib/login/login.ts', find: "  if (!locked.passwordHash || locked.passwordChangedAt.getTime() !== user.passwordChangedAt.getTime()) return err('wrong-credentials')\n", replace: '', tests: forcedTests },
  { what: 'an ended sign-in spends no factor', file: 'lib/login/login.ts', find: "  if (!(await findWaiting(tx, cookie, now))) return err('expired')\n", replace: '', tests: ['lib/login/login.test.ts'] },

  { what: 'an abandoned sign-in is told once', file: abandoned, find: 'eq(pendingLogins.cookieHash, cookieHash), unreviewed)', replace: 'eq(pendingLogins.cookieHash, cookieHash))', tests: abandonedTests },
  { what: 'who came in after all is told nothing', file: abandoned, find: ' || (await cameInAfterAll(tx, login))', replace: '', tests: abandonedTests },
  { what: 'another network is another place', file: abandoned, find: ' && networkOf(ip) === networkOf(login.ip)', replace: '', tests: abandonedTests },
  { what: 'another browser is another place', file: abandoned, find: 'userAgent === login.userAgent && ', replace: '', tests: abandonedTests },
  { what: 'a sign-in from before excuses nothing', file: abandoned, find: ', gte(pendingLogins.createdAt, login.createdAt)', replace: '', tests: abandonedTests },
  { what: 'a wrong factor is told from a known browser too', file: abandoned, find: ' || wrong > 0', replace: '', tests: abandonedTests },
  { what: 'an hour between letters', file: abandoned, find: '(await toldSince(ABANDONED_LETTER_EVERY_HOURS)) === 0 && ', replace: '', tests: abandonedTests },
  { what: 'five letters a day', file: abandoned, find: ' && (await toldSince(24)) < ABANDONED_LETTERS_PER_DAY', replace: '', tests: abandonedTests },
  { what: 'what nobody looked at is not swept', file: 'lib/login/pending.ts', find: 'lt(pendingLogins.expiresAt, longAgo), settled', replace: 'lt(pendingLogins.expiresAt, longAgo)', tests: abandonedTests },

  { what: 'a code is asked for after the factors only', file: code, find: "|| !found || found.pending.codesMailed === 0) return err('expired')\n  const allowance", replace: "|| !found) return err('expired')\n  const allowance", tests: codeTests },
  { what: 'guesses count with the second factor', file: code, find: "  if (!allowance.allowed) return err('throttled')\n", replace: '', tests: codeTests },
  { what: 'three codes for a sign-in', file: code, find: "    if (pending.codesMailed >= BROWSER_CODES_PER_SIGN_IN) return err('no-more-codes')\n", replace: '', tests: codeTests },
  { what: 'counted one after the other', file: code, find: '    await lockPerson(tx, found.user.id)\n', replace: '', tests: codeTests },
  { what: 'ten codes a day', file: code, find: '  if ((await mailedToday(tx, userId, now)) >= BROWSER_CODES_PER_DAY) return false\n', replace: '', tests: codeTests },
  { what: 'a key needs no code', file: code, find: 'CANNOT_BE_RELAYED.has(method) || ', replace: '', tests: codeTests },
  { what: 'a forgotten browser is not known', file: code, find: ' && (await isKnownBrowser(tx, browserId, now))', replace: '', tests: codeTests },
  { what: 'a code is of one sign-in', file: code, find: '`${cookieHash}|${codesMailed}`', replace: '`${codesMailed}`', tests: codeTests },
  { what: 'a new code makes the old one useless', file: code, find: '`${cookieHash}|${codesMailed}`', replace: '`${cookieHash}`', tests: codeTests },
  { what: 'no letter for a sign-in that is over', file: 'lib/worker/mail.ts', find: '  if (code === null) return\n', replace: '', tests: codeTests },
  { what: 'a link alone does not tell which codes were good', file: 'lib/login/password-reset.ts', find: "spent.error === 'used-recovery-code' ? err('wrong-recovery-code') : spent", replace: 'spent', tests: ['lib/login/password-reset.test.ts'] },
]
