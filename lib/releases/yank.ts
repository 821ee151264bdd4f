// Yanking (PEP 592): installers pass the release over, unless it is asked for by its exact version. Nothing is deleted.

import { eq } from 'drizzle-orm'
import { releases } from '#lib/db/schema.ts'
import { YANK_REASON_MAX_CHARS } from '#lib/numbers.ts'
import type { Origin } from '#lib/origin.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { changeOwnProject, noteChange, tellMembers, type Actor, type OwnProjectError } from './own-project.ts'
import { findRelease } from './taken.ts'

export type YankError = OwnProjectError | 'no-such-release' | 'reason-too-long'

/** Yanks a release, with a reason that installers show; a second time gives it another reason. Owners only; every member is told. */
export async function yankRelease(
  project: string, version: string, reason: string, actor: Actor, origin: Origin, now: Date,
): Promise<Result<void, YankError>> {
  const said = reason.replace(/\s+/g, ' ').trim()
  if (said.length > YANK_REASON_MAX_CHARS) return err('reason-too-long')
  return setYanked(project, version, { yankedAt: now, yankedReason: said || null }, actor, origin, now)
}

/** Takes that back. Nothing happens to a release that is not yanked. Owners only; every member is told. */
export async function unyankRelease(project: string, version: string, actor: Actor, origin: Origin, now: Date): Promise<Result<void, YankError>> {
  return setYanked(project, version, { yankedAt: null, yankedReason: null }, actor, origin, now)
}

type Yanked = { yankedAt: Date | null; yankedReason: string | null }

async function setYanked(name: string, version: string, yanked: Yanked, actor: Actor, origin: Origin, now: Date): Promise<Result<void, YankError>> {
  return changeOwnProject<'no-such-release'>(name, actor, origin, now, async (doing) => {
    const release = await findRelease(doing.project.id, version, doing.tx)
    if (!release || release.deletedAt !== null) return err('no-such-release')
    if (!yanked.yankedAt && !release.yankedAt) return ok(undefined)

    await doing.tx.update(releases).set(yanked).where(eq(releases.id, release.id))
    const [action, journalled] = yanked.yankedAt ? (['release.yanked', 'yank release'] as const) : (['release.unyanked', 'unyank release'] as const)
    await noteChange(doing, action, journalled, { version: release.version, reason: yanked.yankedReason ?? '' })
    const letter = yanked.yankedAt ? 'release-yanked' : 'release-unyanked'
    await tellMembers(doing, letter, { version: release.version, reason: yanked.yankedReason ?? 'none' })
    return ok(undefined)
  })
}
