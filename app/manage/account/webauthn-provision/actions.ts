'use server'

import { redirect } from 'next/navigation'
import type { RegistrationResponseJSON } from '@simplewebauthn/browser'
import { factorName } from '#lib/two-factor/input.ts'
import { addSecurityKey, offerSecurityKey } from '#lib/two-factor/security-keys.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'
import { sudoCall } from '#lib/web/call-action.ts'
import { currentUser } from '#lib/web/current-user.ts'
import { setCookie } from '#lib/web/cookies.ts'
import { onWithSetUp } from '../on-with-set-up.ts'

export async function askForKey() {
  return sudoCall((user) => offerSecurityKey(user.id, 'security-key', user.session, new Date()), { withoutFactor: true })
}

export async function askForPasskey() {
  return sudoCall((user) => offerSecurityKey(user.id, 'passkey', user.session, new Date()), { withoutFactor: true })
}

export async function registerKey(response: RegistrationResponseJSON, name: string) {
  return register('security-key', response, name)
}

export async function registerPasskey(response: RegistrationResponseJSON, name: string) {
  return register('passkey', response, name)
}

async function register(kind: 'security-key' | 'passkey', response: unknown, typed: unknown) {
  const name = factorName.safeParse(typed)
  if (!name.success) return { error: name.error.issues[0]?.message ?? 'name-missing' }
  const added = await sudoCall(async (user) =>
    addSecurityKey(user.id, kind, user.session, response, name.data, await requestOrigin(), new Date()), { withoutFactor: true })
  if (!added.ok) return { error: added.error }
  await setCookie('session', added.value.cookie)
  redirect(await onWithSetUp(await currentUser(), `/manage/account/?done=${kind === 'passkey' ? 'passkey-added' : 'key-added'}#two-factor`))
}
