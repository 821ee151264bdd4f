'use server'

import { redirect } from 'next/navigation'
import { startRecovery } from '#lib/recovery/start.ts'
import { linkAndPassword } from '#lib/recovery/input.ts'
import { publicAction } from '#lib/web/form-action.ts'

export const start = publicAction(linkAndPassword, async ({ token, password }, origin) => {
  const started = await startRecovery(token, password, origin, new Date())
  if (started.ok) redirect('/account/recover/done/?what=started')
  return started.error === 'wrong-password' ? { fields: { password: started.error } } : { error: started.error }
})
