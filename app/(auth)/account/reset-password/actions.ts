'use server'

import { redirect } from 'next/navigation'
import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import type { FormState } from '#components/ui/form-state.ts'
import { keyResponse, passwordReset } from '#lib/login/input.ts'
import * as reset from '#lib/login/password-reset.ts'
import { publicCall } from '#lib/web/call-action.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'

/** Six digits come from an app; everything longer is a recovery code. */
const APP_CODE = /^[\d\s-]{6,9}$/

const FIELD: Record<string, string> = { 'wrong-code': 'code', 'wrong-recovery-code': 'code', 'factor-needed': 'code' }

export const resetPassword = publicAction(passwordReset, async ({ token, newPassword, code }, origin) => {
  const answer = code === '' ? null : { method: APP_CODE.test(code) ? ('totp' as const) : ('recovery-code' as const), code }
  const changed = await reset.resetPassword(token, newPassword, answer, origin, new Date())
  if (changed.ok) redirect('/account/login/?notice=passwordChanged')
  return refused(changed.error)
})

export async function askForKey(token: unknown) {
  return publicCall(() => reset.offerResetChallenge(typeof token === 'string' ? token : null, new Date()))
}

export async function resetWithKey(response: AuthenticationResponseJSON, token: string, newPassword: string) {
  const input = passwordReset.safeParse({ token, newPassword })
  const answer = keyResponse.safeParse(response)
  if (!input.success || !answer.success) return { error: 'invalid-input' }
  const changed = await publicCall(async () =>
    reset.resetPassword(input.data.token, input.data.newPassword, { method: 'security-key', response: answer.data }, await requestOrigin(), new Date()))
  if (changed.ok) redirect('/account/login/?notice=passwordChanged')
  return { error: changed.error }
}

function refused(error: reset.ResetRefusal): FormState {
  const field = error.startsWith('password-') ? 'newPassword' : FIELD[error]
  return field ? { fields: { [field]: error } } : { error }
}
