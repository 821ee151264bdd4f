'use server'

import { getFormatter, getTranslations } from 'next-intl/server'
import { notFound, redirect } from 'next/navigation'
import { nothing } from '#lib/accounts/input.ts'
import { setUpStep } from '#lib/admin/input.ts'
import { passStep } from '#lib/admin/set-up.ts'
import { siteName, sitePolicies } from '#lib/settings/input.ts'
import { changeSettings } from '#lib/settings/settings.ts'
import { createToken } from '#lib/tokens/tokens.ts'
import { adminAction, sudoAction, userAction } from '#lib/web/form-action.ts'

/** Past a step that only the account is concerned with, or that waits. */
export const passBy = userAction(setUpStep, async (user, { step, how }) => {
  if (!user.isAdmin) notFound()
  await passStep(step, how, new Date())
  return redirect(step === 'first-package' && how === 'done' ? '/manage/account/#two-factor' : '/setup/')
}, { withoutFactor: true })

export const nameSite = adminAction(siteName, async (user, input, origin) => {
  const changed = await changeSettings(input, user, origin, new Date())
  if (!changed.ok) return { error: changed.error }
  await passStep('site', 'done', new Date())
  return redirect('/setup/policies/')
})

export const choosePolicies = adminAction(sitePolicies, async (user, input, origin) => {
  const changed = await changeSettings(input, user, origin, new Date())
  if (!changed.ok) return { fields: { sessionIdleMinutes: changed.error } }
  await passStep('policies', 'done', new Date())
  return redirect('/setup/first-package/')
})

export const makeFirstToken = sudoAction(nothing, async (user, _nothing, origin) => {
  const [t, format] = [await getTranslations('setup'), await getFormatter()]
  const now = new Date()
  const name = t('tokenName', { time: `${format.dateTime(now, 'moment')} ${now.getUTCSeconds()}` })
  const made = await createToken(user, { name, scope: 'user', actions: ['upload'], expiresInDays: 1 }, origin, now)
  return made.ok ? { data: { token: made.value.token } } : { error: made.error }
})
