import type { Mutant } from './list.ts'

const account = ['lib/accounts/account.test.ts']
const registration = ['lib/accounts/registration.test.ts']
const addresses = { file: 'lib/accounts/addresses.ts', tests: account }

/** Accounts and their addresses, beside what signing in asks of them. */
export const accounts: Mutant[] = [
  { what: 'a form has the fields it names and no others', file: 'lib/accounts/input.ts', find: 'export const registration = z.strictObject(', replace: 'export const registration = z.looseObject(', tests: registration },
  { what: 'an address is one address', file: 'lib/accounts/input.ts', find: ".regex(ADDRESS, 'address-malformed')", replace: '', tests: registration },
  { what: 'a name of the site is taken', file: 'lib/accounts/registration.ts', find: "  if (RESERVED_NAMES.has(input.username.toLowerCase())) return err('username-taken')\n", replace: '', tests: registration },
  { what: 'closed is closed', file: 'lib/accounts/registration.ts', find: "  if (!(await registrationOpenTo(input.token, now))) return err(environment().signUp === 'invite' && input.token ? 'link-invalid' : 'closed')\n", replace: '', tests: registration },
  { what: 'an invitation is used up', file: 'lib/accounts/registration.ts', find: "(await spendLink(tx, 'invite', token, now))", replace: "(await findLink(tx, 'invite', token, now))", tests: registration },
  { what: 'a known address is answered alike', file: 'lib/accounts/confirmation.ts', find: "if (owner) return sendLetter(", replace: "if (owner) throw new Error('known')\n  if (owner) return sendLetter(", tests: registration },
  { ...addresses, what: 'two a day', find: "  const allowance = await countAttempt([['addressAddedPerAccount', actor.id]], now)\n  if (!allowance.allowed) return err('throttled')\n", replace: '' },
  { ...addresses, what: 'ten altogether', find: "    if ((has?.many ?? 0) >= ADDRESSES_MAX_PER_USER) return err('too-many-addresses')\n", replace: '' },
  { ...addresses, what: 'the others are told', find: "    await sendWarning(tx, 'address-added', actor.id, origin, now, { address })\n", replace: '' },
  { what: 'all are told of one that is confirmed', file: 'lib/accounts/confirmation.ts', find: "    if (!isFirst && !address.verifiedAt) await sendWarning(tx, 'address-confirmed', user.id, origin, now, { address: address.address })\n", replace: '', tests: account },
  { ...addresses, what: 'all are told what everybody may read', find: "    await sendWarning(tx, 'address-published', actor.id, origin, now, { address: address.address, stage: isPublic ? 'shown' : 'hidden' })\n", replace: '' },
  { ...addresses, what: 'the primary one stays', find: "    if (address.isPrimary) return err('is-primary')\n", replace: '' },
  { ...addresses, what: 'its owner is told that it goes', find: "      await sendLetter(tx, { kind: 'address-removed', userId: actor.id, to: { address: address.address }, values })\n", replace: '' },
  { ...addresses, what: 'three links in six hours', find: "  const allowance = await countAttempt([['verifyMailPerAccount', actor.id]], now)\n  if (!allowance.allowed) return err('throttled')\n", replace: '' },
  { what: 'a profile shows what its owner made public', file: 'lib/accounts/details.ts', find: ', eq(emailAddresses.isPublic, true)', replace: '', tests: account },
  { what: 'a profile shows no disabled person', file: 'lib/accounts/details.ts', find: ', isNull(users.disabledAt)', replace: '', tests: account },
  { what: 'an account is deleted by its name', file: 'lib/accounts/deletion.ts', find: "    if (confirmation.toLowerCase() !== user.usernameKey) return err('confirmation-wrong')\n", replace: '', tests: account },
  { what: 'a browser is forgotten by its own user, on record', file: 'lib/sessions/endings.ts', find: "    if (forgotten) await record(tx, { action: 'browser.forgotten', userId }, origin)\n", replace: '', tests: ['lib/sessions/endings.test.ts'] },
]
