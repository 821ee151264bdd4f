'use server'

import { redirect } from 'next/navigation'
import { disabling, onePerson } from '#lib/admin/people-input.ts'
import { disableAccount, enableAccount, makeAdministrator, type PersonRefusal, removeAdministrator } from '#lib/admin/standing.ts'
import type { Result } from '#lib/result.ts'
import { adminAction } from '#lib/web/form-action.ts'

export const make = adminAction(onePerson, async (user, { person }, origin) =>
  answer(await makeAdministrator(person, user, origin, new Date()), person, 'made'))

/** Whoever takes it from themselves finds no administration to go back to. */
export const remove = adminAction(onePerson, async (user, { person }, origin) => {
  const removed = await removeAdministrator(person, user, origin, new Date())
  return removed.ok && person.toLowerCase() === user.username.toLowerCase() ? redirect('/manage/account/') : answer(removed, person, 'removed')
})

export const disable = adminAction(disabling, async (user, { person, reason }, origin) =>
  answer(await disableAccount(person, reason, user, origin, new Date()), person, 'disabled'))

export const enable = adminAction(onePerson, async (user, { person }, origin) =>
  answer(await enableAccount(person, user, origin, new Date()), person, 'enabled'))

function answer(changed: Result<void, PersonRefusal>, person: string, done: string) {
  return changed.ok ? redirect(`/admin/users/${encodeURIComponent(person)}/?done=${done}`) : { error: changed.error }
}
