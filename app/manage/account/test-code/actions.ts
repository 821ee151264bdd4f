'use server'

import { redirect } from 'next/navigation'
import { tryRecoveryCode } from '#lib/login/fire-drill.ts'
import { typedCode } from '#lib/two-factor/input.ts'
import { userAction } from '#lib/web/form-action.ts'
import { usedCodeAnswer } from '../../../used-code.ts'

export const testCode = userAction(typedCode, async (user, { code }, origin) => {
  const tested = await tryRecoveryCode(user.id, code, origin, new Date())
  if (tested.ok) redirect('/manage/account/check-up/?done=code-works')
  if (tested.error === 'used-recovery-code') return usedCodeAnswer(tested.usedAt)
  return tested.error === 'throttled' ? { error: 'too-many-attempts' } : { fields: { code: 'wrong-recovery' } }
})
