// The frame of server actions that a script calls with values instead of a form: the key ceremonies. The same three
// questions as for forms: did a page of ours send it, who is asking, did they confirm it is them.

import { err, type Result } from '#lib/result.ts'
import { hasSudo } from '#lib/sessions/sudo.ts'
import type { CurrentUser } from './current-user.ts'
import { type Allow, requireUser } from './guards.ts'
import { assertSameOrigin } from './same-origin.ts'

/** Asks `run` for anyone who stands on a page of ours. */
export async function publicCall<T>(run: () => Promise<T>): Promise<T> {
  await assertSameOrigin()
  return run()
}

/** Asks `run` for the user who is signed in; a visitor is sent to sign in. */
export async function userCall<T>(run: (user: CurrentUser) => Promise<T>, allow: Allow = {}): Promise<T> {
  await assertSameOrigin()
  return run(await requireUser(undefined, allow))
}

/** The same for somebody who confirmed within the last ten minutes that it is them; else `confirm-first`. */
export async function sudoCall<T, E extends string>(
  run: (user: CurrentUser) => Promise<Result<T, E>>, allow: Allow = {},
): Promise<Result<T, E | 'confirm-first'>> {
  return userCall(async (user) => (hasSudo(user.session, new Date()) ? run(user) : err('confirm-first')), allow)
}
