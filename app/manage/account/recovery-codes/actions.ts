'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { typedCode } from '#lib/two-factor/input.ts'
import { confirmRecoveryCode, generateRecoveryCodes } from '#lib/two-factor/recovery-codes.ts'
import { sudoAction, sudoByKeyAction } from '#lib/web/form-action.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'
import { usedCodeAnswer } from '../../../used-code.ts'

export const generateCodes = sudoByKeyAction(z.object({}), async (user, _input, origin) => {
  const made = await generateRecoveryCodes(user.id, user.session, origin, new Date())
  return made.ok ? { data: { codes: made.value } } : { error: made.error }
}, { withoutFactor: true })

export const confirmCode = sudoAction(typedCode.extend({ next: z.string() }), async (user, { code, next }, origin) => {
  const confirmed = await confirmRecoveryCode(user.id, code, origin, new Date())
  if (confirmed.ok) redirect(safeRedirect(next, '/manage/account/?done=codes-saved#two-factor'))
  return confirmed.error === 'used-recovery-code' ? usedCodeAnswer(confirmed.usedAt) : { fields: { code: 'wrong-recovery' } }
}, { withoutFactor: true })
