'use server'

import { redirect } from 'next/navigation'
import type { AuthenticationResponseJSON } from '@simplewebauthn/browser'
import { offerAssertion, testSecurityKey } from '#lib/two-factor/assertions.ts'
import { listFactors } from '#lib/two-factor/factors.ts'
import { namedFactor, renamedFactor } from '#lib/two-factor/input.ts'
import { removeSecurityKey, renameSecurityKey } from '#lib/two-factor/security-keys.ts'
import { removeTotp, renameTotp } from '#lib/two-factor/totp-apps.ts'
import { userCall } from '#lib/web/call-action.ts'
import { sudoAction } from '#lib/web/form-action.ts'
import { requestOrigin } from '#lib/web/request-origin.ts'

export const renameFactor = sudoAction(renamedFactor, async (user, { id, name }, origin) => {
  const rename = (await isApp(user.id, id)) ? renameTotp : renameSecurityKey
  const renamed = await rename(user.id, id, name, origin)
  if (renamed.ok) redirect('/manage/account/?done=factor-renamed#two-factor')
  return renamed.error === 'name-taken' ? { fields: { name: renamed.error } } : { error: renamed.error }
})

export const removeFactor = sudoAction(namedFactor, async (user, { id }, origin) => {
  const app = await isApp(user.id, id)
  const removed = await (app ? removeTotp : removeSecurityKey)(user.id, id, user.session, origin, new Date())
  if (!removed.ok) return { error: removed.error }
  redirect(`/manage/account/?done=${app ? 'totp-removed' : 'key-removed'}#two-factor`)
})

export async function askForTest() {
  return userCall((user) => offerAssertion({ ceremony: 'test', boundTo: user.session.idHash }, user.id, new Date()))
}

export async function finishTest(response: AuthenticationResponseJSON) {
  const tested = await userCall(async (user) => testSecurityKey(user.id, user.session.idHash, response, await requestOrigin(), new Date()))
  if (!tested.ok) return { error: tested.error }
  redirect('/manage/account/?done=key-tested#two-factor')
}

async function isApp(userId: string, id: string): Promise<boolean> {
  return (await listFactors(userId)).some((factor) => factor.id === id && factor.kind === 'totp')
}
