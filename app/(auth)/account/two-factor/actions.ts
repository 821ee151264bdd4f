'use server'

import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import { codeLogin, keyResponse } from '#lib/login/input.ts'
import { finishLogin, offerKeyChallenge } from '#lib/login/login.ts'
import { publicCall } from '#lib/web/call-action.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'
import { goOnSignedIn, goOnToMailedCode } from '#lib/web/go-on.ts'

const HOME = '/manage/projects/'

export const verifyCode = publicAction(codeLogin, async ({ code, remember }, origin) => {
  const cookie = await readCookie('pending')
  const finished = await finishLogin(cookie, { method: 'totp', code }, origin, new Date())
  if (finished.ok) return goOnSignedIn({ ...finished.value, cookie }, HOME, remember)
  if (finished.error === 'browser-code-due') return goOnToMailedCode(cookie, remember)
  return finished.error === 'wrong-code' ? { fields: { code: finished.error } } : { error: finished.error }
})

export async function askForKey() {
  return publicCall(async () => offerKeyChallenge(await readCookie('pending'), new Date()))
}

export async function signInWithKey(response: AuthenticationResponseJSON, remember: boolean) {
  const answer = keyResponse.safeParse(response)
  if (!answer.success) return { error: 'wrong-key' }
  const cookie = await readCookie('pending')
  const finished = await publicCall(async () =>
    finishLogin(cookie, { method: 'security-key', response: answer.data }, await requestOrigin(), new Date()))
  return finished.ok ? goOnSignedIn({ ...finished.value, cookie }, HOME, remember === true) : { error: finished.error }
}
