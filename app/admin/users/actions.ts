'use server'

import { redirect } from 'next/navigation'
import { sendInvitation, withdrawInvitation } from '#lib/admin/invitations.ts'
import { oneAddress } from '#lib/admin/people-input.ts'
import { adminAction } from '#lib/web/form-action.ts'

export const invite = adminAction(oneAddress, async (user, { email }, origin) => {
  const sent = await sendInvitation(email, user, origin, new Date())
  return sent.ok ? redirect('/admin/users/?done=invited') : { fields: { email: sent.error } }
})

export const withdraw = adminAction(oneAddress, async (user, { email }, origin) => {
  const withdrawn = await withdrawInvitation(email, user, origin, new Date())
  return withdrawn.ok ? redirect('/admin/users/?done=withdrawn') : { error: withdrawn.error }
})
