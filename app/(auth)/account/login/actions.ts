'use server'

import { passkeyLogin, passwordLogin } from '#lib/login/input.ts'
import { startLogin } from '#lib/login/login.ts'
import { finishPasskeyLogin, offerPasskeyChallenge } from '#lib/login/passkey.ts'
import { readCookie, setCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { goOnSignedIn } from '#lib/web/go-on.ts'
import { offered } from '#lib/web/key-form.ts'
import type { Origin } from '#lib/origin.ts'

const HOME = '/manage/projects/'

export const signIn = publicAction(passwordLogin, async (input, origin) => {
  const started = await startLogin(input, await readCookie('browser'), origin, new Date())
  return started.ok ? goOnSignedIn(started.value, HOME) : { error: started.error }
})

export const signInWithPasskey = publicAction(passkeyLogin, async ({ assertion, next }, origin) => {
  if (assertion === null) return offerPasskey(origin)
  const cookie = await readCookie('pending')
  const finished = await finishPasskeyLogin(cookie, assertion, next, origin, new Date())
  return finished.ok ? goOnSignedIn({ ...finished.value, cookie }, HOME) : { error: finished.error }
})

async function offerPasskey(origin: Origin) {
  const offer = await offerPasskeyChallenge(origin, new Date())
  if (!offer.ok) return offered(offer)
  await setCookie('pending', offer.value.cookie)
  return offered({ ok: true, value: offer.value.options })
}
