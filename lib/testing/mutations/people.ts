import type { Mutant } from './list.ts'

const standing = { file: 'lib/admin/standing.ts', tests: ['lib/admin/standing.test.ts'] }
const deletion = { file: 'lib/accounts/deletion.ts', tests: ['lib/accounts/account.test.ts'] }
const left = { file: 'lib/projects/members.ts', tests: ['lib/projects/projects.test.ts'] }
const invited = { file: 'lib/admin/invitations.ts', tests: ['lib/admin/invitations.test.ts'] }

/** What administrators do to accounts: who may, the last of them, and the doors of a disabled account. */
export const people: Mutant[] = [
  { ...standing, what: 'whoever asks is still an administrator', find: "    if (!(await listAdministrators(tx)).includes(admin.id)) return err('account-changed')\n", replace: '' },
  { ...standing, what: 'one at a time', find: '    await lockAdministrators(tx)\n', replace: '' },
  { ...standing, what: 'the last administrator stays', find: "    if ((await listAdministrators(doing.tx)).length === 1) return err('last-administrator')\n", replace: '' },
  { ...standing, what: 'nobody disables themselves', find: "    if (user.id === admin.id) return err('yourself')\n", replace: '' },
  { ...standing, what: 'an administrator has a second factor', find: "    if (!(await hasSecondFactor(user.id, tx))) return err('second-factor-missing')\n", replace: '' },
  { ...standing, what: 'an administrator has a confirmed address', find: "    if (!(await hasConfirmedPrimary(user.id, tx))) return err('address-not-confirmed')\n", replace: '' },
  { ...standing, what: 'no administrator at rest', find: "    if (user.disabledAt || user.securedAt || (user.frozenUntil && user.frozenUntil > now)) return err('account-rests')\n", replace: '' },
  { ...standing, what: 'all administrators read of it', find: "    await tellAdministrators(doing, 'administrator-made')\n", replace: "    await tell(doing, user.id, 'administrator-made')\n" },
  { ...standing, what: 'a new administrator is on record', find: "    await note(doing, 'account.made-administrator')\n", replace: '' },
  { ...standing, what: 'whoever is disabled is no administrator any more', find: '    if (user.isAdmin) await takeRole(doing)\n', replace: '' },
  { ...standing, what: 'access ends with the account', find: '    await endOtherAccess(tx, user.id, null, origin, now)\n', replace: '' },
  { ...standing, what: 'a reset link ends with the account', find: "    await voidLinks(tx, user.id, 'reset-password', now)\n", replace: '' },
  { ...standing, what: 'its owner reads why', find: "    await tell(doing, user.id, 'account-disabled', { reason })\n", replace: '' },
  { ...standing, what: 'a deleted account stays deleted', find: 'and(eq(users.usernameKey, username.toLowerCase()), isNull(users.deletedAt))', replace: 'eq(users.usernameKey, username.toLowerCase())' },
  { ...standing, what: 'an upload on its way is refused', file: 'lib/accounts/resting.ts', find: 'if (user.securedAt || user.disabledAt) return true', replace: 'if (user.securedAt) return true' },
  { ...deletion, what: 'the only administrator keeps the account', find: "    if (user.isAdmin && (await listAdministrators(tx)).length === 1) return err('last-administrator')\n", replace: '' },
  { ...deletion, what: 'administrators delete their accounts one at a time', find: '    await lockAdministrators(tx)\n', replace: '' },
  { ...deletion, what: 'a disabled owner is not counted', find: '    .innerJoin(users, and(eq(users.id, projectRoles.userId), isNull(users.disabledAt)))\n', replace: '' },
  { ...left, what: 'a project is handed to nobody who is disabled', find: "    if (member.isDisabled) return err('last-owner')\n", replace: '' },
  { ...left, what: 'a project is left to nobody who is disabled', find: "role === 'owner' && (userId === memberId || !isDisabled)", replace: "role === 'owner'" },
  { ...invited, what: 'nobody is invited where sign-up is closed', find: "  if (environment().signUp === 'closed') return err('sign-up-closed')\n", replace: '' },
  { ...invited, what: 'fifty invitations a day', find: "  if (!allowance.allowed) return err('too-many-invitations')\n", replace: '' },
  { ...invited, what: 'an invitation that was withdrawn is dead', file: 'lib/mail/links.ts', find: 'const dead = await tx.update(mailedLinks).set({ consumedAt: now })', replace: 'const dead = await tx.update(mailedLinks).set({ consumedAt: null })' },
  { ...invited, what: 'an invitation sent again is one', file: 'lib/accounts/invite.ts', find: "    await voidLinksAbout(tx, 'invite', address.toLowerCase(), now)\n", replace: '' },
  { what: 'administrators see no account that was deleted', file: 'lib/admin/people.ts', find: 'and(notDeleted, eq(users.usernameKey, username.toLowerCase()))', replace: 'eq(users.usernameKey, username.toLowerCase())', tests: ['lib/admin/people.test.ts'] },
]
