'use server'

import { codeLogin, keyLogin } from '#lib/login/input.ts'
import { finishLogin, offerKeyChallenge } from '#lib/login/login.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { goOnSignedIn, goOnToMailedCode } from '#lib/web/go-on.ts'
import { offered } from '#lib/web/key-form.ts'

const HOME = '/manage/projects/'

export const verifyCode = publicAction(codeLogin, async ({ code, remember }, origin) => {
  const cookie = await readCookie('pending')
  const finished = await finishLogin(cookie, { method: 'totp', code }, origin, new Date())
  if (finished.ok) return goOnSignedIn({ ...finished.value, cookie }, HOME, remember)
  if (finished.error === 'browser-code-due') return goOnToMailedCode(cookie, remember)
  return finished.error === 'wrong-code' ? { fields: { code: finished.error } } : { error: finished.error }
})

export const signInWithKey = publicAction(keyLogin, async ({ assertion, remember }, origin) => {
  const cookie = await readCookie('pending')
  if (assertion === null) return offered(await offerKeyChallenge(cookie, new Date()))
  const finished = await finishLogin(cookie, { method: 'security-key', response: assertion }, origin, new Date())
  return finished.ok ? goOnSignedIn({ ...finished.value, cookie }, HOME, remember) : { error: finished.error }
})
