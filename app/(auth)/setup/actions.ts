'use server'

import { firstAdministrator } from '#lib/accounts/input.ts'
import { createFirstAdministrator } from '#lib/accounts/setup.ts'
import { beginSetUp } from '#lib/admin/set-up.ts'
import { startLogin } from '#lib/login/login.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { goOnSignedIn } from '#lib/web/go-on.ts'
import { currentLocale } from '../../i18n.ts'

const HOME = '/setup/'

/** Makes the administrator, then signs in with what was just typed: through the same door as everybody. */
export const createAdministrator = publicAction(firstAdministrator, async (input, origin) => {
  const made = await createFirstAdministrator(input, origin, new Date(), await currentLocale())
  if (!made.ok) {
    if (made.error === 'username-taken') return { fields: { username: made.error } }
    return made.error.startsWith('password-') ? { fields: { password: made.error } } : { error: made.error }
  }
  await beginSetUp(new Date())
  const started = await startLogin({ login: input.username, password: input.password, next: HOME }, await readCookie('browser'), origin, new Date())
  return started.ok ? goOnSignedIn(started.value, HOME) : { error: started.error }
})
