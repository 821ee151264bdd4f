'use server'

import { redirect } from 'next/navigation'
import { registration } from '#lib/accounts/input.ts'
import { register } from '#lib/accounts/registration.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { currentLocale } from '../../../i18n.ts'

export const createAccount = publicAction(registration, async (input, origin) => {
  const registered = await register(input, origin, new Date(), await currentLocale())
  if (registered.ok) redirect(`/account/register/sent/?address=${encodeURIComponent(input.email)}`)
  if (registered.error === 'username-taken') return { fields: { username: registered.error } }
  return registered.error.startsWith('password-') ? { fields: { password: registered.error } } : { error: registered.error }
})
