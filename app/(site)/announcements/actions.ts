'use server'

import { redirect } from 'next/navigation'
import { tokenOnly } from '#lib/accounts/input.ts'
import { subscription } from '#lib/announcements/input.ts'
import { askToSubscribe, confirmSubscription, leaveAnnouncements } from '#lib/announcements/subscribers.ts'
import { publicAction } from '#lib/web/form-action.ts'
import { currentLocale } from '../../i18n.ts'

const done = (what: string) => redirect(`/announcements/?done=${what}`)

export const subscribe = publicAction(subscription, async ({ address }, origin) => {
  const asked = await askToSubscribe(address, await currentLocale(), origin, new Date())
  return asked.ok ? done('asked') : { error: asked.error }
})

export const confirm = publicAction(tokenOnly, async ({ token }) => {
  const confirmed = await confirmSubscription(token, new Date())
  return confirmed.ok ? done('subscribed') : { error: confirmed.error }
})

export const leave = publicAction(tokenOnly, async ({ token }) => {
  const left = await leaveAnnouncements(token, new Date())
  return left.ok ? done('left') : { error: left.error }
})
