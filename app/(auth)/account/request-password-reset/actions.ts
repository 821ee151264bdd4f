'use server'

import { redirect } from 'next/navigation'
import { resetRequest } from '#lib/accounts/input.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const sendLink = publicAction(resetRequest, async ({ login }, origin) => {
  const asked = await requestPasswordReset(login, origin, new Date())
  if (!asked.ok) return { error: asked.error }
  redirect('/account/request-password-reset/sent/')
})
