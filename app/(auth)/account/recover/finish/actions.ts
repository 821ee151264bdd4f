'use server'

import { redirect } from 'next/navigation'
import { finishRecovery } from '#lib/recovery/finish.ts'
import { linkAndPassword } from '#lib/recovery/input.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const finish = publicAction(linkAndPassword, async ({ token, password }, origin) => {
  const finished = await finishRecovery(token, password, origin, new Date())
  if (finished.ok) redirect('/account/recover/done/?what=finished')
  return finished.error === 'wrong-password' ? { fields: { password: finished.error } } : { error: finished.error }
})
