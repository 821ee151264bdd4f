'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { nothing } from '#lib/accounts/input.ts'
import { requestPasswordReset } from '#lib/accounts/reset-request.ts'
import { replacePassword } from '#lib/login/forced-change.ts'
import { replacedPassword } from '#lib/login/input.ts'
import { setCookie } from '#lib/web/cookies.ts'
import { userAction } from '#lib/web/form-action.ts'
import { confirmPath, pageOfForm } from '#lib/web/guards.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'

const HOME = '/manage/projects/'
const always = { withoutFactor: true, oldPassword: true }

export const changePassword = userAction(replacedPassword, async (user, { next, ...change }, origin) => {
  const changed = await replacePassword(user, change, origin, new Date())
  if (!changed.ok) return refused(changed.error)
  await setCookie('session', changed.value.cookie)
  redirect(safeRedirect(next, HOME))
}, always)

export const mailResetLink = userAction(nothing, async (user, _nothing, origin) => {
  const asked = await requestPasswordReset(user.username, origin, new Date())
  if (asked.ok) redirect('/account/request-password-reset/sent/')
  return { error: asked.error }
}, always)

async function refused(error: string): Promise<FormState> {
  if (error === 'confirm-first') return { error, data: { confirm: confirmPath(await pageOfForm()) } }
  if (error === 'wrong-password') return { fields: { currentPassword: error } }
  return error.startsWith('password-') ? { fields: { newPassword: error } } : { error }
}
