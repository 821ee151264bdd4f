'use server'

import { redirect } from 'next/navigation'
import { sudoCode, sudoKey, sudoPassword } from '#lib/login/input.ts'
import type { SecondStepAnswer } from '#lib/login/second-step.ts'
import { confirmWithFactor, confirmWithPassword, offerSudoChallenge } from '#lib/login/sudo.ts'
import type { Origin } from '#lib/origin.ts'
import { setCookie } from '#lib/web/cookies.ts'
import type { CurrentUser } from '#lib/web/current-user.ts'
import { userAction } from '#lib/web/form-action.ts'
import { offered } from '#lib/web/key-form.ts'
import { safeRedirect } from '#lib/web/safe-redirect.ts'
import { usedCodeAnswer } from '../../../used-code.ts'

const always = { withoutFactor: true, oldPassword: true }

export const confirmPassword = userAction(sudoPassword, async (user, { password, next }, origin) => {
  const confirmed = await confirmWithPassword(user, password, origin, new Date())
  if (confirmed.ok) return goOn(confirmed.value.cookie, next)
  return confirmed.error === 'wrong-password' ? { fields: { password: confirmed.error } } : { error: confirmed.error }
}, always)

export const confirmCode = userAction(sudoCode, async (user, { code, next }, origin) => confirm(user, { method: 'totp', code }, next, origin), always)

export const confirmRecoveryCode = userAction(sudoCode, async (user, { code, next }, origin) => confirm(user, { method: 'recovery-code', code }, next, origin), always)

export const confirmWithKey = userAction(sudoKey, async (user, { assertion, next }, origin) => {
  if (assertion === null) return offered(await offerSudoChallenge(user, new Date()))
  return confirm(user, { method: 'security-key', response: assertion }, next, origin)
}, always)

async function confirm(user: CurrentUser, answer: SecondStepAnswer, next: string, origin: Origin) {
  const confirmed = await confirmWithFactor(user, answer, origin, new Date())
  if (confirmed.ok) return goOn(confirmed.value.cookie, next)
  if (confirmed.error === 'used-recovery-code') return usedCodeAnswer(confirmed.usedAt)
  return /code/.test(confirmed.error) ? { fields: { code: confirmed.error } } : { error: confirmed.error }
}

/** The session goes on under a new cookie, where the person was. */
async function goOn(cookie: string, next: string): Promise<never> {
  await setCookie('session', cookie)
  redirect(safeRedirect(next, '/manage/account/'))
}
