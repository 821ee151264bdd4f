// The path of the first administrator after the account is made. What is proved elsewhere (address, codes, factor) is read
// there, so a step that was done on another page is done; what is a matter of having looked is kept in one row of settings.
// Any step can wait: the row names those that were passed, and the path leads to the first one that is neither.

import { eq, sql } from 'drizzle-orm'
import { db, type Reader } from '#lib/db/client.ts'
import { files, projects, releases, settings } from '#lib/db/schema.ts'
import { countRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { hasConfirmedPrimary, hasSecondFactor } from '#lib/two-factor/factors.ts'
import { SET_UP_STEPS, type SetUpStep } from './input.ts'

export type StepState = 'done' | 'later' | 'open'
export type SetUp = { steps: { name: SetUpStep; state: StepState }[]; current: SetUpStep | null }
export type Arrived = { name: string; version: string }

const KEY = 'set-up'
const DONE = ':done'

/** Opens the path: called when the first administrator was made. */
export async function beginSetUp(now: Date): Promise<void> {
  await db().insert(settings).values({ key: KEY, value: '', changedAt: now }).onConflictDoNothing()
}

/** Whether there is a path that was not walked to its end. */
export async function setUpIsRunning(): Promise<boolean> {
  const passed = await passedSteps(db())
  return passed !== null && !passed.has(`first-package${DONE}`)
}

/** Each step of the path for this administrator, and the first that is open; null when none is, or there is no path. */
export async function findSetUp(userId: string): Promise<SetUp> {
  const passed = await passedSteps(db())
  const proved: Partial<Record<SetUpStep, boolean>> = {
    address: await hasConfirmedPrimary(userId, db()), 'recovery-codes': (await countRecoveryCodes(userId)).confirmed, 'second-factor': await hasSecondFactor(userId),
  }
  const steps = SET_UP_STEPS.map((name) => ({ name, state: stateOf(name, passed ?? new Set(), proved[name] ?? false) }))
  return { steps, current: passed === null ? null : (steps.find(({ state }) => state === 'open')?.name ?? null) }
}

/** Goes past a step: done, or for later. */
export async function passStep(step: SetUpStep, how: 'done' | 'later', now: Date): Promise<void> {
  const word = how === 'done' ? `${step}${DONE}` : step
  const value = sql`to_jsonb(${settings.value} #>> '{}' || ' ' || ${word}::text)`
  await db().update(settings).set({ value, changedAt: now }).where(eq(settings.key, KEY))
}

/** The first release of this user, for a page that waits for it. */
export async function findFirstUpload(userId: string): Promise<Arrived | null> {
  const [first] = await db().select({ name: projects.name, version: releases.version }).from(files)
    .innerJoin(releases, eq(releases.id, files.releaseId)).innerJoin(projects, eq(projects.id, files.projectId))
    .where(eq(files.uploadedBy, userId)).orderBy(files.uploadedAt).limit(1)
  return first ?? null
}

async function passedSteps(reader: Reader): Promise<Set<string> | null> {
  const [row] = await reader.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY))
  return row ? new Set(String(row.value).split(' ')) : null
}

function stateOf(name: SetUpStep, passed: Set<string>, proved: boolean): StepState {
  if (proved || passed.has(`${name}${DONE}`)) return 'done'
  return passed.has(name) ? 'later' : 'open'
}
