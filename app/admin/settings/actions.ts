'use server'

import { redirect } from 'next/navigation'
import { changeRules } from '#lib/admin/site-rules.ts'
import { siteRules } from '#lib/admin/site-rules-input.ts'
import { siteName, sitePolicies } from '#lib/settings/input.ts'
import { changeSettings } from '#lib/settings/settings.ts'
import { adminAction } from '#lib/web/form-action.ts'

const saved = () => redirect('/admin/settings/?done=saved')

export const saveSiteName = adminAction(siteName, async (user, input, origin) => {
  const changed = await changeSettings(input, user, origin, new Date())
  return changed.ok ? saved() : { error: changed.error }
})

export const savePolicies = adminAction(sitePolicies, async (user, input, origin) => {
  const changed = await changeSettings(input, user, origin, new Date())
  return changed.ok ? saved() : { fields: { sessionIdleMinutes: changed.error } }
})

export const saveRules = adminAction(siteRules, async (user, rules, origin) => {
  await changeRules(rules, user, origin, new Date())
  return saved()
})
