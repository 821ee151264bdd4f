'use server'

import { redirect } from 'next/navigation'
import { nothing } from '#lib/accounts/input.ts'
import { confirmBrowser, mailAnotherCode } from '#lib/login/browser-code.ts'
import { codeLogin } from '#lib/login/input.ts'
import { readCookie, setCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { goOnSignedIn } from '#lib/web/go-on.ts'

const HOME = '/manage/projects/'

export const verifyMailedCode = publicAction(codeLogin, async ({ code, remember }, origin) => {
  const cookie = await readCookie('pending')
  const confirmed = await confirmBrowser(cookie, code, origin, new Date())
  if (confirmed.ok) return goOnSignedIn({ ...confirmed.value, cookie }, HOME, remember)
  return confirmed.error === 'wrong-browser-code' ? { fields: { code: confirmed.error } } : { error: confirmed.error }
})

export const sendAnotherCode = publicAction(nothing, async (_nothing, origin) => {
  const cookie = await readCookie('pending')
  const sent = await mailAnotherCode(cookie, origin, new Date())
  if (!sent.ok) return { error: sent.error }
  if (cookie) await setCookie('pending', cookie)
  redirect('/account/confirm-browser/?sent=again')
})
