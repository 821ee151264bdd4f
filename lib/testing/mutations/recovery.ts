import type { Mutant } from './list.ts'

const tests = ['lib/recovery/recovery.test.ts']
const rule = { file: 'lib/recovery/recovery.ts', tests }
const start = { file: 'lib/recovery/start.ts', tests }
const finish = { file: 'lib/recovery/finish.ts', tests }
const cancel = { file: 'lib/recovery/cancel.ts', tests }
const vouch = { file: 'lib/recovery/vouch.ts', tests }
const letters = { file: 'lib/recovery/letters.ts', tests }
const reminders = { file: 'lib/recovery/reminders.ts', tests }
const notMe = { file: 'lib/recovery/not-me.ts', tests: ['lib/recovery/not-me.test.ts'] }
const operator = { file: 'lib/recovery/operator.ts', tests: ['lib/recovery/operator.test.ts'] }

/** The way back for whoever lost every factor, and what it must never be: a way in for somebody else. */
export const recovery: Mutant[] = [
  { ...rule, what: 'not for administrators', find: ' && !user.isAdmin', replace: '' },
  { ...rule, what: 'not for disabled accounts', find: ' && !user.disabledAt', replace: '' },
  { ...rule, what: 'not for secured accounts', find: ' && !user.securedAt', replace: '' },
  { ...rule, what: 'not where the operator has none of it', find: 'recoveryDays() > 0 && ', replace: '' },
  { ...rule, what: 'what is cancelled is over', find: 'and(isNull(recoveries.cancelledAt), ', replace: 'and(' },
  { ...rule, what: 'what is finished is over', find: 'isNull(recoveries.finishedAt), gt', replace: 'gt' },
  { ...rule, what: 'what nobody finished is over', find: ', gt(recoveries.endsAt, daysAfter(now, -RECOVERY_FINISH_DAYS)))', replace: ')' },
  { ...start, what: 'three letters a day', find: "if (!allowance.allowed) return err('throttled')\n", replace: '' },
  { ...start, what: 'nothing to ask for while one waits', find: "if (running && running.endsAt > now) return err('running')\n", replace: '' },
  { ...start, what: 'whoever has no factor has lost none', find: ' && (await hasSecondFactor(user.id, reader))', replace: '' },
  { ...start, what: 'the password begins it, not the link alone', find: 'if (!known.ok) return known\n', replace: "if (!known.ok && known.error === 'throttled') return known\n" },
  { ...start, what: 'with the password there is now', find: 'user.passwordHash !== known.value.passwordHash || ', replace: '' },
  { ...start, what: 'one at a time', find: "if (await findRecovery(tx, user.id, now)) return err('running')\n", replace: '' },
  { ...start, what: 'the link is spent', find: "if (!(await spendLink(tx, 'start-recovery', token, now))) return err('link-invalid')\n", replace: '' },
  { ...start, what: 'the wait', find: 'endsAt: daysAfter(now, recoveryDays())', replace: 'endsAt: now' },
  { ...start, what: 'uploads rest', find: '  await freezeUploads(tx, user.id, lastMoment(recovery))\n', replace: '' },
  { ...start, what: 'its owner is told', find: "  await tellOwner(tx, 'recovery-started', recovery, now, circumstances(origin, now))\n", replace: '' },
  { ...start, what: 'co-owners are told', find: "  await tellCoOwners(tx, 'running', recovery, now)\n", replace: '' },
  { ...finish, what: 'not before its time, by the page', find: 'if (!recovery || recovery.endsAt > now) return null', replace: 'if (!recovery) return null' },
  { ...finish, what: 'not before its time, by the row', find: ', lte(recoveries.endsAt, now))', replace: ')' },
  { ...finish, what: 'the password ends it, not the link alone', find: 'if (!known.ok) return known\n', replace: "if (!known.ok && known.error === 'throttled') return known\n" },
  { ...finish, what: 'with the password there is now', find: 'user.passwordHash !== known.value.passwordHash || ', replace: '' },
  { ...finish, what: 'the link is spent', find: "if (!(await spendLink(tx, 'finish-recovery', token, now))) return err('link-invalid')\n", replace: '' },
  { ...finish, what: 'every factor goes', find: '  await forgetFactors(tx, user.id)\n', replace: '' },
  { ...finish, what: 'all access ends', find: '  await endOtherAccess(tx, user.id, null, origin, now)\n', replace: '' },
  { ...finish, what: 'a factor is due from then on', find: 'mustHaveFactor: true, ', replace: '' },
  { ...finish, what: 'its owner is told', find: "  await sendWarning(tx, 'recovery-finished', user.id, origin, now)\n", replace: '' },
  { ...cancel, what: 'a link cancels once', find: "if (!(await spendLink(tx, 'cancel-recovery', token, now))) return err('link-invalid')\n", replace: '' },
  { ...cancel, what: 'no link of a cancelled one works', find: "  for (const purpose of ['start-recovery', 'finish-recovery'] as const) await voidLinks(tx, userId, purpose, now)\n", replace: '' },
  { ...cancel, what: 'uploads wake', find: '  await freezeUploads(tx, userId, null)\n', replace: '' },
  { ...cancel, what: 'of one user', find: 'and(eq(recoveries.userId, userId), open(now))', replace: 'open(now)' },
  { what: 'a second factor at sign-in cancels', file: 'lib/login/ticket.ts', find: "    if (TWO_FACTORS.has(method)) await cancelRecovery(tx, user.id, 'second-factor', origin, now)\n", replace: '', tests },
  { what: 'a password alone cancels nothing', file: 'lib/login/ticket.ts', find: 'if (TWO_FACTORS.has(method)) await cancel', replace: 'await cancel', tests },
  { what: 'a second factor at a reset cancels', file: 'lib/login/password-reset.ts', find: "  await cancelRecovery(tx, userId, 'second-factor', origin, now)\n", replace: '', tests },
  { what: 'a second factor at a confirmation cancels', file: 'lib/login/sudo.ts', find: "    await cancelRecovery(tx, actor.id, 'second-factor', origin, now)\n", replace: '', tests },
  { ...vouch, what: 'nobody vouches for themselves', find: 'if (id === recovery.userId) return false\n', replace: '' },
  { ...vouch, what: 'co-owners only', find: 'isAdmin || (await coOwnersOf(reader, recovery.userId, recovery.startedAt)).includes(id)', replace: 'true' },
  { ...vouch, what: 'with two factors', find: "if (voucher.session.aal !== 2) return err('second-factor-missing')\n", replace: '' },
  { ...vouch, what: 'once each', find: "if (recovery.vouchers.includes(voucher.id)) return err('already-vouched')\n", replace: '' },
  { ...vouch, what: 'three days at the least', find: 'hoursAfter(startedAt, RECOVERY_VOUCHED_HOURS).getTime(), ', replace: '' },
  { ...vouch, what: 'a day after the letter about it', find: ', hoursAfter(now, RECOVERY_VOUCH_NOTICE_HOURS).getTime())', replace: ')' },
  { ...vouch, what: 'never later than without', find: 'Math.min(endsAt.getTime(), soonest)', replace: 'soonest' },
  { ...vouch, what: 'the person is told', find: "    await tellOwner(tx, 'recovery-vouched', nearer, now, { by: voucher.username })\n", replace: '' },
  { ...vouch, what: 'asked again under the lock', find: 'const recovery = await findRecoveryById(tx, id, now)', replace: 'const recovery = found' },
  { ...letters, what: 'co-owners from before it began', find: ', lte(mine.createdAt, since)', replace: '' },
  { ...reminders, what: 'each letter once', find: 'if (!recovery || !isDue(recovery, now) || !mayRecover(user)) return', replace: 'if (!recovery || !mayRecover(user)) return' },
  { ...notMe, what: 'a link secures once', find: 'if (!link || user.disabledAt)', replace: 'if (user.disabledAt)' },
  { ...notMe, what: 'pressing one kills the others', find: "    for (const purpose of ['not-me', 'reset-password'] as const) await voidLinks(tx, user.id, purpose, now)\n", replace: '' },
  { ...notMe, what: 'a recovery that runs is cancelled', find: "    await cancelRecovery(tx, user.id, 'not-me', origin, now)\n", replace: '' },
  { ...notMe, what: 'all access ends', find: '    await endOtherAccess(tx, user.id, null, origin, now)\n', replace: '' },
  { ...notMe, what: 'the password is forgotten', find: '{ passwordHash: null, securedAt: now }', replace: '{ securedAt: now }' },
  { ...notMe, what: 'nobody signs in until a reset', find: '{ passwordHash: null, securedAt: now }', replace: '{ passwordHash: null }' },
  { ...operator, what: 'every factor goes', find: '    await forgetFactors(tx, user.id)\n', replace: '' },
  { ...operator, what: 'all access ends', find: '    await endOtherAccess(tx, user.id, null, nowhere, now)\n', replace: '' },
  { ...operator, what: 'a factor is due', find: 'mustHaveFactor: true, ', replace: '' },
  { ...operator, what: 'the person is told', find: "    await sendWarning(tx, 'factors-reset', user.id, nowhere, now)\n", replace: '' },
  { ...operator, what: 'a recovery that waits is cancelled', find: "    await cancelRecovery(tx, user.id, 'operator', nowhere, now, null)\n", replace: '', tests },
]
