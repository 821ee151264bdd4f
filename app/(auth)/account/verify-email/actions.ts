'use server'

import { redirect } from 'next/navigation'
import { confirmAddress } from '#lib/accounts/confirmation.ts'
import { tokenOnly } from '#lib/accounts/input.ts'
import { currentUser } from '#lib/web/current-user.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { onWithSetUp } from '../../../manage/account/on-with-set-up.ts'

export const confirm = publicAction(tokenOnly, async ({ token }, origin) => {
  const user = await currentUser()
  const confirmed = await confirmAddress(token, user, origin, new Date())
  if (!confirmed.ok) return { error: confirmed.error }
  redirect(user ? await onWithSetUp(user, '/manage/account/?done=address-confirmed#account-emails') : '/account/login/?notice=confirmed')
})
