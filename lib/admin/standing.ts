// What administrators may do to an account that is not theirs: make its owner one of them or take that away, and disable it.
//
//   person ──make──► administrator ──remove──► person
//   active ──disable──► disabled ──enable──► active
//
// Deleting is its owner's alone (accounts/deletion.ts), and for good. Each change asks again, under the lock of all
// administrators, whether whoever asks for it still is one: of two who remove each other at once, one does.

import { and, eq, isNull } from 'drizzle-orm'
import { listAdministrators, lockAdministrators } from '#lib/accounts/administrators.ts'
import type { User } from '#lib/accounts/people.ts'
import { type AuditEvent, record } from '#lib/audit/audit.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { users } from '#lib/db/schema.ts'
import { voidLinks } from '#lib/mail/links.ts'
import { type LetterKind, sendLetter } from '#lib/mail/mail.ts'
import type { Origin } from '#lib/origin.ts'
import type { Actor } from '#lib/projects/members.ts'
import { cancelRecovery } from '#lib/recovery/cancel.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { endOtherAccess } from '#lib/sessions/pending-logins.ts'
import { hasConfirmedPrimary, hasSecondFactor } from '#lib/two-factor/factors.ts'

export type PersonRefusal =
  | 'no-such-person' | 'account-changed' | 'last-administrator' | 'yourself' | 'account-rests' | 'address-not-confirmed' | 'second-factor-missing'
type Doing = { tx: Tx; user: User; admin: Actor; origin: Origin; now: Date }

/** Makes somebody an administrator whose account is in use, with the address and the factor that administration asks for. */
export function makeAdministrator(username: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, PersonRefusal>> {
  return changePerson(username, admin, origin, now, async (doing) => {
    const { tx, user } = doing
    if (user.isAdmin) return err('account-changed')
    if (user.disabledAt || user.securedAt || (user.frozenUntil && user.frozenUntil > now)) return err('account-rests')
    if (!(await hasConfirmedPrimary(user.id, tx))) return err('address-not-confirmed')
    if (!(await hasSecondFactor(user.id, tx))) return err('second-factor-missing')
    await tx.update(users).set({ isAdmin: true }).where(eq(users.id, user.id))
    await note(doing, 'account.made-administrator')
    await tellAdministrators(doing, 'administrator-made')
    return ok(undefined)
  })
}

/** Takes it away, from oneself too, as long as another one remains. */
export function removeAdministrator(username: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, PersonRefusal>> {
  return changePerson(username, admin, origin, now, async (doing) => {
    if (!doing.user.isAdmin) return err('account-changed')
    if ((await listAdministrators(doing.tx)).length === 1) return err('last-administrator')
    await takeRole(doing)
    return ok(undefined)
  })
}

/**
 * Nobody is signed in to the account any more or can sign in, and its tokens stop; what it owns stays. The person reads the
 * reason in a letter. Never oneself: so an administrator remains.
 */
export function disableAccount(username: string, reason: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, PersonRefusal>> {
  return changePerson(username, admin, origin, now, async (doing) => {
    const { tx, user } = doing
    if (user.id === admin.id) return err('yourself')
    if (user.disabledAt) return err('account-changed')
    if (user.isAdmin) await takeRole(doing)
    await cancelRecovery(tx, user.id, 'administrator', origin, now, admin.id)
    await tx.update(users).set({ disabledAt: now, disabledReason: reason }).where(eq(users.id, user.id))
    await endOtherAccess(tx, user.id, null, origin, now)
    await voidLinks(tx, user.id, 'reset-password', now)
    await note(doing, 'account.disabled', { reason })
    await tell(doing, user.id, 'account-disabled', { reason })
    return ok(undefined)
  })
}

/** The account is as it was, its tokens work again, and its owner may sign in. */
export function enableAccount(username: string, admin: Actor, origin: Origin, now: Date): Promise<Result<void, PersonRefusal>> {
  return changePerson(username, admin, origin, now, async (doing) => {
    const { tx, user } = doing
    if (!user.disabledAt) return err('account-changed')
    await tx.update(users).set({ disabledAt: null, disabledReason: null }).where(eq(users.id, user.id))
    await note(doing, 'account.enabled')
    await tell(doing, user.id, 'account-enabled')
    return ok(undefined)
  })
}

type Change = (doing: Doing) => Promise<Result<void, PersonRefusal>>

async function changePerson(username: string, admin: Actor, origin: Origin, now: Date, change: Change): Promise<Result<void, PersonRefusal>> {
  return db().transaction(async (tx) => {
    await lockAdministrators(tx)
    if (!(await listAdministrators(tx)).includes(admin.id)) return err('account-changed')
    const called = and(eq(users.usernameKey, username.toLowerCase()), isNull(users.deletedAt))
    const [user] = await tx.select().from(users).where(called).for('update')
    return user ? change({ tx, user, admin, origin, now }) : err('no-such-person')
  })
}

async function takeRole(doing: Doing): Promise<void> {
  await tellAdministrators(doing, 'administrator-removed')
  await doing.tx.update(users).set({ isAdmin: false }).where(eq(users.id, doing.user.id))
  await note(doing, 'account.removed-administrator')
}

/** Everybody who is one, and whoever becomes one or was: none is made or removed without the others reading of it. */
async function tellAdministrators(doing: Doing, kind: LetterKind): Promise<void> {
  for (const userId of await listAdministrators(doing.tx)) await tell(doing, userId, kind)
}

const tell = ({ tx, user, admin, now }: Doing, userId: string, kind: LetterKind, about: Record<string, string> = {}): Promise<void> =>
  sendLetter(tx, { kind, userId, to: 'all', values: { when: now.toISOString(), user: user.username, by: admin.username, ...about } })

const note = ({ tx, user, admin, origin }: Doing, action: AuditEvent['action'], detail: Record<string, string> = {}): Promise<void> =>
  record(tx, { action, userId: user.id, actorId: admin.id, actorName: admin.username, detail: { name: user.username, ...detail } }, origin)
