'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { FormState } from '#components/ui/form-state.ts'
import { listFactors } from '#lib/two-factor/factors.ts'
import { namedFactor, renamedFactor, testedKey } from '#lib/two-factor/input.ts'
import { offerKeyTest, type OtherKey, testSecurityKey } from '#lib/two-factor/key-test.ts'
import { removeSecurityKey, renameSecurityKey } from '#lib/two-factor/security-keys.ts'
import { removeTotp, renameTotp } from '#lib/two-factor/totp-apps.ts'
import { sudoAction, sudoByKeyAction, userAction } from '#lib/web/form-action.ts'
import { offered } from '#lib/web/key-form.ts'

export const renameFactor = sudoAction(renamedFactor, async (user, { id, name }, origin) => {
  const rename = (await isApp(user.id, id)) ? renameTotp : renameSecurityKey
  const renamed = await rename(user.id, id, name, origin)
  if (renamed.ok) redirect('/manage/account/?done=factor-renamed#two-factor')
  return renamed.error === 'name-taken' ? { fields: { name: renamed.error } } : { error: renamed.error }
})

export const removeFactor = sudoByKeyAction(namedFactor, async (user, { id }, origin) => {
  const app = await isApp(user.id, id)
  const removed = await (app ? removeTotp : removeSecurityKey)(user.id, id, user.session, origin, new Date())
  if (!removed.ok) return { error: removed.error }
  redirect(`/manage/account/?done=${app ? 'totp-removed' : 'key-removed'}#two-factor`)
})

export const testKey = userAction(testedKey, async (user, { id, assertion }, origin) => {
  const test = { keyId: id, boundTo: user.session.idHash }
  if (assertion === null) return offered(await offerKeyTest(user.id, test, new Date()))
  const tested = await testSecurityKey(user.id, test, assertion, origin, new Date())
  if (tested.ok) redirect('/manage/account/?done=key-tested#two-factor')
  return tested.error === 'other-key' ? otherKeyAnswer(tested) : { error: tested.error }
})

async function otherKeyAnswer({ error, answered, asked }: OtherKey): Promise<FormState> {
  return { error, said: { [error]: (await getTranslations('twoFactor.test'))('otherKey', { answered, asked }) } }
}

async function isApp(userId: string, id: string): Promise<boolean> {
  return (await listFactors(userId)).some((factor) => factor.id === id && factor.kind === 'totp')
}
