import type { Mutant } from './list.ts'

const rows = 'lib/sessions/sudo.ts'
const login = 'lib/login/sudo.ts'
const sessions = ['lib/sessions/sessions.test.ts']
const tests = ['lib/login/sudo.test.ts']
const guards = ['lib/web/form-action.test.ts']
const factors = ['lib/two-factor/totp-apps.test.ts', 'lib/two-factor/security-keys.test.ts']

export const sudo: Mutant[] = [
  { what: 'ten minutes', file: rows, find: 'session.sudoAt !== null && now.getTime() - session.sudoAt.getTime() < SUDO_MINUTES * 60_000', replace: 'session.sudoAt !== null', tests: sessions },
  { what: 'a password lifts no session to two factors', file: rows, find: "method === 'password' ? session.aal : 2", replace: '2', tests: sessions },
  { what: 'a new factor gives a new cookie', file: rows, find: "eq(sessions.sudoMethod, 'password')))\n  return rotateSession(tx, session, now, kind === 'totp' ? {} : { sudoMethod: kind })", replace: "eq(sessions.sudoMethod, 'password')))\n  return 'the old one'", tests: factors },
  { what: 'a new factor ends what the password had confirmed elsewhere', file: rows, find: 'await tx.update(sessions).set({ sudoAt: null, sudoMethod: null })\n    .where(and(eq(sessions.userId, session.userId), ne(sessions.publicId, session.publicId), eq(sessions.sudoMethod, \'password\')))', replace: '', tests: factors },
  { what: 'what takes a key takes it', file: 'lib/web/guards.ts', find: "  if (by === 'key' && !hasSudoByKey(session, now) && (await hasKey(id))) return `${confirmPath(next)}&with=key`\n", replace: '', tests: guards },
  { what: 'a code of an app is no key', file: rows, find: "const BY_KEY: SignInMethod[] = [", replace: "const BY_KEY: SignInMethod[] = ['totp', ", tests: guards },
  { what: 'a confirmation by key ends as well', file: rows, find: 'return hasSudo(session, now) && BY_KEY', replace: 'return BY_KEY', tests: guards },
  { what: 'a form that takes a key asks for it', file: 'lib/web/form-action.ts', find: "return sudoAction(schema, run, allow, 'key')", replace: 'return sudoAction(schema, run, allow)', tests: guards },
  { what: 'a page that takes a key asks for it', file: 'lib/web/guards.ts', find: "return requireSudo(next, allow, 'key')", replace: 'return requireSudo(next, allow)', tests: guards },
  { what: 'a key that was disabled is still one', file: 'lib/two-factor/factors.ts', find: 'return (await reader.$count(securityKeys, eq(securityKeys.userId, userId))) > 0\n}\n\n/** Every app', replace: 'return (await reader.$count(securityKeys, and(eq(securityKeys.userId, userId), isNull(securityKeys.disabledAt)))) > 0\n}\n\n/** Every app', tests: guards },
  ...(['deleteProject', 'deleteRelease', 'deleteFile', 'handOver', 'invite', 'changeRole'].map((name) => takesKey('app/manage/project/[name]/actions.ts', name))),
  takesKey('app/manage/account/factor/[id]/actions.ts', 'removeFactor'), takesKey('app/manage/account/recovery-codes/actions.ts', 'generateCodes'),
  takesKey('app/manage/account/totp-provision/actions.ts', 'turnOn'), takesKey('app/manage/account/webauthn-provision/actions.ts', 'registerKey'), takesKey('app/manage/account/actions.ts', 'deleteAccount'),
  { what: 'a key is not added to a session that ended', file: 'lib/two-factor/security-keys.ts', find: 'cookie ? ok({ id, cookie }) : tx.rollback()', replace: "ok({ id, cookie: cookie ?? '' })", tests: factors },
  { what: 'an app is not added to a session that ended', file: 'lib/two-factor/totp-apps.ts', find: 'cookie ? ok({ id: offerId, cookie }) : tx.rollback()', replace: "ok({ id: offerId, cookie: cookie ?? '' })", tests: factors },
  { what: 'the password confirms only where there is no factor', file: login, find: "if (await hasSecondFactor(actor.id)) return err('factor-needed')", replace: '', tests },
  { what: 'a wrong factor confirms nothing', file: login, find: "    if (!spent.ok) {\n      await noteFailure(tx, actor, answer.method, origin, now)\n      return spent\n    }\n", replace: '', tests },
  { what: 'factors are counted here as well', file: login, find: "if (!allowance.allowed) return err('throttled')", replace: '', tests },
  { what: 'a challenge is for this session', file: login, find: 'boundTo: session.idHash })', replace: "boundTo: '' })", tests },
  { what: 'an ended session is not confirmed', file: login, find: "if (!cookie) return err('session-ended')", replace: '', tests },
  { what: 'wrong confirmations are told', file: login, find: "if ((await tx.$count(auditEvents, recent)) === FAILURES_TOLD) await sendWarning(tx, 'sudo-failures', actor.id, origin, now)", replace: '', tests },
]

/** The column of docs/permissions.md says which forms take a key; a source that asks for less differs from it. */
function takesKey(file: string, name: string): Mutant {
  return { what: `${name} takes a key`, file, find: `export const ${name} = sudoByKeyAction(`, replace: `export const ${name} = sudoAction(`, tests: ['lib/web/doors.test.ts'] }
}
