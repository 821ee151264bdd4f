import type { Mutant } from './list.ts'

const rows = 'lib/sessions/sudo.ts'
const login = 'lib/login/sudo.ts'
const sessions = ['lib/sessions/sessions.test.ts']
const tests = ['lib/login/sudo.test.ts']
const factors = ['lib/two-factor/totp-apps.test.ts', 'lib/two-factor/security-keys.test.ts']

export const sudo: Mutant[] = [
  { what: 'ten minutes', file: rows, find: 'session.sudoAt !== null && now.getTime() - session.sudoAt.getTime() < SUDO_MINUTES * 60_000', replace: 'session.sudoAt !== null', tests: sessions },
  { what: 'a password lifts no session to two factors', file: rows, find: "method === 'password' ? session.aal : 2", replace: '2', tests: sessions },
  { what: 'a new factor gives a new cookie', file: rows, find: "eq(sessions.sudoMethod, 'password')))\n  return rotateSession(tx, session, now)", replace: "eq(sessions.sudoMethod, 'password')))\n  return 'the old one'", tests: factors },
  { what: 'a new factor ends what the password had confirmed elsewhere', file: rows, find: 'await tx.update(sessions).set({ sudoAt: null, sudoMethod: null })\n    .where(and(eq(sessions.userId, session.userId), ne(sessions.publicId, session.publicId), eq(sessions.sudoMethod, \'password\')))', replace: '', tests: factors },
  { what: 'a key is not added to a session that ended', file: 'lib/two-factor/security-keys.ts', find: 'cookie ? ok({ id, cookie }) : tx.rollback()', replace: "ok({ id, cookie: cookie ?? '' })", tests: factors },
  { what: 'an app is not added to a session that ended', file: 'lib/two-factor/totp-apps.ts', find: 'cookie ? ok({ id: offerId, cookie }) : tx.rollback()', replace: "ok({ id: offerId, cookie: cookie ?? '' })", tests: factors },
  { what: 'the password confirms only where there is no factor', file: login, find: "if (await hasSecondFactor(actor.id)) return err('factor-needed')", replace: '', tests },
  { what: 'a wrong factor confirms nothing', file: login, find: "    if (!spent.ok) {\n      await noteFailure(tx, actor, answer.method, origin, now)\n      return spent\n    }\n", replace: '', tests },
  { what: 'factors are counted here as well', file: login, find: "if (!allowance.allowed) return err('throttled')", replace: '', tests },
  { what: 'a challenge is for this session', file: login, find: 'boundTo: session.idHash })', replace: "boundTo: '' })", tests },
  { what: 'an ended session is not confirmed', file: login, find: "if (!cookie) return err('session-ended')", replace: '', tests },
  { what: 'wrong confirmations are told', file: login, find: "if ((await tx.$count(auditEvents, recent)) === FAILURES_TOLD) await sendWarning(tx, 'sudo-failures', actor.id, origin, now)", replace: '', tests },
]
