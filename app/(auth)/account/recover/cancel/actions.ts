'use server'

import { redirect } from 'next/navigation'
import { tokenOnly } from '#lib/accounts/input.ts'
import { cancelByLink } from '#lib/recovery/cancel.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const cancel = publicAction(tokenOnly, async ({ token }, origin) => {
  const cancelled = await cancelByLink(token, origin, new Date())
  if (!cancelled.ok) return { error: cancelled.error }
  redirect('/account/recover/done/?what=cancelled')
})
