import type { Mutant } from './list.ts'

const factors = { file: 'lib/two-factor/factors.ts', tests: ['lib/two-factor/factors.test.ts'] }
const codes = { file: 'lib/two-factor/recovery-codes.ts', tests: ['lib/two-factor/recovery-codes.test.ts'] }
const written = { file: 'lib/protocol/recovery-codes.ts', tests: ['lib/protocol/recovery-codes.test.ts'] }

/** What counts as a second factor, in which order they come, and the codes that stand behind them. */
export const factorRules: Mutant[] = [
  { ...factors, what: 'a key is a factor', find: 'return (await hasKey(userId, reader)) || ', replace: 'return ' },
  { ...factors, what: 'an offer is none', find: ', isNotNull(totpApps.confirmedAt))', replace: ')' },
  { ...factors, what: 'an address first', find: "if (!(await hasConfirmedPrimary(userId, reader))) return 'address-unconfirmed'\n", replace: '' },
  { ...factors, what: 'saved codes first', find: "return entered > 0 && left > 0 ? 'ok' : 'codes-first'", replace: "return left > 0 ? 'ok' : 'codes-first'", tests: ['lib/two-factor/recovery-codes.test.ts'] },
  { ...factors, what: 'codes that are left', find: "return entered > 0 && left > 0 ? 'ok' : 'codes-first'", replace: "return entered > 0 ? 'ok' : 'codes-first'", tests: ['lib/two-factor/recovery-codes.test.ts'] },
  { ...factors, what: 'a disabled factor is not asked', find: '.filter((factor) => !factor.disabledAt)', replace: '' },
  { ...factors, what: 'the strongest first', find: 'STRONGEST_FIRST.indexOf(a.kind) - STRONGEST_FIRST.indexOf(b.kind) ||', replace: '' },
  { ...codes, what: 'the user is in the hash', find: '`${userId}|${code}`', replace: 'code' },
  { ...codes, what: 'the pepper', find: "createHmac('sha256', pepper.bytes)", replace: "createHmac('sha256', 'nothing')" },
  { ...codes, what: 'new codes replace the old ones', find: 'const replaced = await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))', replace: 'const replaced = await tx.update(recoveryCodes).set({ userId }).where(eq(recoveryCodes.userId, userId))' },
  { ...codes, what: 'new codes end other sign-ins', find: '    if (replaced.length > 0) await endOtherAccess(tx, userId, session, origin, now)\n', replace: '' },
  { ...codes, what: 'codes need an address', find: "    if (!(await hasConfirmedPrimary(userId, tx))) return err('address-unconfirmed')\n", replace: '' },
  { ...codes, what: 'its owner is told of new codes', find: "    await sendWarning(tx, 'recovery-codes-generated', userId, origin, now)\n", replace: '' },
  { ...written, what: 'nothing but ASCII', find: "if (!/^[\\x20-\\x7E]*$/.test(typed)) return null\n", replace: '' },
  { ...written, what: 'twenty-four characters', find: 'return CODE.test(code) ? code : null', replace: 'return code' },
  { ...written, what: 'every character is likely', find: 'byte % 32', replace: 'byte % 16' },
]
