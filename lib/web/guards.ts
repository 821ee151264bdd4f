// Who may see a page or send a form. Each page and each action asks here; proxy.ts is never an access control.

import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { environment } from '#lib/env.ts'
import { err, ok, type Result } from '#lib/result.ts'
import { hasSudo, hasSudoByKey } from '#lib/sessions/sudo.ts'
import { hasKey, hasSecondFactor } from '#lib/two-factor/factors.ts'
import { type CurrentUser, currentUser } from './current-user.ts'
import { safeRedirect } from './safe-redirect.ts'

const SIGN_IN = '/account/login/'
const CONFIRM = '/account/reauthenticate/'
const ADD_FACTOR = '/manage/account/#two-factor'
const CHANGE_PASSWORD = '/account/change-password/'

/** Who is let in nevertheless: somebody without the second factor they must have, or with a password they must change. */
export type Allow = { withoutFactor?: boolean; oldPassword?: boolean }

/**
 * The user who is signed in; a visitor is sent to sign in and back to `next` (a page names its own path; an action leaves it
 * out). Where the operator requires a second factor, or the account was recovered without one, a member without one reaches
 * only what helps to add it: those pages pass `{ withoutFactor: true }`. Whose password is known from a breach reaches only
 * what changes it: `{ oldPassword: true }`.
 */
export async function requireUser(next?: string, allow: Allow = {}): Promise<CurrentUser> {
  const user = await userOrDetour(next, allow)
  return user.ok ? user.value : redirect(user.error)
}

async function userOrDetour(next?: string, allow: Allow = {}): Promise<Result<CurrentUser, string>> {
  const user = await currentUser()
  if (!user) return err(signInPath(next ?? (await pageOfForm())))
  if (user.mustChangePassword && !allow.oldPassword) return err(`${CHANGE_PASSWORD}?next=${encodeURIComponent(next ?? (await pageOfForm()))}`)
  const mustHaveFactor = (environment().twoFactor === 'required' || user.mustHaveFactor) && !allow.withoutFactor
  return mustHaveFactor && !(await hasSecondFactor(user.id)) ? err(ADD_FACTOR) : ok(user)
}

/**
 * The same as `requireSudo`, for a route handler, where a thrown redirect would repeat the POST: the user, or the path they
 * have to pass first.
 */
export async function sudoOrDetour(next: string): Promise<Result<CurrentUser, string>> {
  const user = await userOrDetour(next)
  if (!user.ok) return user
  const missing = await missingSudo(user.value, 'any', next)
  return missing ? err(missing) : user
}

/** A user who confirmed within the last ten minutes that it is them; else they are asked to, and come back to `next`. */
export async function requireSudo(next?: string, allow: Allow = {}, by: SudoBy = 'any'): Promise<CurrentUser> {
  const user = await requireUser(next, allow)
  const missing = await missingSudo(user, by, next ?? (await pageOfForm()))
  return missing ? redirect(missing) : user
}

/** The same before how one signs in is changed: whoever has a key confirmed by key. */
export async function requireSudoByKey(next?: string, allow: Allow = {}): Promise<CurrentUser> {
  return requireSudo(next, allow, 'key')
}

/** By which factor one confirms: any there is, or a key where there is one. */
export type SudoBy = 'any' | 'key'

/**
 * Where this user must confirm first, to come back to `next`; null when they did. What cannot be undone, and what decides who
 * can sign in, takes a key of whoever has one (ASVS 5.0 V7.5.3): no page with a false name can pass that on.
 */
export async function missingSudo({ id, session }: CurrentUser, by: SudoBy, next: string): Promise<string | null> {
  const now = new Date()
  if (by === 'key' && !hasSudoByKey(session, now) && (await hasKey(id))) return `${confirmPath(next)}&with=key`
  return hasSudo(session, now) ? null : confirmPath(next)
}

/** An administrator whose session proved two factors; null for every other member: a page then answers `Missing`, so that nobody learns of it. */
export async function findAdmin(next?: string): Promise<CurrentUser | null> {
  const user = await requireUser(next)
  return user.isAdmin ? requireTwoFactors(user, next) : null
}

/** The same for an action, which ends here for everyone else. */
export async function requireAdmin(next?: string): Promise<CurrentUser> {
  return (await findAdmin(next)) ?? notFound()
}

/** The same user, if their session proved two factors; else they are asked to prove one now, or to add one. */
export async function requireTwoFactors(user: CurrentUser, next?: string): Promise<CurrentUser> {
  if (user.session.aal === 2) return user
  if (!(await hasSecondFactor(user.id))) redirect(ADD_FACTOR)
  redirect(confirmPath(next ?? (await pageOfForm())))
}

/** Where one signs in, to come back to `next`. */
export const signInPath = (next: string): string => `${SIGN_IN}?next=${encodeURIComponent(next)}`

/** Where one confirms it is them, to come back to `next`. */
export const confirmPath = (next: string): string => `${CONFIRM}?next=${encodeURIComponent(next)}`

/** The page a form was sent from, as the browser tells it; only ever a path of ours. */
export async function pageOfForm(): Promise<string> {
  const referer = (await headers()).get('referer')
  if (!referer || !URL.canParse(referer)) return '/'
  const { origin, pathname, search } = new URL(referer)
  return origin === environment().origin ? safeRedirect(pathname + search) : '/'
}
