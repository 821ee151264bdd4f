'use server'

import { recoveryLogin } from '#lib/login/input.ts'
import { finishLogin } from '#lib/login/login.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { goOnSignedIn, goOnToMailedCode } from '#lib/web/go-on.ts'
import { usedCodeAnswer } from '../../../used-code.ts'

const HOME = '/manage/account/#two-factor'

export const verifyRecoveryCode = publicAction(recoveryLogin, async ({ code }, origin) => {
  const cookie = await readCookie('pending')
  const finished = await finishLogin(cookie, { method: 'recovery-code', code }, origin, new Date())
  if (finished.ok) return goOnSignedIn({ ...finished.value, cookie }, HOME)
  if (finished.error === 'browser-code-due') return goOnToMailedCode(cookie)
  if (finished.error === 'used-recovery-code') return usedCodeAnswer(finished.usedAt)
  return finished.error.endsWith('recovery-code') ? { fields: { code: finished.error } } : { error: finished.error }
})
