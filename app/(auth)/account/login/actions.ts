'use server'

import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import { keyResponse, nextPath, passwordLogin } from '#lib/login/input.ts'
import { startLogin } from '#lib/login/login.ts'
import { finishPasskeyLogin, offerPasskeyChallenge } from '#lib/login/passkey.ts'
import { publicCall } from '#lib/web/call-action.ts'
import { readCookie, setCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'
import { goOnSignedIn } from '#lib/web/go-on.ts'
import { ok } from '#lib/result.ts'

const HOME = '/manage/projects/'

export const signIn = publicAction(passwordLogin, async (input, origin) => {
  const started = await startLogin(input, await readCookie('browser'), origin, new Date())
  return started.ok ? goOnSignedIn(started.value, HOME) : { error: started.error }
})

export async function askForPasskey() {
  return publicCall(async () => {
    const offered = await offerPasskeyChallenge(await requestOrigin(), new Date())
    if (!offered.ok) return offered
    await setCookie('pending', offered.value.cookie)
    return ok(offered.value.options)
  })
}

export async function signInWithPasskey(response: AuthenticationResponseJSON, next: unknown) {
  const answer = keyResponse.safeParse(response)
  if (!answer.success) return { error: 'wrong-passkey' }
  const cookie = await readCookie('pending')
  const finished = await publicCall(async () => finishPasskeyLogin(cookie, answer.data, nextPath.parse(next), await requestOrigin(), new Date()))
  return finished.ok ? goOnSignedIn({ ...finished.value, cookie }, HOME) : { error: finished.error }
}
