// Settings that administrators change in the browser. The environment says what they are at first; a row says what was
// chosen since. `environment()` always holds what is in force: nobody else has to know that there are two sources.
//
// Each process reads the rows when it starts, when Postgres tells it that they changed (LISTEN), and after each time the
// connection for that was lost.

import { eq, inArray, sql } from 'drizzle-orm'
import { record } from '#lib/audit/audit.ts'
import { ADVISORY_LOCKS } from '#lib/db/advisory-locks.ts'
import { db, driver, type Reader, type Tx } from '#lib/db/client.ts'
import { settings } from '#lib/db/schema.ts'
import { environment } from '#lib/env.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { shared } from '#lib/shared.ts'
import * as input from './input.ts'
import type { SiteSettings } from './input.ts'

type Name = keyof SiteSettings

/** What the log, the record and the operator's table call them. */
export const VARIABLES: Record<Name, string> = {
  siteName: 'SITE_NAME', signUp: 'SIGN_UP', twoFactor: 'TWO_FACTOR', uploadPasswords: 'UPLOAD_PASSWORDS',
  sessionIdleMinutes: 'SESSION_IDLE_MINUTES', sessionMaxHours: 'SESSION_MAX_HOURS',
}
const NAMES = Object.keys(VARIABLES) as Name[]
const CHANNEL = 'site_settings'
const shape = input.siteName.extend(input.sitePolicies.shape)

/** Puts the rows in force here and keeps listening; answers how to end that. */
export async function openSettings(): Promise<() => Promise<void>> {
  const { unlisten } = await driver().listen(CHANNEL, readAgain, readAgain)
  await loadSettings()
  return unlisten
}

/** Puts the rows in force in this process: for the operator's commands, which end before anything changes. */
export async function loadSettings(): Promise<void> {
  putInForce(await chosen(db()))
}

/** What is in force. */
export function siteSettings(): SiteSettings {
  return pick(environment())
}

/** What the environment says, for those who wonder which of the two speaks. */
export function settingsOfEnvironment(): SiteSettings {
  return shared('settings of the environment', () => pick(environment()))
}

/**
 * Changes what is given, for every process, each change on record. A choice that is what the environment says anyway leaves
 * no row: a later change of the variable counts again.
 */
export async function changeSettings(
  wanted: Partial<SiteSettings>, actor: { id: string; username: string }, origin: Origin, now: Date,
): Promise<Result<void, 'idle-longer-than-session'>> {
  const changed = await db().transaction(async (tx): Promise<Result<Partial<SiteSettings>, 'idle-longer-than-session'>> => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.settings})`)
    const before = { ...settingsOfEnvironment(), ...(await chosen(tx)) }
    const after = { ...before, ...wanted }
    if (after.sessionIdleMinutes > after.sessionMaxHours * 60) return err('idle-longer-than-session')
    for (const name of NAMES) {
      if (after[name] === before[name]) continue
      await choose(tx, name, after[name], now)
      await record(tx, { action: 'setting.changed', userId: actor.id, actorName: actor.username, detail: { name: VARIABLES[name], from: before[name], to: after[name] } }, origin)
    }
    await tx.execute(sql`select pg_notify(${CHANNEL}, '')`)
    return ok(await chosen(tx))
  })
  if (!changed.ok) return changed
  putInForce(changed.value)
  return ok(undefined)
}

async function choose(tx: Tx, name: Name, value: string | number, now: Date): Promise<void> {
  if (value === settingsOfEnvironment()[name]) await tx.delete(settings).where(eq(settings.key, keyOf(name)))
  else await tx.insert(settings).values({ key: keyOf(name), value, changedAt: now }).onConflictDoUpdate({ target: settings.key, set: { value, changedAt: now } })
}

/** What was chosen in the browser. A row that fits no more (an older version wrote it) counts for nothing. */
async function chosen(reader: Reader): Promise<Partial<SiteSettings>> {
  const rows = await reader.select().from(settings).where(inArray(settings.key, NAMES.map(keyOf)))
  const fitting = rows.flatMap(({ key, value }) => {
    const name = NAMES.find((one) => keyOf(one) === key)
    return name && shape.shape[name].safeParse(value).success ? [[name, value]] : []
  })
  return Object.fromEntries(fitting)
}

function putInForce(rows: Partial<SiteSettings>): void {
  Object.assign(environment(), settingsOfEnvironment(), rows)
}

/** The database may be away for a moment: the next connection reads again. */
function readAgain(): void {
  loadSettings().catch((trouble: unknown) => console.error('settings:', trouble))
}

const keyOf = (name: Name) => `site.${name}`

function pick({ siteName, signUp, twoFactor, uploadPasswords, sessionIdleMinutes, sessionMaxHours }: SiteSettings): SiteSettings {
  return { siteName, signUp, twoFactor, uploadPasswords, sessionIdleMinutes, sessionMaxHours }
}
