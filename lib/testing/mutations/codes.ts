import type { Mutant } from './list.ts'

const protocol = { file: 'lib/protocol/totp.ts', tests: ['lib/protocol/totp.test.ts'] }
const apps = { file: 'lib/two-factor/totp-apps.ts', tests: ['lib/two-factor/totp-apps.test.ts'] }

/** Codes of authenticator apps (docs/security-bar/totp.md). */
export const codes: Mutant[] = [
  { ...apps, what: 'an app is replaced by its own user', find: 'where(and(eq(totpApps.id, inPlaceOf), confirmed(userId)))', replace: 'where(eq(totpApps.id, inPlaceOf))' },
  { ...apps, what: 'the app that is replaced is over', find: '    await tx.delete(totpApps).where(eq(totpApps.id, inPlaceOf))\n', replace: '' },
  { ...protocol, what: 'one step of drift, not two, behind', find: 'here - TOTP_DRIFT_STEPS, here + TOTP_DRIFT_STEPS)', replace: 'here - 2, here + TOTP_DRIFT_STEPS)' },
  { ...protocol, what: 'one step of drift, not two, ahead', find: 'here - TOTP_DRIFT_STEPS, here + TOTP_DRIFT_STEPS)', replace: 'here - TOTP_DRIFT_STEPS, here + 2)' },
  { ...protocol, what: 'of several matches the highest', find: 'match = step\n', replace: 'match ??= step\n' },
  { ...protocol, what: 'six ASCII digits', find: '/^[0-9]{6}$/', replace: '/^[0-9]{6}/' },
  { ...protocol, what: '160 bits', find: 'const SECRET_BYTES = 20', replace: 'const SECRET_BYTES = 16' },
  { ...protocol, what: 'a name adds no parameter', find: 'encodeURIComponent(text.toWellFormed()', replace: 'String(text.toWellFormed()' },
  { ...protocol, what: 'a name is no issuer', find: '/[:\\p{Cc}]/gu', replace: '/[\\p{Cc}]/gu' },
  { ...apps, what: 'a step is spent once, and none before it', find: ', or(isNull(totpApps.lastStep), lt(totpApps.lastStep, step))', replace: '' },
  { ...apps, what: 'an offer satisfies nothing', find: "const confirmed = (userId: string) => and(eq(totpApps.userId, userId), isNotNull(totpApps.confirmedAt))", replace: 'const confirmed = (userId: string) => eq(totpApps.userId, userId)' },
  { ...apps, what: 'a disabled app is not asked', find: 'const working = (userId: string) => and(confirmed(userId), isNull(totpApps.disabledAt))', replace: 'const working = (userId: string) => confirmed(userId)' },
  { ...apps, what: 'the code that confirms is spent', find: '.set({ name, lastStep, confirmedAt: now', replace: '.set({ name, confirmedAt: now' },
  { ...apps, what: 'an offer ends', find: 'offered(userId), gt(totpApps.expiresAt, now))', replace: 'offered(userId))' },
  { ...apps, what: 'a replay leaves an event', find: "if (replayed) await record(tx, { action: 'totp.replayed', userId, outcome: 'failure', detail: { name: replayed.name } }, origin)\n  else ", replace: 'if (!replayed) ' },
  { ...apps, what: 'failures count', find: 'else await countFailure(tx, userId, now, origin)', replace: '' },
  { ...apps, what: 'a right code clears the count', find: 'lastStep: step, failCount: 0, ', replace: 'lastStep: step, ' },
  { ...apps, what: 'the last factor stays', find: "if (await wouldBeLast(tx, user, id)) return err('last-factor')", replace: '' },
  { what: 'changes of factors wait for one another', file: 'lib/two-factor/factor-changes.ts', find: ".where(eq(users.id, userId)).for('update')", replace: '.where(eq(users.id, userId))', tests: apps.tests },
]
