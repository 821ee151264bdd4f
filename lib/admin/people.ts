// What administrators see of people: everything but secrets. Those who deleted their account are not among them.

import { and, asc, count, desc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { type Address, listAddresses } from '#lib/accounts/addresses.ts'
import { db } from '#lib/db/client.ts'
import { literally } from '#lib/db/like.ts'
import { auditEvents, projectRoles, projects, users } from '#lib/db/schema.ts'
import { ADDRESS_MAX_CHARS, PEOPLE_PER_PAGE } from '#lib/numbers.ts'
import { pagesOf } from '#lib/pages.ts'

export type PersonState = 'disabled' | 'secured' | 'recovering' | 'unconfirmed'
export type PersonForAdmins = {
  id: string
  username: string
  name: string
  isAdmin: boolean
  hasSecondFactor: boolean
  createdAt: Date
  /** By any session, or at the last sign-in; null: never. */
  lastSeenAt: Date | null
  /** Whatever keeps them from using the account as they would; nothing: it is active. */
  states: PersonState[]
}
export type PersonInDetail = PersonForAdmins & {
  addresses: Address[]
  projects: { name: string; role: 'owner' | 'maintainer' }[]
  disabled: { at: Date; by: string | null; reason: string } | null
}

/** One page (from 1) of the people whose user name, name or address begins so, by name; without a beginning of all of them, the newest first. */
export async function listPeople(query: string, page: number, now: Date): Promise<{ people: PersonForAdmins[]; pages: number }> {
  const beginning = query.trim().replaceAll('\0', '').toLowerCase().slice(0, ADDRESS_MAX_CHARS)
  const which = beginning === '' ? notDeleted : and(notDeleted, beginsWith(`${literally(beginning)}%`))
  const [found] = await db().select({ many: count() }).from(users).where(which)
  const pages = pagesOf(found?.many ?? 0, PEOPLE_PER_PAGE)
  const order = beginning === '' ? [desc(users.createdAt), asc(users.id)] : [asc(users.usernameKey)]
  const rows = await readPeople(which).orderBy(...order).limit(PEOPLE_PER_PAGE).offset((page - 1) * PEOPLE_PER_PAGE)
  return { people: rows.map((row) => shown(row, now)), pages }
}

/** One of them by the user name, in whatever case. */
export async function findPersonForAdmins(username: string, now: Date): Promise<PersonInDetail | null> {
  const [row] = await readPeople(and(notDeleted, eq(users.usernameKey, username.toLowerCase())))
  if (!row) return null
  const theirs = await db().select({ name: projects.name, role: projectRoles.role }).from(projectRoles)
    .innerJoin(projects, and(eq(projects.id, projectRoles.projectId), isNull(projects.deletedAt)))
    .where(eq(projectRoles.userId, row.id)).orderBy(desc(projectRoles.role), asc(projects.normalizedName))
  const disabled = row.disabledAt && { at: row.disabledAt, by: await disabledBy(row.id), reason: row.disabledReason ?? '' }
  return { ...shown(row, now), addresses: await listAddresses(row.id), projects: theirs, disabled }
}

const notDeleted = isNull(users.deletedAt)

const beginsWith = (pattern: string): SQL =>
  sql`(users.username_key like ${pattern} or lower(users.name) like ${pattern} or exists (select 1 from email_addresses a where a.user_id = users.id and a.address_key like ${pattern}))`

/** The same questions as hasSecondFactor and hasConfirmedPrimary ask of one person, here of many in one statement. */
const readPeople = (which: SQL | undefined) => db().select({
  id: users.id, username: users.username, name: users.name, isAdmin: users.isAdmin, createdAt: users.createdAt,
  disabledAt: users.disabledAt, disabledReason: users.disabledReason, securedAt: users.securedAt, frozenUntil: users.frozenUntil,
  hasSecondFactor: sql<boolean>`(exists (select 1 from security_keys k where k.user_id = users.id) or exists (select 1 from totp_apps t where t.user_id = users.id and t.confirmed_at is not null))`,
  isConfirmed: sql<boolean>`exists (select 1 from email_addresses a where a.user_id = users.id and a.is_primary and a.verified_at is not null)`,
  lastSeenAt: sql<string | null>`greatest(users.last_login_at, (select max(s.last_seen_at) from sessions s where s.user_id = users.id))`,
}).from(users).where(which)

type Row = Awaited<ReturnType<typeof readPeople>>[number]

function shown(row: Row, now: Date): PersonForAdmins {
  const { id, username, name, isAdmin, hasSecondFactor, createdAt, lastSeenAt } = row
  const holds: Record<PersonState, boolean> = {
    disabled: row.disabledAt !== null, secured: row.securedAt !== null, recovering: row.frozenUntil !== null && row.frozenUntil > now, unconfirmed: !row.isConfirmed,
  }
  const states = (Object.keys(holds) as PersonState[]).filter((state) => holds[state])
  return { id, username, name, isAdmin, hasSecondFactor, createdAt, lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt), states }
}

async function disabledBy(userId: string): Promise<string | null> {
  const [event] = await db().select({ by: auditEvents.actorName }).from(auditEvents)
    .where(and(eq(auditEvents.userId, userId), eq(auditEvents.action, 'account.disabled'))).orderBy(desc(auditEvents.id)).limit(1)
  return event?.by ?? null
}
