'use server'

import { redirect } from 'next/navigation'
import { recoveryId } from '#lib/recovery/input.ts'
import { vouch } from '#lib/recovery/vouch.ts'
import { sudoAction } from '#lib/web/form-action.ts'

export const vouchFor = sudoAction(recoveryId, async (user, { id }, origin) => {
  const vouched = await vouch(user, id, origin, new Date())
  if (!vouched.ok) return { error: vouched.error }
  redirect('/account/recover/done/?what=vouched')
})
