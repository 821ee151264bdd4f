'use server'

import { redirect } from 'next/navigation'
import { nothing } from '#lib/accounts/input.ts'
import { askForRecovery } from '#lib/login/lost-factors.ts'
import { readCookie } from '#lib/web/cookies.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const sendLink = publicAction(nothing, async (_nothing, origin) => {
  const asked = await askForRecovery(await readCookie('pending'), origin, new Date())
  if (!asked.ok) return { error: asked.error }
  redirect('/account/recover/done/?what=sent')
})
