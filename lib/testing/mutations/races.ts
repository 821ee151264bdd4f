import type { Mutant } from './list.ts'

/** What makes one of twenty win (docs/security-bar/races.md), as far as no other group has it. */
export const races: Mutant[] = [
  { what: 'a recovery code is spent once', file: 'lib/two-factor/recovery-codes.ts', find: 'and(theCode(userId, code), isNull(recoveryCodes.usedAt))', replace: 'theCode(userId, code)', tests: ['lib/two-factor/recovery-codes.test.ts'] },
  { what: 'an invitation is answered once', file: 'lib/projects/invitations.ts', find: 'const open = and(which, isNull(invitations.answer), ', replace: 'const open = and(which, ', tests: ['lib/projects/invitations.test.ts'] },
  { what: 'owners are counted under the lock of the project', file: 'lib/projects/projects.ts', find: "eq(projects.id, before.value.project.id)).for('update')", replace: 'eq(projects.id, before.value.project.id))', tests: ['lib/projects/projects.test.ts'] },
  { what: 'the last owner stays', file: 'lib/projects/members.ts', find: "if (member.role === 'owner' && owners === 1) return err('last-owner')\n    await tx.delete", replace: 'await tx.delete', tests: ['lib/projects/projects.test.ts'] },
  { what: 'a link is spent once', file: 'lib/mail/links.ts', find: '  isNull(mailedLinks.consumedAt),\n', replace: '', tests: ['lib/accounts/registration.test.ts'] },
  { what: 'sessions are counted under the lock of the user', file: 'lib/sessions/sessions.ts', find: "eq(users.id, wanted.userId)).for('update')", replace: 'eq(users.id, wanted.userId))', tests: ['lib/sessions/sessions.test.ts'] },
  { what: 'an attempt is taken before the answer is looked at', file: 'lib/login/pending.ts', find: '.where(and(waiting(cookie, now), gt(pendingLogins.attemptsLeft, 0))).returning()', replace: '.where(waiting(cookie, now)).returning()', tests: ['lib/login/login.test.ts'] },
  { what: 'the project is locked while a file is stored', file: 'lib/releases/store.ts', find: "eq(projects.normalizedName, normalizeName(name))).for('update')", replace: 'eq(projects.normalizedName, normalizeName(name)))', tests: ['lib/api/upload-races.test.ts'] },
]
