'use server'

import { redirect } from 'next/navigation'
import { newTotpApp } from '#lib/two-factor/input.ts'
import { enrolTotp, type EnrolTotpRefusal, replaceTotp } from '#lib/two-factor/totp-apps.ts'
import { setCookie } from '#lib/web/cookies.ts'
import { sudoByKeyAction } from '#lib/web/form-action.ts'
import { onWithSetUp } from '../on-with-set-up.ts'

/** Where a refusal belongs; the rest concerns the whole form. */
const FIELD: Partial<Record<EnrolTotpRefusal | 'not-found', string>> = { 'wrong-code': 'code', 'clock-out-of-sync': 'code', 'name-taken': 'name' }

export const turnOn = sudoByKeyAction(newTotpApp, async (user, { offer, code, name, replaces }, origin) => {
  const added = replaces
    ? await replaceTotp(user.id, replaces, offer, code, name, user.session, origin, new Date())
    : await enrolTotp(user.id, offer, code, name, user.session, origin, new Date())
  if (added.ok) {
    await setCookie('session', added.value.cookie)
    redirect(await onWithSetUp(user, `/manage/account/?done=${replaces ? 'totp-replaced' : 'totp-added'}#two-factor`))
  }
  const field = FIELD[added.error]
  return field ? { fields: { [field]: added.error } } : { error: added.error }
}, { withoutFactor: true })
