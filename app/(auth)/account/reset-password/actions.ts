'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { keyReset, passwordReset } from '#lib/login/input.ts'
import * as reset from '#lib/login/password-reset.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { offered } from '#lib/web/key-form.ts'

/** Six digits come from an app; everything longer is a recovery code. */
const APP_CODE = /^[\d\s-]{6,9}$/

const FIELD: Record<string, string> = { 'wrong-code': 'code', 'wrong-recovery-code': 'code', 'factor-needed': 'code' }

export const resetPassword = publicAction(passwordReset, async ({ token, newPassword, code }, origin) => {
  const answer = code === '' ? null : { method: APP_CODE.test(code) ? ('totp' as const) : ('recovery-code' as const), code }
  const changed = await reset.resetPassword(token, newPassword, answer, origin, new Date())
  if (changed.ok) redirect('/account/login/?notice=passwordChanged')
  return refused(changed.error)
})

export const resetWithKey = publicAction(keyReset, async ({ assertion, token, newPassword }, origin) => {
  if (assertion === null) return offered(await reset.offerResetChallenge(token, new Date()))
  const changed = await reset.resetPassword(token, newPassword, { method: 'security-key', response: assertion }, origin, new Date())
  if (changed.ok) redirect('/account/login/?notice=passwordChanged')
  return { error: changed.error }
})

function refused(error: reset.ResetRefusal): FormState {
  const field = error.startsWith('password-') ? 'newPassword' : FIELD[error]
  return field ? { fields: { [field]: error } } : { error }
}
