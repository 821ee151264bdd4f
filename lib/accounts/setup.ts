// The first administrator: made through a link that the terminal printed, once.

import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { record } from '#lib/audit/audit.ts'
import { db, type Reader, type Tx } from '#lib/db/client.ts'
import { mailedLinks } from '#lib/db/schema.ts'
import { findLink, issueLink, spendLink } from '#lib/mail/links.ts'
import { SETUP_LINK_DAYS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { listAdministrators, lockAdministrators } from './administrators.ts'
import { askToConfirm } from './confirmation.ts'
import type { firstAdministrator } from './input.ts'
import { hashNewPassword, type PasswordRefusal } from './passwords.ts'
import { makePerson } from './people.ts'

/** A path that makes the first administrator, or null when there is one. Links offered before are dead. */
export async function offerSetupLink(now: Date): Promise<string | null> {
  return db().transaction(async (tx) => {
    await lockAdministrators(tx)
    if (await administratorExists(tx)) return null
    await voidSetupLinks(tx, now)
    const token = await issueLink(tx, { purpose: 'setup', expiresAt: new Date(now.getTime() + SETUP_LINK_DAYS * 86_400_000) })
    return `/setup/?token=${token}`
  })
}

/** Whether the page behind that path has something to offer. */
export async function setupLinkIsGood(token: string, now: Date): Promise<boolean> {
  return (await findLink(db(), 'setup', token, now)) !== null && !(await administratorExists(db()))
}

/** Makes the first administrator and uses the link up. Of two at once, one is made. */
export async function createFirstAdministrator(
  input: z.output<typeof firstAdministrator>, origin: Origin, now: Date, locale: string | null = null,
): Promise<Result<{ userId: string }, 'link-invalid' | 'username-taken' | PasswordRefusal>> {
  if (!(await setupLinkIsGood(input.token, now))) return err('link-invalid')
  const { username, email: address } = input
  const passwordHash = await hashNewPassword(input.password, { username, address })
  if (!passwordHash.ok) return passwordHash

  return db().transaction(async (tx) => {
    await lockAdministrators(tx)
    if (await administratorExists(tx)) return err('link-invalid')
    const person = { username, name: '', address, passwordHash: passwordHash.value, isAdmin: true, confirmedAt: null, locale }
    const made = await makePerson(tx, person, now)
    if (!made) return err('username-taken')
    if (!(await spendLink(tx, 'setup', input.token, now))) throw new Error('A set-up link was spent outside the lock.')
    await record(tx, { action: 'account.created', userId: made.user.id, actorName: username, detail: { username, admin: true } }, origin)
    await askToConfirm(tx, made.address, origin, now)
    return ok({ userId: made.user.id })
  })
}

const administratorExists = async (reader: Reader) => (await listAdministrators(reader)).length > 0

async function voidSetupLinks(tx: Tx, now: Date): Promise<void> {
  await tx.update(mailedLinks).set({ consumedAt: now }).where(and(eq(mailedLinks.purpose, 'setup'), isNull(mailedLinks.consumedAt)))
}
