'use server'

import { redirect } from 'next/navigation'
import { newKey } from '#lib/two-factor/input.ts'
import { addSecurityKey, offerSecurityKey } from '#lib/two-factor/security-keys.ts'
import { currentUser } from '#lib/web/current-user.ts'
import { setCookie } from '#lib/web/cookies.ts'
import { sudoByKeyAction } from '#lib/web/form-action.ts'
import { offered } from '#lib/web/key-form.ts'
import { onWithSetUp } from '../on-with-set-up.ts'

export const registerKey = sudoByKeyAction(newKey, async (user, { assertion, kind, name }, origin) => {
  if (assertion === null) return offered(await offerSecurityKey(user.id, kind, user.session, new Date()))
  const added = await addSecurityKey(user.id, kind, user.session, assertion, name, origin, new Date())
  if (!added.ok) return added.error === 'name-taken' ? { fields: { name: added.error } } : { error: added.error }
  await setCookie('session', added.value.cookie)
  redirect(await onWithSetUp(await currentUser(), `/manage/account/?done=${kind === 'passkey' ? 'passkey-added' : 'key-added'}#two-factor`))
}, { withoutFactor: true })
