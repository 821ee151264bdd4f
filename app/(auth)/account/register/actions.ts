'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { registration } from '#lib/accounts/input.ts'
import { register, type RegistrationRefusal } from '#lib/accounts/registration.ts'
import { setCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { currentLocale } from '../../../i18n.ts'

export const createAccount = publicAction(registration, async (input, origin) => {
  const registered = await register(input, origin, new Date(), await currentLocale())
  if (registered.ok) {
    await setCookie('registered', input.email)
    redirect('/account/register/sent/')
  }
  return refused(registered.error)
})

function refused(error: RegistrationRefusal): FormState {
  if (error === 'username-taken') return { fields: { username: error } }
  return error.startsWith('password-') ? { fields: { password: error } } : { error }
}
