'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { registration } from '#lib/accounts/input.ts'
import { register, type RegistrationRefusal } from '#lib/accounts/registration.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { currentLocale } from '../../../i18n.ts'

export const createAccount = publicAction(registration, async (input, origin) => {
  const registered = await register(input, origin, new Date(), await currentLocale())
  if (registered.ok) redirect(`/account/register/sent/?address=${encodeURIComponent(input.email)}`)
  return refused(registered.error)
})

function refused(error: RegistrationRefusal): FormState {
  if (error === 'username-taken') return { fields: { username: error } }
  return error.startsWith('password-') ? { fields: { password: error } } : { error }
}
