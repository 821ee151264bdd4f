import type { Mutant } from './list.ts'

const file = 'lib/mail/links.ts'
const reset = 'lib/login/password-reset.ts'
const registration = ['lib/accounts/registration.test.ts']
const tests = ['lib/login/password-reset.test.ts']

export const links: Mutant[] = [
  { what: 'a link proves the address that it went to', file, find: 'and(eq(emailAddresses.userId, link.userId), eq(emailAddresses.address, link.sentTo))', replace: 'eq(emailAddresses.userId, link.userId)', tests: ['lib/accounts/account.test.ts'] },
  { what: 'an address that works is not written to again', file: 'lib/accounts/addresses.ts', find: "if (address.verifiedAt && !isStale(address, now)) return err('already-confirmed')", replace: '', tests: ['lib/accounts/account.test.ts'] },
  { what: 'a link is for one purpose', file, find: '  eq(mailedLinks.purpose, purpose),\n  isNull', replace: '  isNull', tests: registration },
  { what: 'a link is good once', file, find: '  isNull(mailedLinks.consumedAt),\n  gt', replace: '  gt', tests: [...registration, ...tests] },
  { what: 'a link ends', file, find: '  gt(mailedLinks.expiresAt, now),\n', replace: '', tests: [...registration, ...tests] },
  { what: 'only a hash of a link is kept', file, find: '{ ...link, tokenHash: hashSecret(token) }', replace: '{ ...link, tokenHash: token }', tests },
  { what: 'a link confirms an address of its own user', file: 'lib/accounts/confirmation.ts', find: 'and(eq(emailAddresses.id, link.subject), eq(emailAddresses.userId, user.id))', replace: 'eq(emailAddresses.id, link.subject)', tests: registration },
  { what: 'a reset asks for the factor', file: reset, find: "if (!answer) return err('factor-needed')", replace: "if (!answer) return ok(undefined)", tests },
  { what: 'a reset asks whether there is a factor', file: reset, find: 'if (await hasSecondFactor(userId, tx)) {', replace: 'if (answer) {', tests },
  { what: 'a wrong factor resets nothing', file: reset, find: "      return spent.error === 'used-recovery-code' ? err('wrong-recovery-code') : spent\n", replace: '', tests },
  { what: 'guesses at a reset are counted', file: reset, find: "if (!allowance.allowed) return err('throttled')", replace: '', tests },
  { what: 'whoever has only the link is told of', file: reset, find: "  if (await mayTell(tx, userId, now)) await sendWarning(tx, 'reset-refused', userId, origin, now)\n", replace: '', tests },
  { what: 'but not again and again', file: reset, find: 'if (await mayTell(tx, userId, now)) ', replace: '', tests },
  { what: 'a reset link is spent', file: reset, find: "if (!(await spendLink(tx, 'reset-password', token, now))) return err('link-invalid')", replace: '', tests },
  { what: 'a disabled user resets nothing', file: reset, find: 'user && !user.disabledAt ? user : null', replace: 'user ?? null', tests },
  { what: 'a challenge is for this link', file: reset, find: 'boundTo: hashSecret(token) })', replace: "boundTo: '' })", tests },
  { what: 'a reset link goes to confirmed addresses only', file: 'lib/accounts/reset-request.ts', find: 'and(eq(emailAddresses.userId, user.id), isNotNull(emailAddresses.verifiedAt))', replace: 'eq(emailAddresses.userId, user.id)', tests: ['lib/accounts/account.test.ts'] },
  { what: 'a secured account is not handed to a new address', file: 'lib/accounts/reset-request.ts', find: 'user.securedAt ? confirmed.filter((address) => isSettled(address, user, now)) : confirmed', replace: 'confirmed', tests: ['lib/recovery/not-me.test.ts'] },
  { what: 'whoever is unknown costs as much work', file: 'lib/accounts/reset-request.ts', find: "if (!sent) await sendLetter(tx, { kind: 'reset-password', userId: null, to: 'primary', values: circumstances(origin, now) })", replace: '', tests: ['lib/accounts/account.test.ts'] },
  { what: 'one administrator, however many ask at once', file: 'lib/accounts/setup.ts', find: "    await lockAdministrators(tx)\n    if (await administratorExists(tx)) return err('link-invalid')\n", replace: '', tests: ['lib/accounts/setup.test.ts'] },
]
