'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#components/ui/form-state.ts'
import { announcementChange, announcementText, oneAnnouncement } from '#lib/announcements/input.ts'
import { MARKDOWN } from '#lib/announcements/mailing.ts'
import * as writing from '#lib/announcements/writing.ts'
import { renderDescription } from '#lib/catalog/readme.ts'
import type { Result } from '#lib/result.ts'
import { adminAction } from '#lib/web/form-action.ts'

const HOME = '/admin/announcements/'

/** Shows what was typed and keeps it in the form; nothing is saved. */
async function preview({ title, body, severity }: { title: string; body: string; severity: string }): Promise<FormState> {
  return { values: { title, body, severity }, data: { preview: await renderDescription(body, MARKDOWN) } }
}

const answer = (result: Result<unknown, string>, to: string): FormState => (result.ok ? redirect(to) : { error: result.error })

export const write = adminAction(announcementText, async (user, input, origin) => {
  if (input.intent === 'preview') return preview(input)
  return redirect(`${HOME}${await writing.writeAnnouncement(input, user, origin, new Date())}/?done=saved`)
})

export const change = adminAction(announcementChange, async (user, input, origin) => {
  if (input.intent === 'preview') return preview(input)
  return answer(await writing.changeAnnouncement(input, input, user, origin, new Date()), `${HOME}${input.id}/?done=saved`)
})

export const publish = adminAction(oneAnnouncement, async (user, seen, origin) =>
  answer(await writing.publishAnnouncement(seen, user, origin, new Date()), `${HOME}${seen.id}/?done=justPublished`))

export const withdraw = adminAction(oneAnnouncement, async (user, seen, origin) =>
  answer(await writing.withdrawAnnouncement(seen, user, origin, new Date()), `${HOME}${seen.id}/?done=justWithdrawn`))

export const discard = adminAction(oneAnnouncement, async (user, seen, origin) =>
  answer(await writing.discardAnnouncement(seen, user, origin), `${HOME}?done=justDiscarded`))
