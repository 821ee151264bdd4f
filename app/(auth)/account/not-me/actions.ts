'use server'

import { redirect } from 'next/navigation'
import { tokenOnly } from '#lib/accounts/input.ts'
import { secureAccount } from '#lib/recovery/not-me.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const secure = publicAction(tokenOnly, async ({ token }, origin) => {
  const secured = await secureAccount(token, origin, new Date())
  if (!secured.ok) return { error: secured.error }
  redirect(`/account/recover/done/?what=${secured.value.mailed ? 'secured' : 'secured-unmailed'}`)
})
