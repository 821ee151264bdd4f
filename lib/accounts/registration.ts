// Registration. User names are public and may be said to be taken; whether an address is known here may not. So the answer
// is the same, an account is made in either case, and the letter carries the difference.

import { record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { environment } from '#lib/env.ts'
import { countAttempt } from '#lib/limits/limits.ts'
import { networkOf } from '#lib/limits/network.ts'
import { findLink, type MailedLink, spendLink } from '#lib/mail/links.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { askToConfirm } from './confirmation.ts'
import type { Registration } from './input.ts'
import { hashNewPassword, type PasswordRefusal } from './passwords.ts'
import { makePerson } from './people.ts'
import { rolledBack } from './rolled-back.ts'

export type RegistrationRefusal = 'closed' | 'throttled' | 'username-taken' | 'link-invalid' | PasswordRefusal

/** Whether one may register: always, with an invitation's token, or never, as the operator set SIGN_UP. */
export async function registrationOpenTo(token: string, now: Date): Promise<boolean> {
  const { signUp } = environment()
  if (signUp !== 'invite') return signUp === 'open'
  return (await findLink(db(), 'invite', token, now)) !== null
}

/** Makes an account with an unconfirmed address and writes to it. The answer tells nothing about the address. */
export async function register(input: Registration, origin: Origin, now: Date, locale: string | null = null): Promise<Result<{ userId: string }, RegistrationRefusal>> {
  if (!(await registrationOpenTo(input.token, now))) return err(environment().signUp === 'invite' && input.token ? 'link-invalid' : 'closed')
  const allowance = await countAttempt([['registrationPerNetwork', networkOf(origin.ip)]], now)
  if (!allowance.allowed) return err('throttled')
  if (RESERVED_NAMES.has(input.username.toLowerCase())) return err('username-taken')

  const { username, name, email } = input
  const passwordHash = await hashNewPassword(input.password, { username, name, address: email })
  if (!passwordHash.ok) return passwordHash
  return enter(input, passwordHash.value, locale, origin, now)
}

async function enter(input: Registration, passwordHash: string, locale: string | null, origin: Origin, now: Date): Promise<Result<{ userId: string }, RegistrationRefusal>> {
  const { username, name, email: address } = input
  return db().transaction(async (tx) => {
    const made = await makePerson(tx, { username, name, address, passwordHash, isAdmin: false, confirmedAt: null, locale }, now)
    if (!made) return err('username-taken')
    const invitation = await spendInvitation(tx, input.token, now)
    if (invitation === 'invalid') return tx.rollback()
    await record(tx, { action: 'account.created', userId: made.user.id, actorName: username, detail: { username, invited: invitation !== null } }, origin)
    await askToConfirm(tx, made.address, origin, now)
    return ok({ userId: made.user.id })
  }).catch(rolledBack('link-invalid'))
}

/** An invitation is needed where the operator asks for one, and used up where one was brought. */
async function spendInvitation(tx: Tx, token: string, now: Date): Promise<MailedLink | null | 'invalid'> {
  const needed = environment().signUp === 'invite'
  if (!token && !needed) return null
  return (await spendLink(tx, 'invite', token, now)) ?? (needed ? 'invalid' : null)
}

/** Names that a stranger would take for the site itself. Refused as if taken. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'admin', 'administrator', 'root', 'system', 'support', 'security', 'abuse', 'postmaster', 'webmaster', 'help', 'info', 'staff', 'moderator',
  'wheelkeep', 'pypi', 'python', 'psf', 'anonymous', 'nobody', 'deleted-user',
])
